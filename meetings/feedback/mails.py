"""The mails after a meeting: how it was, and what its host heard; many in a constant number of queries."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.timezones import zone_named
from meetings.feedback.links import feedback_url
from meetings.inviting.links import stop_url
from meetings.inviting.mail_words import day_and_time
from meetings.models import Heard, Meeting, Worth
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft
from notifications.reply_addresses import reply_addresses_of_all

logger = logging.getLogger(__name__)

# What answers are about, for their addresses.
FEEDBACK = "meetings.feedback"
ASK, TELL = "meeting_feedback", "meeting_heard"


def question_mails(
    meeting: Meeting, people: Sequence[Membership], *, were_there: bool
) -> Iterator[OutgoingMail]:
    """Yield for each person the mail that asks how it was. `were_there` is whether that is known."""
    addresses = reply_addresses_of_all(
        meeting.community_id, FEEDBACK, meeting.pk, [one.user_id for one in people]
    )

    def draft(member: Membership) -> tuple[str, str, dict[str, Any]]:
        ids = {"community": meeting.community_id, "member": member.pk, "meeting": meeting.pk}
        answers = [(worth.label, feedback_url(worth, **ids)) for worth in Worth]
        subject = _("How was it? %(title)s") % {"title": _title(meeting)}
        values = {"were_there": were_there, "answers": answers}
        return subject, addresses.get(member.user_id, ""), values

    return _mails(ASK, "meeting_feedback", meeting, people, draft)


def heard_mails(
    meeting: Meeting, heard: Heard, people: Sequence[Membership]
) -> Iterator[OutgoingMail]:
    """Yield for each person the mail that says what the host heard."""

    def draft(_member: Membership) -> tuple[str, str, dict[str, Any]]:
        subject = _("What we heard: %(title)s") % {"title": _title(meeting)}
        return subject, "", {"words": heard.words, "writer": heard.by.name}

    return _mails(TELL, "meeting_heard", meeting, people, draft)


def mail_key(meeting: Meeting) -> str:
    """Return what makes a mail of this meeting the only one of its person and kind."""
    return f"{meeting.pk}"


def _mails(
    kind: str, template: str, meeting: Meeting, people: Sequence[Membership], draft: Any
) -> Iterator[OutgoingMail]:
    now, community, series = timezone.now(), meeting.community, meeting.series
    keepers = keepers_of_scope()
    slug, number = community.slug, meeting.number
    page_url = settings.SITE_URL + address("meetings:meeting", slug, number)
    feedback_page = settings.SITE_URL + address("meetings:feedback", slug, number)
    for member in people:
        user = member.user
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            subject, reply_to, values = draft(member)
            keeper = reader_of_answers(keepers, member_id=member.pk)
            stop = stop_url(community=community.pk, member=member.pk, series=series.pk)
            text, html = fill(
                template,
                subject=subject,
                community=community,
                person=member.name,
                title=meeting.name,
                when=day_and_time(meeting),
                page_url=page_url,
                feedback_page=feedback_page,
                reply_to=reply_to,
                keeper=keeper,
                stop_url=stop,
                **values,
            )
            try:
                mail = Draft(
                    kind=kind,
                    key=mail_key(meeting),
                    to=user.email,
                    user=user,
                    community=community,
                    subject=subject,
                    text=text,
                    html=html,
                    reply_to=reply_to or (keeper.email if keeper else ""),
                    from_name=community.name,
                    headers=list_headers(
                        list_id=f"meetings.{slug}.{site_host()}",
                        stop_url=stop,
                        stop_address="",
                        help_address=command_address("help", member.user_id, community.pk),
                        post_address=reply_to,
                    ),
                ).stored()
            except ValueError:
                # An address that cannot be written must not keep the others from being told.
                logger.exception("meeting: not asked", extra={"user": user.pk})
                continue
        mail.due_at = quiet_until(user, now) or now
        yield mail


def _title(meeting: Meeting) -> str:
    return f"{meeting.name}, {day_and_time(meeting)}"
