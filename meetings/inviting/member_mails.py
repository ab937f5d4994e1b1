"""Mails about one meeting that are no invitation: each in its reader's language, on his clock."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.timezones import zone_named
from meetings.inviting.links import stop_url
from meetings.inviting.mail_words import day_and_time
from meetings.models import Meeting
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What one person's mail says: its template, and values, of which one is the subject."""

    template: str
    values: dict[str, Any]
    # Where an answer goes; empty: to who keeps the community going.
    reply_to: str = ""


def mails_about(
    meeting: Meeting,
    people: Sequence[Membership],
    draft: Callable[[Membership], Drafted],
    *,
    kind: str,
    key: str,
    needed_by: datetime | None = None,
) -> Iterator[OutgoingMail]:
    """Yield the mail for each person; `meeting` has its series and its community.

    Quiet hours hold none back past `needed_by`.
    """
    now, community = timezone.now(), meeting.community
    keepers = keepers_of_scope()
    slug, number = community.slug, meeting.number
    pages = {
        "page_url": settings.SITE_URL + address("meetings:meeting", slug, number),
        "agenda_url": settings.SITE_URL + address("meetings:agenda", slug, number),
    }
    for member in people:
        user = member.user
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            said = draft(member)
            keeper = reader_of_answers(keepers, member_id=member.pk)
            stop = stop_url(community=community.pk, member=member.pk, series=meeting.series_id)
            text, html = fill(
                said.template,
                community=community,
                person=member.name,
                title=meeting.name,
                when=day_and_time(meeting),
                reply_to=said.reply_to,
                keeper=keeper,
                stop_url=stop,
                **pages,
                **said.values,
            )
            try:
                mail = Draft(
                    kind=kind,
                    key=key,
                    to=user.email,
                    user=user,
                    community=community,
                    subject=said.values["subject"],
                    text=text,
                    html=html,
                    reply_to=said.reply_to or (keeper.email if keeper else ""),
                    from_name=community.name,
                    headers=list_headers(
                        list_id=f"meetings.{slug}.{site_host()}",
                        stop_url=stop,
                        stop_address="",
                        help_address=command_address("help", member.user_id, community.pk),
                        post_address=said.reply_to,
                    ),
                ).stored()
            except ValueError:
                # An address that cannot be written must not keep the others from being told.
                logger.exception("meeting: not told", extra={"user": user.pk})
                continue
        end = quiet_until(user, now) or now
        mail.due_at = now if needed_by is not None and end >= needed_by else end
        yield mail


def title_of(meeting: Meeting) -> str:
    """Return how a meeting is called in subjects: its name, and when it is."""
    return f"{meeting.name}, {day_and_time(meeting)}"
