"""Answers to mails that ask for a time, in plain words: "1 and 3", "none"."""

from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.finding.answering import answer_poll, open_slots
from meetings.finding.links import tick_url
from meetings.finding.loading import seen_poll
from meetings.finding.mails import POLL, time_line
from meetings.finding.permissions import NotAskedError
from meetings.finding.reading import read_ticks
from meetings.models import TimePoll, Way
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers

LONGEST = 500


def poll_by_mail(member: Membership, poll_id: int, mail: Answer) -> Taken:
    """Keep which times somebody named. Raises AnswerRefusedError with a sentence."""
    poll = seen_poll(member, pk=poll_id)
    if poll is None:
        raise AnswerRefusedError(
            _("What it answers is not there any more, or not open to you any more.")
        )
    slots = open_slots(poll)
    ticked = read_ticks(mail.words, [slot.number for slot in slots])
    if ticked is None and poll.is_open and slots:
        return Taken(kind=POLL, object_id=poll.pk, remarks=_not_understood(poll, member))
    try:
        answer_poll(
            poll,
            member,
            ticked.numbers if ticked else (),
            words=mail.words[:LONGEST] if ticked and ticked.says_more else "",
            way=Way.MAIL,
        )
    except NotAskedError as late:
        raise AnswerRefusedError(str(late)) from late
    return Taken(kind=POLL, object_id=poll.pk)


def register() -> None:
    """Say what is done with answers to these mails; called from AppConfig.ready()."""
    register_answers(POLL, poll_by_mail)


def _not_understood(poll: TimePoll, member: Membership) -> list[str]:
    ids = {"community": member.community_id, "member": member.pk, "poll": poll.pk}
    title = {"title": poll.title}
    lines = (time_line(poll, slot) for slot in open_slots(poll))
    return [
        _("We are not sure which times of “%(title)s” suit you. Nothing was changed.") % title,
        *(f"{number}: {when}" for number, when, _elsewhere in lines),
        _("Write their numbers, as “1 and 2”, or “none” if none suits you. Or tick them here:"),
        tick_url(**ids),
    ]
