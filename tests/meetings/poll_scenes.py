"""Searches for a time that tests make."""

from datetime import date, datetime, time
from typing import Any

from communities.models import Membership
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.finding.answering import answer_poll
from meetings.finding.asking import Question, ask_for_time
from meetings.finding.mails import KIND
from meetings.models import TimePoll, TimeReply, Way
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.scenes import ZONE, next_week
from tests.notifications.notice_scenes import work

# Days from now, at six in the evening.
DAYS = (10, 11, 12)


def starts(*days: int, hour: int = 18) -> list[datetime]:
    """Return starts on the clock of the poll, so many days from now."""
    return [datetime.combine(next_week(day), time(hour)) for day in days]


def question_for(cast: Cast, **changes: Any) -> Question:
    values: dict[str, Any] = {
        "title": "Table on buses",
        "audience": audience_chosen(cast.community, EVERYONE),
        "host": cast.fay,
        "language": "en",
        "time_zone": ZONE,
        "minutes": 90,
        "answer_by": next_week(7),
        "place_name": "Eastgate School",
    }
    return Question(**(values | changes))


def asked(cast: Cast, *, days: tuple[int, ...] = DAYS, **changes: Any) -> TimePoll:
    """Ask for a time; inside the scope."""
    question = question_for(cast, **changes)
    return ask_for_time(question, starts(*days), by=question.host)


def asks(cast: Cast, **changes: Any) -> TimePoll:
    """Ask, and let the worker write the mails."""
    with scope(cast.community):
        poll = asked(cast, **changes)
    work()
    return poll


def ticks(member: Membership, poll: TimePoll, *numbers: int, words: str = "") -> TimeReply:
    """Let a member answer on the page; inside the scope."""
    return answer_poll(poll, member, numbers, words=words, way=Way.PAGE)


def as_poll_form(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends to ask for a time: three evenings."""
    evenings: list[date] = [next_week(day) for day in DAYS]
    return {
        "title": "Table on buses",
        "audience": EVERYONE,
        "minutes": "90",
        "time_zone": ZONE,
        "format": "open",
        "language": cast.community.language,
        "place_name": "Eastgate School",
        "answer_by": next_week(7).isoformat(),
        "rows": "4",
        **{f"day_{n}": day.isoformat() for n, day in enumerate(evenings, 1)},
        **{f"begins_{n}": "18:00" for n in range(1, len(evenings) + 1)},
        **changes,
    }


def told_of(member: Membership) -> list[OutgoingMail]:
    """Return what the member was told of searches for a time, in order."""
    return list(OutgoingMail.objects.filter(kind=KIND, user=member.user_id).order_by("pk"))
