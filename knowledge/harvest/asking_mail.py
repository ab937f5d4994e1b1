"""The mail that asks somebody whether he may be quoted, at home or further away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from knowledge.harvest.links import quoted_url
from knowledge.models import QuotedPerson
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail
from notifications.reply_addresses import reply_address


def ask_by_mail(
    person: QuotedPerson,
    told: Mapping[str, Any],
    *,
    key: str,
    subject: str,
    silence: str,
    until: datetime,
    answers: tuple[str, int],
) -> None:
    """Queue it in the language that is active; in his quiet hours it waits for their end.

    `told` is what the page says of it, too; `key` names the asking within the community, `answers`
    what his answer is about. `subject` names `%(title)s`; `silence` says what becomes of it without
    an answer by `%(day)s`.
    """
    member, community = person.member, person.resource.community
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    reply_to = reply_address(member, *answers)
    subject %= {"title": person.resource.title}
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    text, html = fill(
        "quoted",
        subject=subject,
        **told,
        keeper=keeper,
        reply_to=reply_to,
        url=quoted_url(community.pk, person.pk),
        silence=silence % {"day": day},
    )
    queue_mail(
        kind="quoted",
        key=f"{community.pk}/{key}",
        to=member.user.email,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        user=member.user,
        community=community,
        not_before=quiet_until(member.user, timezone.now()),
    )
