"""Who is asked for a time, and told what became of it: due work, a batch of people a turn.

A mail is the only one of its person, kind and key: a worker that is killed begins again where it was.
"""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from communities.due_work import put_off, register_due_work
from communities.models import Membership
from communities.querysets import MembershipQuerySet
from meetings.finding import promises
from meetings.finding.answering import open_slots
from meetings.finding.mails import (
    KIND,
    POLL,
    Message,
    asking_words,
    changed_words,
    choosing_words,
    closing_words,
    mails,
    more_words,
    reminding_words,
)
from meetings.finding.results import answers_of, times_of
from meetings.inviting.mails import Words
from meetings.inviting.people import reached, wanting
from meetings.inviting.telling import without_mail
from meetings.models import TimePoll, TimeReply
from notifications.outgoing import store

type WordsOf = Callable[[TimePoll], Words]


def ask(poll_id: int) -> None:
    """Ask everybody which times suit him."""
    if message := _asking(poll_id, "ask", asking_words):
        _tell(promises.ASK, message, _unanswered(message.poll))


def remind(poll_id: int) -> None:
    """Ask those once more who have said nothing."""
    if message := _asking(poll_id, "remind", reminding_words):
        _tell(promises.REMIND, message, _unanswered(message.poll))


def tell_more(poll_id: int) -> None:
    """Tell those who answered before the newest time was there; one mail of several."""
    message = _asking(poll_id, "more", more_words)
    if message is None:
        return
    newest = max(message.slots, key=lambda slot: slot.number)
    before = TimeReply.objects.filter(poll=poll_id, answered_at__lt=newest.created_at)
    people = _reached(message.poll).filter(pk__in=before.values("member"))
    _tell(promises.MORE, message, people)


def tell_changed(poll_id: int) -> None:
    """Tell those who answered before it was changed; what they ticked stays."""
    message = _asking(poll_id, "changed", changed_words)
    if message is None or message.poll.changed_at is None:
        return
    before = TimeReply.objects.filter(poll=poll_id, answered_at__lt=message.poll.changed_at)
    people = _reached(message.poll).filter(pk__in=before.values("member"))
    _tell(promises.CHANGED, message, people)


def tell_closed(poll_id: int) -> None:
    """Tell those who answered that there is no meeting."""
    poll = _poll(poll_id)
    if poll is None or poll.is_open or poll.series_id is not None:
        return
    message = Message(
        key=f"{poll.pk}/closed",
        poll=poll,
        slots=[],
        asks=False,
        words=partial(closing_words, poll),
    )
    answered = TimeReply.objects.filter(poll=poll)
    _tell(promises.CLOSED, message, _reached(poll).filter(pk__in=answered.values("member")))


def ask_to_choose(poll_id: int) -> None:
    """Tell its host that the day for answers is over, if there is still something to choose."""
    poll = _poll(poll_id)
    if poll is None or not poll.is_open or not open_slots(poll):
        return
    host = Membership.objects.active().filter(pk=poll.host_id)
    message = Message(
        key=f"{poll.pk}/choose",
        poll=poll,
        slots=[],
        asks=False,
        decides=True,
        words=lambda: choosing_words(
            poll, answers_of(poll, times_of(poll, poll.host), with_names=False)
        ),
    )
    _tell(promises.CHOOSE, message, wanting(host, poll.community, about=(POLL, poll.pk)))


def register() -> None:
    """Say who does what is promised; called from AppConfig.ready()."""
    handlers = {
        promises.ASK: ask,
        promises.REMIND: remind,
        promises.MORE: tell_more,
        promises.CHANGED: tell_changed,
        promises.CLOSED: tell_closed,
        promises.CHOOSE: ask_to_choose,
    }
    for kind, handler in handlers.items():
        register_due_work(kind, handler, queue="mail")


def _tell(kind: str, message: Message, people: MembershipQuerySet[Membership]) -> None:
    members, more = without_mail(people, kind=KIND, key=message.key)
    if members:
        store(list(mails(message, members)))
    if more:
        poll = message.poll
        put_off(kind, poll.pk, community=poll.community, until=timezone.now())


def _asking(poll_id: int, what: str, words: WordsOf) -> Message | None:
    """Return what asks, if there is still something to choose."""
    poll = _poll(poll_id)
    slots = open_slots(poll) if poll is not None and poll.is_open else []
    if poll is None or not slots:
        return None
    key = f"{poll.pk}/{what}"
    if what == "more":
        key += f"/{poll.last_number}"
    elif what == "changed" and poll.changed_at is not None:
        key += f"/{int(poll.changed_at.timestamp())}"
    return Message(key=key, poll=poll, slots=slots, asks=True, words=partial(words, poll))


def _poll(poll_id: int) -> TimePoll | None:
    return TimePoll.objects.filter(pk=poll_id).select_related("community", "host__user").first()


def _reached(poll: TimePoll) -> MembershipQuerySet[Membership]:
    return reached(poll.community, poll.audience_id, about=(POLL, poll.pk))


def _unanswered(poll: TimePoll) -> MembershipQuerySet[Membership]:
    answered = TimeReply.objects.filter(poll=poll)
    return _reached(poll).exclude(pk__in=answered.values("member"))
