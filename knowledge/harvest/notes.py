"""Notes of meetings as sources of quotations, once they were sent; and what they became."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from communities.due_work import due_many
from communities.models import Membership
from core.addresses import address
from knowledge.harvest.changed_sources import CHECK
from knowledge.harvest.posts import texts_of
from knowledge.harvest.source_kinds import SeenSource, Source, SourceKind, register_source_kind
from knowledge.kinds import State
from knowledge.models import Quotation
from knowledge.permissions import may_begin
from meetings.models import Meeting, MeetingNotes, NotesSection, NotesState
from meetings.notes.became import NotesMaker, register_notes_maker
from meetings.notes.changes import register_notes_watcher

# Whoever wrote in a section last is asked: he put it into these words.
NOTES = "meetings.notessection"


def quotable_sections() -> QuerySet[NotesSection]:
    """Return the sections that can be quoted: of notes that were sent, with words and who wrote them."""
    sent = NotesSection.objects.filter(notes__state=NotesState.SENT, by__isnull=False)
    return sent.exclude(html="")


def _now(ids: Collection[int]) -> Mapping[int, Source]:
    return _sources(NotesSection.objects.filter(pk__in=ids))


def _locked(ids: Collection[int]) -> Mapping[int, Source]:
    """Return them while nobody can change one."""
    sections = NotesSection.objects.filter(pk__in=ids).order_by("pk")
    return _sources(sections.select_for_update(of=("self",), no_key=True))


def _sources(sections: QuerySet[NotesSection, Any]) -> dict[int, Source]:
    return {
        one.pk: Source(
            author_id=one.by_id,
            name_hidden=False,
            whole_id=one.notes_id,
            audience_id=one.notes.meeting.series.audience_id,
            texts=texts_of(one.html) if one.notes.state == NotesState.SENT and one.html else (),
        )
        for one in sections.select_related("notes__meeting__series")
        if one.by_id is not None
    }


def _seen(member: Membership, ids: Collection[int]) -> Mapping[int, SeenSource]:
    seen = Meeting.objects.visible_to(member)
    rows = NotesSection.objects.filter(pk__in=ids, notes__meeting__in=seen)
    slug = member.community.slug
    found = {}
    for one in rows.select_related("notes__meeting__series"):
        meeting = one.notes.meeting
        page = address("meetings:notes", slug, meeting.number)
        url = f"{page}#section-{one.number}" if one.html else ""
        found[one.pk] = SeenSource(meeting.name, url)
    return found


def _changed(notes: MeetingNotes, sections: Sequence[NotesSection]) -> None:
    quoting = Quotation.objects.filter(kind=NOTES, object_id__in=[one.pk for one in sections])
    if ids := sorted(set(quoting.values_list("resource_id", flat=True))):
        due_many(CHECK, ids, community=notes.community)


def _made(reader: Membership, notes: MeetingNotes) -> list[tuple[str, str]]:
    published = Q(
        resource__state=State.PUBLISHED, resource__audience_id__any_of=reader.audience_ids
    )
    quoting = Quotation.objects.filter(published | Q(resource__owner=reader), kind=NOTES)
    rows = quoting.filter(whole_id=notes.pk).values_list("resource__number", "resource__title")
    slug = reader.community.slug
    return [
        (title, address("knowledge:resource", slug, number)) for number, title in sorted(set(rows))
    ]


def _begin(reader: Membership, notes: MeetingNotes) -> str:
    if not may_begin(reader) or reader.is_paused:
        return ""
    return address("knowledge:harvest_notes", reader.community.slug, notes.meeting.number)


def register() -> None:
    """Let notes be quoted; called from AppConfig.ready()."""
    register_source_kind(SourceKind(NOTES, _now, _locked, _seen))
    register_notes_watcher(_changed)
    register_notes_maker(NotesMaker(_made, _begin))
