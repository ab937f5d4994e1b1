"""The addresses that a person answers to, made when a mail first names them."""

import re
from collections.abc import Collection, Mapping

from django.conf import settings

from communities.models import Membership
from notifications.models import ReplyAddress
from notifications.models.reply_address import PREFIX

# Mail programs and servers may write it in capitals.
_OURS = re.compile(rf"{re.escape(PREFIX)}([a-z2-7]{{26}})(?:-([a-z]\d+))?", re.IGNORECASE)


def reply_address(member: Membership, kind: str, object_id: int) -> str:
    """Return where the member's answers about a thing arrive; empty where mail is not received."""
    return reply_addresses(member, kind, [object_id]).get(object_id, "")


def reply_addresses(member: Membership, kind: str, object_ids: Collection[int]) -> dict[int, str]:
    """Return by id where the member's answers about these things arrive: the same ones always.

    Empty where this site receives no mail (no INBOUND_HOST).
    """
    if not settings.INBOUND_HOST:
        return {}
    mine = ReplyAddress.objects.filter(
        community=member.community_id, user=member.user_id, kind=kind, object_id__in=object_ids
    )
    found = {row.object_id: row.address for row in mine}
    if missing := sorted(set(object_ids) - set(found)):
        ReplyAddress.objects.bulk_create(
            [
                ReplyAddress(
                    community_id=member.community_id,
                    user_id=member.user_id,
                    kind=kind,
                    object_id=object_id,
                )
                for object_id in missing
            ],
            # Another mail may have named it at the same moment.
            ignore_conflicts=True,
        )
        found |= {row.object_id: row.address for row in mine.all()}
    return found


def reply_addresses_of_each(
    community_id: int, kind: str, things: Mapping[int, int]
) -> dict[int, str]:
    """Return by thing where the answers of its one person arrive: two queries, for mails to many.

    `things` are ids by the user's id. Empty where this site receives no mail.
    """
    if not settings.INBOUND_HOST:
        return {}
    rows = [
        ReplyAddress(community_id=community_id, user_id=user_id, kind=kind, object_id=object_id)
        for user_id, object_id in things.items()
    ]
    ReplyAddress.objects.bulk_create(rows, ignore_conflicts=True)
    found = ReplyAddress.objects.filter(
        community=community_id,
        user__in=things.keys(),
        kind=kind,
        object_id__in=set(things.values()),
    )
    return {row.object_id: row.address for row in found}


def reply_addresses_of_all(
    community_id: int, kind: str, object_id: int, user_ids: Collection[int]
) -> dict[int, str]:
    """Return by user where the answers of each about one thing arrive: two queries, for mails to many.

    Empty where this site receives no mail.
    """
    if not settings.INBOUND_HOST:
        return {}
    rows = [
        ReplyAddress(community_id=community_id, user_id=user_id, kind=kind, object_id=object_id)
        for user_id in user_ids
    ]
    ReplyAddress.objects.bulk_create(rows, ignore_conflicts=True)
    found = ReplyAddress.objects.filter(
        community=community_id, user__in=user_ids, kind=kind, object_id=object_id
    )
    return {row.user_id: row.address for row in found}


def token_in(recipient: str) -> tuple[str, str] | None:
    """Return the token of an address that mail was sent to, and the label after it if there is one.

    None if it is no reply address. A label, such as "A2", names one item of a mail that has several.
    """
    local, _at, host = recipient.rpartition("@")
    if host.lower() != settings.INBOUND_HOST.lower():
        return None
    found = _OURS.fullmatch(local)
    return (found[1].lower(), (found[2] or "").upper()) if found else None


def forget_reply_addresses(member: Membership) -> None:
    """Let the addresses of somebody who left lead nowhere."""
    ReplyAddress.objects.filter(community=member.community_id, user=member.user_id).delete()
