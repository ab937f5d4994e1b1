"""The agenda as its pages and mails show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from core.addresses import address
from meetings.agenda.names import names_for
from meetings.agenda.ordering import length_of, version_of
from meetings.agenda.permissions import is_own_proposal, may_take_back
from meetings.models import MOST_VOTES, AgendaItem, ItemKind, ItemState, Meeting


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item for one reader."""

    id: int
    number: int
    kind: str
    kind_label: str
    title: str
    about: str
    topic_url: str
    """Empty where there is no discussion, or the reader does not see it."""
    presenter: str
    by: str
    minutes: int | None
    begins: str
    """ "6:10 p.m." on the clock that is active; empty where something before it has no length."""
    votes: int
    is_wanted: bool
    """Whether the reader gave it a vote."""
    is_own: bool
    """Whether the reader proposed it and may still change it."""
    went_back_url: str
    """Where what came of it stands, for who sees the discussion."""
    waits_back: bool
    """Whether that waits for a facilitator, for who sees the discussion."""
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a meeting for one reader."""

    items: list[ItemRow]
    proposed: list[ItemRow]
    """What most want to talk about first; of two, what was proposed first."""
    put_off: list[ItemRow]
    removed: list[ItemRow]
    planned: int
    """The minutes of what is on it."""
    untimed: int
    """How many items have no length yet."""
    length: int
    """The minutes of the meeting."""
    given: int
    """How many votes the reader gave."""
    version: str

    @property
    def too_long(self) -> int:
        """By how many minutes it is too long; 0 if it is not."""
        return max(0, self.planned - self.length)

    @property
    def left(self) -> int:
        """How many votes the reader has left. Those for what was put off came along."""
        return max(0, MOST_VOTES - self.given)

    @property
    def has_parts(self) -> bool:
        """Whether the agenda of a form is on it."""
        return any(row.kind == ItemKind.PART for row in self.items)


def agenda_of(meeting: Meeting, reader: Membership, *, hosts: bool = False) -> Agenda:
    """Return what the reader sees of the agenda: one query, one more where discussions are on it."""
    items = items_of(meeting, reader)
    by_state: dict[str, list[AgendaItem]] = {state: [] for state in ItemState.values}
    for item in items:
        by_state[item.state].append(item)
    taken = sorted(by_state[ItemState.TAKEN], key=lambda one: (one.position or 0, one.pk))
    proposed = sorted(by_state[ItemState.PROPOSED], key=lambda one: (-one.votes, one.pk))
    rows = _rows(items, clock_times(meeting, taken), reader, hosts=hosts)
    return Agenda(
        items=[rows[one.pk] for one in taken],
        proposed=[rows[one.pk] for one in proposed],
        put_off=[rows[one.pk] for one in by_state[ItemState.PUT_OFF]],
        removed=[rows[one.pk] for one in by_state[ItemState.REMOVED]],
        planned=sum(one.minutes or 0 for one in taken),
        untimed=sum(one.minutes is None for one in taken),
        length=length_of(meeting),
        given=sum(one.is_wanted for one in items),
        version=version_of(taken),
    )


def items_of(meeting: Meeting, reader: Membership) -> list[AgendaItem]:
    """Return all its items with what a row wants of them: one query."""
    found = AgendaItem.objects.filter(meeting=meeting).with_votes(reader).order_by("pk")
    items = list(
        found.select_related("topic", "presenter__user", "by__user", "went_back", "held_back__post")
    )
    for one in items:
        one.meeting = meeting
    return items


def clock_times(meeting: Meeting, taken: Sequence[AgendaItem]) -> dict[int, str]:
    """Return when each of these, in their order, begins; as far as it is known."""
    begins, times = meeting.starts_at, {}
    for item in taken:
        times[item.pk] = date_format(timezone.localtime(begins), "TIME_FORMAT")
        if item.minutes is None:
            break
        begins += timedelta(minutes=item.minutes)
    return times


def later_places(rows: Iterable[ItemRow], reader: Membership) -> dict[int, str]:
    """Return where what was put off is proposed now, by its id, as far as the reader sees: one query."""
    ids = [row.id for row in rows]
    if not ids:
        return {}
    seen = Meeting.objects.visible_to(reader)
    later = AgendaItem.objects.filter(continues__in=ids, meeting__in=seen)
    slug = reader.community.slug
    return {
        row.continues_id or 0: address("meetings:agenda", slug, row.meeting.number)
        for row in later.select_related("meeting")
    }


def _rows(
    items: Sequence[AgendaItem], begins: dict[int, str], reader: Membership, *, hosts: bool
) -> dict[int, ItemRow]:
    names = names_for(items, reader)
    rows = {}
    for one in items:
        name = names[one.pk]
        back = one.came_back
        rows[one.pk] = ItemRow(
            id=one.pk,
            number=one.number,
            kind=one.kind,
            kind_label=str(ItemKind(one.kind).label),
            title=name.title,
            about=one.about,
            topic_url=name.topic_url,
            presenter=one.presenter.name if one.presenter else "",
            by=one.by.name,
            minutes=one.minutes,
            begins=begins.get(one.pk, ""),
            votes=one.votes,
            is_wanted=one.is_wanted,
            is_own=is_own_proposal(reader, one),
            went_back_url=f"{name.topic_url}posts/{back.number}/"
            if back is not None and name.topic_url
            else "",
            waits_back=one.waits_back and bool(name.topic_url),
            may_take_back=back is None
            and not one.waits_back
            and bool(name.topic_url)
            and may_take_back(reader, one, hosts=hosts),
        )
    return rows
