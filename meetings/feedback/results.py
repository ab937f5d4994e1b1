"""What came of asking: numbers, and words without names unless their writers said so."""

from dataclasses import dataclass

from django.db.models import Count, Q

from meetings.feedback.mails import ASK, mail_key
from meetings.models import Change, Feedback, Meeting, Worth
from notifications.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class Line:
    """How many gave one answer."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote; `name` is empty unless he said that it may stand there."""

    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Results:
    people: int
    asked: int
    worth: list[Line]
    change: list[Line]
    words: list[Words]


def results_of(meeting: Meeting) -> Results:
    """Return all that the host is shown: a handful of queries."""
    said = Feedback.objects.filter(meeting=meeting)
    counted = said.aggregate(
        people=Count("pk"),
        **{f"worth_{one}": Count("pk", filter=Q(worth=one)) for one in Worth.values},
        **{f"change_{one}": Count("pk", filter=Q(change=one)) for one in Change.values},
    )
    # By their text: the order in which they came would say who wrote what.
    written = said.exclude(words="").order_by("words", "pk").select_related("member__user")
    return Results(
        people=counted["people"],
        asked=OutgoingMail.objects.filter(kind=ASK, key=mail_key(meeting)).count(),
        worth=[Line(str(one.label), counted[f"worth_{one.value}"]) for one in Worth],
        change=[Line(str(one.label), counted[f"change_{one.value}"]) for one in Change],
        words=[Words(one.words, one.member.name if one.is_named else "") for one in written],
    )
