"""One mail to one member, from a template of its own."""

from typing import Any

from django.utils import timezone

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail


def mail_member(
    member: Membership, template: str, *, kind: str, key: str, subject: str, **values: Any
) -> None:
    """Queue a mail in the caller's transaction, in the language that is active.

    In his quiet hours it waits for their end.

    `key` names the event within the community: the same (member, kind, key) is one mail. The template
    is given `community`, `person` (his name), `subject` and `keeper`, who reads what he answers, beside
    the values.
    """
    community = member.community
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    told = {"community": community, "person": member.name, "keeper": keeper, **values}
    text, html = fill(template, subject=subject, **told)
    queue_mail(
        kind=kind,
        key=f"{community.pk}/{key}",
        to=member.user.email,
        subject=subject,
        text=text,
        html=html,
        reply_to=keeper.email if keeper else "",
        user=member.user,
        community=community,
        not_before=quiet_until(member.user, timezone.now()),
    )
