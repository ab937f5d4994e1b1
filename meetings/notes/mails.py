"""The mail of notes: what was decided and who does what first, then what was said."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.due_work import put_off
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.markdown import plain_text
from core.markdown.mail import mail_html
from core.timezones import zone_named
from meetings.inviting.links import stop_url
from meetings.inviting.mail_words import day_and_time
from meetings.inviting.people import invited
from meetings.models import ActionItem, ActionState, Decision, MeetingNotes, NotesState
from meetings.notes.mail_size import Room
from meetings.notes.promises import SEND
from meetings.notes.scribing import sections_of
from meetings.notes.titles import TitlesForMany
from meetings.recording.keeping import recordings_of
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft, store

logger = logging.getLogger(__name__)

KIND = "meeting_notes"
# People who are written to in one transaction.
BATCH = 500
# Bytes of what people wrote.
ROOM = 22_000
MOST_LINES, MOST_RECORDINGS = 40, 5


def mail_notes(notes_id: int) -> None:
    """Write the mail for the next of those who have none yet, until all have it."""
    rows = MeetingNotes.objects.select_related("meeting__series__community", "reviewed_by__user")
    notes = rows.filter(pk=notes_id, state=NotesState.SENT).first()
    if notes is None:
        return
    series = notes.meeting.series
    notes.community = notes.meeting.community = series.community
    people = invited(series)
    emails = dict(people.values_list("pk", "user__email"))
    there = set(
        OutgoingMail.objects.filter(
            kind=KIND, key=key_of(notes), to__in=emails.values()
        ).values_list("to", flat=True)
    )
    waiting = [pk for pk, email in emails.items() if email not in there]
    batch = Membership.objects.filter(pk__in=waiting[:BATCH]).with_audience_ids()
    members = list(batch.select_related("user").order_by("pk"))
    for member in members:
        member.audience_ids = member.seen_ids
    if members:
        store(list(NotesWriter(notes, members).mails()))
    if len(waiting) > BATCH:
        put_off(SEND, notes.pk, community=notes.community, until=timezone.now())


def key_of(notes: MeetingNotes) -> str:
    """Return what makes each person's mail of these notes the only one."""
    return f"{notes.meeting.series.uid}/{notes.meeting.slot}/notes"


class NotesWriter:
    """What the mails of one batch share: a constant number of queries for all of them."""

    def __init__(self, notes: MeetingNotes, people: Sequence[Membership]) -> None:
        self.notes, self.people = notes, people
        self.meeting, self.community = notes.meeting, notes.community
        self.sections = sections_of(notes)
        self.titles = TitlesForMany(self.sections, notes.community)
        decisions = Decision.objects.filter(section__notes=notes)
        self.decisions = list(decisions.order_by("section__position", "pk"))
        # What was done before they were sent need not be told any more.
        items = ActionItem.objects.filter(section__notes=notes, state=ActionState.OPEN)
        self.items = list(items.select_related("owner__user").order_by("due_on", "number"))
        # Whoever is invited sees the meeting, and so its recordings.
        self.recordings = recordings_of(self.meeting)[:MOST_RECORDINGS]
        self.keepers = keepers_of_scope()
        self.page_url = settings.SITE_URL + address(
            "meetings:notes", self.community.slug, self.meeting.number
        )
        self.texts = {
            one.pk: (
                plain_text(one.html, base_url=settings.SITE_URL),
                mail_html(one.html, base_url=settings.SITE_URL),
            )
            for one in self.sections
        }

    def mails(self) -> Iterator[OutgoingMail]:
        """Yield a mail for each person, in his language and on his clock."""
        now = timezone.now()
        for member in self.people:
            user = member.user
            with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
                try:
                    mail = self._draft(member).stored()
                except ValueError:
                    # An address that cannot be written must not keep the others from being told.
                    logger.exception("notes: not told", extra={"user": user.pk})
                    continue
            mail.due_at = quiet_until(user, now) or now
            yield mail

    def _draft(self, member: Membership) -> Draft:
        community, user = self.community, member.user
        keeper = reader_of_answers(self.keepers, member_id=member.pk)
        stop = stop_url(community=community.pk, member=member.pk, series=self.meeting.series_id)
        title = {"title": f"{self.meeting.name}, {day_and_time(self.meeting)}"}
        subject = _("Notes: %(title)s") % title
        text, html = fill(
            "meeting_notes",
            subject=subject,
            community=community,
            person=member.name,
            keeper=keeper,
            title=self.meeting.name,
            when=day_and_time(self.meeting),
            page_url=self.page_url,
            stop_url=stop,
            **self._said(member),
        )
        return Draft(
            kind=KIND,
            key=key_of(self.notes),
            to=user.email,
            user=user,
            community=community,
            subject=subject,
            text=text,
            html=html,
            reply_to=keeper.email if keeper else "",
            from_name=community.name,
            headers=list_headers(
                list_id=f"meetings.{community.slug}.{site_host()}",
                stop_url=stop,
                stop_address="",
                help_address=command_address("help", member.user_id, community.pk),
                post_address="",
            ),
        )

    def _said(self, member: Membership) -> dict[str, Any]:
        """Return what the notes say to this reader, as far as it fits."""
        room = Room(ROOM)
        decisions = [room.words(one.words) for one in self.decisions[:MOST_LINES]]
        items = [
            (
                room.words(one.words),
                one.owner.name if one.owner else _("Nobody has it now"),
                date_format(one.due_on, "DATE_FORMAT"),
                one.owner_id == member.pk,
            )
            for one in self.items[:MOST_LINES]
        ]
        recordings = [(one.link, room.words(one.consent), one.by.name) for one in self.recordings]
        sections = []
        for one in self.sections:
            if one.html and room.left > 0:
                heading = self.titles.title(one, member)
                sections.append((heading, *room.section(*self.texts[one.pk])))
        more = max(len(self.decisions), len(self.items)) > MOST_LINES
        return {
            "decisions": [one for one in decisions if one],
            "to_do": [one for one in items if one[0]],
            "recordings": recordings,
            "sections": sections,
            "is_cut": room.is_cut or room.left <= 0 or more,
        }
