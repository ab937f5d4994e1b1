"""The mails about meetings, composed inside the community's scope: many in a constant number of queries."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.file_names import kind_words
from core.timezones import zone_named
from meetings.agenda.mail_lines import MailedAgenda
from meetings.attendance.links import here_url
from meetings.calendars.events import Answer as CalendarWord
from meetings.calendars.events import Event, Method, Person
from meetings.calendars.writing import invitation
from meetings.inviting.events import invited_to, organizer_at
from meetings.inviting.links import LATE, answer_url, file_url, stop_url
from meetings.inviting.mail_words import days_gone, facts_of, times_of
from meetings.inviting.people import MEETING, SERIES
from meetings.models import Answer, Meeting, Series, SeriesFile, State
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import CalendarPart, site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft
from notifications.reply_addresses import reply_addresses_of_all

logger = logging.getLogger(__name__)

CALENDAR_WORDS: dict[str, CalendarWord] = {
    Answer.YES: CalendarWord.YES,
    Answer.NO: CalendarWord.NO,
    Answer.MAYBE: CalendarWord.MAYBE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one mail says before all else, in its reader's language."""

    subject: str
    sentence: str
    # Why, in somebody's own words.
    note: str = ""
    # That what its reader answered before is kept, instead of the question whether he comes.
    kept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told to many: of a series, or of the one meeting if there is one.

    `kind` and `key` make each person's mail the only one.
    """

    kind: str
    key: str
    series: Series
    meeting: Meeting | None = None
    # Meetings that are rows no more, of which it tells instead.
    gone: Sequence[Meeting] = ()
    # What goes into calendars; None for a mail that changes nothing in them.
    method: Method | None = None
    # Whether it is asked who comes.
    asks: bool = True
    # "Running late", "I cannot come".
    shortly: bool = False
    # An instant up to which quiet hours may hold it back; before it, it must be there.
    needed_by: datetime | None = None
    # It is the last one: its reader sees the series no more.
    is_last: bool = False
    # What each said before, by membership.
    answers: dict[int, str] = field(default_factory=dict)

    @property
    def calls_off(self) -> bool:
        return self.method is Method.CANCEL


class Writer:
    """What the mails of one batch share. `words` gives what is said to somebody who answered so."""

    def __init__(self, message: Message, people: Sequence[Membership]) -> None:
        self.message, self.people = message, people
        series = self.series = message.series
        self.community = series.community
        self.meetings = list(Meeting.objects.filter(series=series).order_by("starts_at", "pk"))
        for one in self.meetings:
            one.series, one.community = series, series.community
        self.gone = [one.slot for one in message.gone]
        about = (MEETING, message.meeting.pk) if message.meeting else (SERIES, series.pk)
        users = [member.user_id for member in people]
        self.addresses = reply_addresses_of_all(series.community_id, *about, users)
        self.organizers = (
            reply_addresses_of_all(series.community_id, SERIES, series.pk, users)
            if message.meeting and message.method
            else self.addresses
        )
        self.keepers = keepers_of_scope()
        self.files = list(SeriesFile.objects.filter(series=series).order_by("pk"))
        self.agenda = (
            MailedAgenda(message.meeting, people) if message.shortly and message.meeting else None
        )
        self.events: dict[str, Event] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        page: Meeting | Series = message.meeting or self._only() or series
        if isinstance(page, Meeting) and page.state == State.SKIPPED:
            # Nobody sees the page of what is left out.
            page = series
        slug = self.community.slug
        path = address("meetings:list", slug) if message.is_last else page.get_absolute_url()
        self.page_url = settings.SITE_URL + path

    def mails(self, words: "WordsFor") -> Iterator[OutgoingMail]:
        """Yield a mail for each person, in his language and on his clock."""
        now = timezone.now()
        for member in self.people:
            user = member.user
            with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
                answer = self.message.answers.get(member.pk, "")
                try:
                    mail = self._draft(member, words(answer), answer).stored()
                except ValueError:
                    # An address that cannot be written must not keep the others from being told.
                    logger.exception("meeting: not told", extra={"user": user.pk})
                    continue
            mail.due_at = self._due_at(member, now)
            yield mail

    def _due_at(self, member: Membership, now: datetime) -> datetime:
        end, needed = quiet_until(member.user, now), self.message.needed_by
        return now if end is None or (needed is not None and end >= needed) else end

    def _draft(self, member: Membership, words: Words, answer: str) -> Draft:
        community, message = self.community, self.message
        member.community = community
        reply_to = self.addresses.get(member.user_id, "")
        keeper = reader_of_answers(self.keepers, member_id=member.pk)
        ids = {"community": community.pk, "member": member.pk, "series": self.series.pk}
        stop = "" if message.is_last else stop_url(**ids)
        text, html = fill(
            "meeting",
            subject=words.subject,
            community=community,
            person=member.name,
            words=words,
            answer=answer,
            **self._facts(member),
            # Who said so is not asked once more whether he comes, just before he does.
            buttons=self._buttons(member)
            if message.asks and not (message.shortly and answer == Answer.YES)
            else [],
            short_links=self._short_links(member, answer) if message.shortly else [],
            files=self._files(member),
            agenda=self.agenda.lines(member) if self.agenda else [],
            recurs=self.series.recurs and message.meeting is None,
            page_url=self.page_url,
            reply_to=reply_to if message.asks or message.shortly else "",
            keeper=keeper,
            stop_url=stop,
        )
        return Draft(
            kind=message.kind,
            key=message.key,
            to=member.user.email,
            user=member.user,
            community=community,
            subject=words.subject,
            text=text,
            html=html,
            reply_to=reply_to or (keeper.email if keeper else ""),
            from_name=community.name,
            calendar=self._calendar(member, answer),
            headers={}
            if message.is_last
            else list_headers(
                list_id=f"meetings.{community.slug}.{site_host()}",
                stop_url=stop,
                stop_address="",
                help_address=command_address("help", member.user_id, community.pk),
                post_address=reply_to,
            ),
        )

    def _facts(self, member: Membership) -> dict[str, Any]:
        """Return when, where and what is special: the same for all who read one language and clock."""
        key = f"{member.user.language} {member.user.time_zone}"
        if key not in self.facts:
            message = self.message
            self.facts[key] = (
                days_gone(self.series, message.gone)
                if message.gone or message.is_last
                else {
                    **times_of(self.series, message.meeting, self.meetings),
                    **facts_of(self.series, message.meeting or self._only()),
                }
            )
        return self.facts[key]

    def _only(self) -> Meeting | None:
        return self.meetings[0] if self.meetings and not self.series.recurs else None

    def _url(self, said: str, member: Membership) -> str:
        meeting = self.message.meeting or self._only()
        return answer_url(
            said,
            community=self.community.pk,
            member=member.pk,
            series=self.series.pk,
            meeting=meeting.pk if meeting else 0,
        )

    def _buttons(self, member: Membership) -> list[tuple[str, str]]:
        shown = (
            (_("Yes, I am coming"), Answer.YES),
            (pgettext("answer to an invitation", "Maybe"), Answer.MAYBE),
            (_("No, I cannot come"), Answer.NO),
        )
        return [(label, self._url(said, member)) for label, said in shown]

    def _short_links(self, member: Membership, answer: str) -> list[tuple[str, str]]:
        late = (_("I am running late"), self._url(LATE, member))
        meeting = self.message.meeting
        if meeting is None or answer != Answer.YES:
            # Beside the question whether he comes.
            return [late]
        not_after_all = (_("I cannot come after all"), self._url(Answer.NO, member))
        here = here_url(community=self.community.pk, member=member.pk, meeting=meeting.pk)
        return [late, not_after_all, (_("When you are there: I am here"), here)]

    def _files(self, member: Membership) -> list[tuple[str, str, str]]:
        """Return name, kind and address of what one may want to read before; nothing if it is off."""
        if not (self.message.asks or self.message.shortly):
            return []
        ids = {"community": self.community.pk, "member": member.pk}
        return [
            (one.name, kind_words(one.name, one.size), file_url(**ids, file=one.pk))
            for one in self.files
        ]

    def _calendar(self, member: Membership, answer: str) -> CalendarPart | None:
        message = self.message
        if message.method is None:
            return None
        language = get_language() or self.series.language
        if language not in self.events:
            rows = [*self.meetings, *message.gone]
            self.events[language] = invited_to(self.series, rows, url=self.page_url)
        event, answers_to = self.events[language], self.organizers.get(member.user_id, "")
        content = invitation(
            # Without an address for answers, nobody is asked to send one. The last word counts for
            # more than all before.
            replace(
                event,
                organizer=organizer_at(answers_to, self.series),
                sequence=event.sequence + message.is_last,
            ),
            attendee=Person(address=member.user.email, name=member.name),
            answer=CALENDAR_WORDS.get(answer, CalendarWord.NONE),
            answer_expected=bool(answers_to) and message.asks,
            method=message.method,
            slots=[message.meeting.slot] if message.meeting and self.series.recurs else self.gone,
        )
        return CalendarPart(content=content, method=str(message.method))


# From what somebody answered before ("" for nothing) to what he is told.
type WordsFor = Callable[[str], Words]
