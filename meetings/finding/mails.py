"""The mails about a search for a time, composed inside the community's scope."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.timezones import zone_named
from meetings.finding.days_off import slots_off
from meetings.finding.links import stop_url, tick_url
from meetings.finding.results import Answers, Result
from meetings.inviting.mail_words import where_of
from meetings.inviting.mails import Words
from meetings.models import TimePoll, TimeSlot
from meetings.rows import time_elsewhere, time_span
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft
from notifications.reply_addresses import reply_addresses_of_all

logger = logging.getLogger(__name__)

KIND = "time_poll"
# What is followed, and what answers are about, for their addresses.
POLL = "meetings.timepoll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told to many. `key` makes each person's mail the only one."""

    key: str
    poll: TimePoll
    slots: Sequence[TimeSlot]
    # Whether it is asked which times suit.
    asks: bool
    # Whether its reader is to choose one of them.
    decides: bool = False
    # What it says, called in the reader's language.
    words: Callable[[], Words]


def mails(message: Message, people: Sequence[Membership]) -> Iterator[OutgoingMail]:
    """Yield a mail for each person, in his language and on his clock; not within his quiet hours."""
    poll, now = message.poll, timezone.now()
    users = [member.user_id for member in people]
    addresses = (
        reply_addresses_of_all(poll.community_id, POLL, poll.pk, users) if message.asks else {}
    )
    keepers = keepers_of_scope()
    off = slots_off(poll, message.slots)
    for member in people:
        user = member.user
        member.community = poll.community
        reply_to = addresses.get(user.pk, "")
        keeper = reader_of_answers(keepers, member_id=member.pk)
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            try:
                mail = _draft(
                    message,
                    member,
                    off=off,
                    reply_to=reply_to,
                    keeper=keeper.name if keeper else "",
                    answers_to=reply_to or (keeper.email if keeper else ""),
                ).stored()
            except ValueError:
                # An address that cannot be written must not keep the others from being told.
                logger.exception("time poll: not told", extra={"user": user.pk})
                continue
        mail.due_at = quiet_until(user, now) or now
        yield mail


def _draft(
    message: Message,
    member: Membership,
    *,
    off: Mapping[int, str],
    reply_to: str,
    keeper: str,
    answers_to: str,
) -> Draft:
    poll, words = message.poll, message.words()
    community = poll.community
    ids = {"community": community.pk, "member": member.pk, "poll": poll.pk}
    stop = stop_url(**ids)
    text, html = fill(
        "time_poll",
        subject=words.subject,
        community=community,
        person=member.name,
        words=words,
        title=poll.title,
        about=poll.about,
        times=[(*time_line(poll, slot), off.get(slot.number, "")) for slot in message.slots],
        where=where_of(poll) if message.asks else [],
        answer_by=date_format(poll.answer_by, "DATE_FORMAT"),
        tick_url=tick_url(**ids) if message.asks else "",
        decides=message.decides,
        page_url=settings.SITE_URL + poll.get_absolute_url(),
        reply_to=reply_to,
        keeper=keeper,
        stop_url=stop,
    )
    return Draft(
        kind=KIND,
        key=message.key,
        to=member.user.email,
        user=member.user,
        community=community,
        subject=words.subject,
        text=text,
        html=html,
        reply_to=answers_to,
        from_name=community.name,
        headers=list_headers(
            list_id=f"meetings.{community.slug}.{site_host()}",
            stop_url=stop,
            stop_address="",
            help_address=command_address("help", member.user_id, community.pk),
            post_address=reply_to,
        ),
    )


def time_line(poll: TimePoll, slot: TimeSlot) -> tuple[int, str, str]:
    """Return its number, when it is on the clock that is active, and when on that of the poll."""
    begins = timezone.localtime(slot.starts_at)
    day = f"{date_format(begins, 'l')}, {date_format(begins, 'DATE_FORMAT')}"
    hours = time_span(slot.starts_at, slot.starts_at + poll.length)
    return slot.number, f"{day}, {hours}", time_elsewhere(slot.starts_at, poll.time_zone)


def asking_words(poll: TimePoll) -> Words:
    return Words(
        subject=_("When can you meet? %(title)s") % {"title": poll.title},
        sentence=_("%(host)s is looking for a time to meet. Which of these suit you?")
        % {"host": poll.host.name},
    )


def reminding_words(poll: TimePoll) -> Words:
    return Words(
        subject=_("Reminder: when can you meet? %(title)s") % {"title": poll.title},
        sentence=_("We have no answer from you yet. Which of these times suit you?"),
    )


def more_words(poll: TimePoll) -> Words:
    return Words(
        subject=_("There is another time to choose: %(title)s") % {"title": poll.title},
        sentence=_(
            "There is a time that you have not seen yet. If you answer, name all times that suit you."
        ),
    )


def changed_words(poll: TimePoll) -> Words:
    return Words(
        subject=_("Changed: %(title)s") % {"title": poll.title},
        sentence=_(
            "Something about this meeting is different now. Your answer is kept. If other times suit "
            "you now, say so."
        ),
    )


def choosing_words(poll: TimePoll, answers: Answers) -> Words:
    """Return what tells its host that the day for answers is over, and which time is best."""
    count = answers.people
    said = ngettext(
        "%(count)s person has answered. Now choose a time, or close it.",
        "%(count)s people have answered. Now choose a time, or close it.",
        count,
    )
    best = next((one for one in answers.results if one.is_best), None)
    return Words(
        subject=_("Which time is it? %(title)s") % {"title": poll.title},
        sentence=said % {"count": count}
        if count
        else _(
            "Nobody has answered. You can propose other times, choose one all the same, or close it."
        ),
        note=_best(best) if best else "",
    )


def _best(best: Result) -> str:
    people = ngettext("suits %(count)s person", "suits %(count)s people", best.people)
    return _("Best so far: %(day)s, %(hours)s (%(people)s). %(covered)s") % {
        "day": best.time.day,
        "hours": best.time.hours,
        "people": people % {"count": best.people},
        "covered": best.covered,
    }


def closing_words(poll: TimePoll) -> Words:
    return Words(
        subject=_("No meeting for now: %(title)s") % {"title": poll.title},
        sentence=_("No time was found, and there is no meeting for now. Thank you for answering."),
        note=poll.close_note,
    )
