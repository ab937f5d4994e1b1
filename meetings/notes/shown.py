"""Notes as their pages show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from meetings.models import (
    ActionItem,
    ActionState,
    Decision,
    Meeting,
    MeetingNotes,
    NotesSection,
    NotesState,
    SetAside,
)
from meetings.notes.scribing import sections_of
from meetings.notes.titles import section_titles


@dataclass(frozen=True, slots=True)
class ItemRow:
    """Who does what until when."""

    item: ActionItem
    url: str
    owner: str
    is_late: bool
    is_mine: bool
    meeting: str = ""
    """What meeting it is of, in lists of several."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with what was decided in it; `writes` is the name of who does so now."""

    section: NotesSection
    title: str
    url: str
    scribe: str
    is_mine: bool
    changed_since: bool
    """It says something else than when it was sent."""
    decisions: list[Decision] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    asides: list[SetAside] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.section.html or self.decisions or self.items)


def section_rows(notes: MeetingNotes, reader: Membership) -> list[SectionRow]:
    """Return its sections in order: five queries for any number."""
    sections = sections_of(notes)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(section__notes=notes).order_by("pk"):
        decisions[decision.section_id].append(decision)
    items: dict[int, list[ItemRow]] = defaultdict(list)
    found = ActionItem.objects.filter(section__notes=notes).select_related("owner__user")
    for item in found.order_by("number"):
        items[item.section_id].append(item_row(item, reader))
    asides: dict[int, list[SetAside]] = defaultdict(list)
    kept = SetAside.objects.filter(section__notes=notes).select_related("by__user")
    for aside in kept.order_by("pk"):
        asides[aside.section_id].append(aside)
    now = timezone.now()
    titles = section_titles(sections, reader)
    return [
        SectionRow(
            section=one,
            title=titles[one.pk],
            url=section_url(one),
            scribe=one.scribe.name if one.scribe and one.has_scribe(now) else "",
            is_mine=one.scribe_id == reader.pk,
            changed_since=changed_since(one),
            decisions=decisions[one.pk],
            items=items[one.pk],
            asides=asides[one.pk],
        )
        for one in sections
    ]


def section_url(section: NotesSection) -> str:
    """Return the address of a section's page; its notes have their meeting."""
    community = section.community
    return address("meetings:section", community.slug, section.notes.meeting.number, section.number)


def changed_since(section: NotesSection) -> bool:
    """Return whether it says something else than what was sent."""
    sent, changed = section.notes.sent_at, section.changed_at
    is_sent = section.notes.state == NotesState.SENT
    return is_sent and sent is not None and changed is not None and changed > sent


def item_row(item: ActionItem, reader: Membership, *, meeting: str = "") -> ItemRow:
    """Return an item that was fetched with its owner as lists show it."""
    return ItemRow(
        item=item,
        url=address("meetings:action", reader.community.slug, item.number),
        owner=item.owner.name if item.owner else _("Nobody has it now"),
        is_late=item.is_open and item.due_on < timezone.localdate(),
        is_mine=item.owner_id == reader.pk,
        meeting=meeting,
    )


def open_from_before(meeting: Meeting, reader: Membership) -> list[ItemRow]:
    """Return what is still to be done from earlier meetings of the series: one query.

    Also of what the series goes on from, two changes back.
    """
    series = Q(meeting__series=meeting.series_id)
    series |= Q(meeting__series__continued_by=meeting.series_id)
    series |= Q(meeting__series__continued_by__continued_by=meeting.series_id)
    found = ActionItem.objects.filter(
        series, state=ActionState.OPEN, meeting__starts_at__lt=meeting.starts_at
    )
    rows = found.select_related("owner__user").order_by("due_on", "number").distinct()
    return [item_row(one, reader) for one in rows]


def writing_since(section: NotesSection) -> datetime | None:
    """Return since when its scribe writes, on the reader's clock."""
    return timezone.localtime(section.scribe_since) if section.scribe_since else None
