"""What can be found of meetings: title, purpose and place of each series, and notes that were sent."""

from collections import defaultdict
from collections.abc import Collection as Some
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import shown_name
from communities.models import Community, Membership
from core.addresses import address
from core.prepared import prepared_for_each
from meetings.models import (
    ActionItem,
    Decision,
    Meeting,
    MeetingNotes,
    NotesSection,
    NotesState,
    Series,
)
from search import kinds
from search.actions import refresh
from search.kinds import Document, Hit
from search.words import text_of

SERIES = "meeting"
NOTES = "notes"
MEETINGS = "meetings"


def register() -> None:
    """Let meetings be found; called from AppConfig.ready()."""
    kinds.register_kind(kinds.Kind(SERIES, gettext_lazy("Meeting"), _documents, _ids, _hits))
    notes = kinds.Kind(
        NOTES, gettext_lazy("Notes of meetings"), _notes_documents, _notes_ids, _notes_hits
    )
    kinds.register_kind(notes)


def refresh_series(series: Series) -> None:
    """Bring the index up to date about a series, and the notes of its meetings."""
    refresh(series.community, SERIES, [series.pk])
    sent = _sent_notes().filter(meeting__series=series.pk)
    if ids := list(sent.values_list("pk", flat=True)):
        refresh_notes(series.community, ids)


def refresh_notes(community: Community, ids: Some[int]) -> None:
    """Bring the index up to date about the notes of meetings."""
    refresh(community, NOTES, ids)


def _documents(community: Community, ids: Some[int]) -> list[Document]:
    there = Series.objects.filter(community=community, pk__in=ids, cancelled_at=None)
    return [
        Document(
            object_id=one.pk,
            audience_id=one.audience_id,
            title=one.title,
            text=_on_one_line(one.about, one.place_name, one.address),
            author_id=one.host_id,
            thread=f"series {one.pk}",
            place=MEETINGS,
            moment=one.changed_at,
            language=one.language,
        )
        for one in there.order_by("pk")
    ]


def _ids(community: Community, after: int, count: int) -> list[int]:
    there = Series.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(there.values_list("pk", flat=True)[:count])


def _hits(member: Membership, ids: Some[int]) -> dict[int, Hit]:
    slug = member.community.slug
    found = {}
    for pk, number, title, about, place, where, moment, name, email in _found(member, list(ids)):
        found[pk] = Hit(
            url=address("meetings:series", slug, number),
            title=title,
            text=_on_one_line(about, place, where),
            author=shown_name(name, email),
            moment=moment,
            place_kind=MEETINGS,
            place_label=_("Meetings"),
        )
    return found


@prepared_for_each("reader.standing")
def _found(reader: Membership, ids: list[int]) -> QuerySet[Series, tuple[Any, ...]]:
    there = Series.objects.visible_to(reader).filter(pk__any_of=ids, cancelled_at=None)
    return there.values_list(
        *("pk", "number", "title", "about", "place_name", "address", "changed_at"),
        *("host__user__display_name", "host__user__email"),
    )


def _on_one_line(*texts: str) -> str:
    return " ".join(" ".join(texts).split())


def _sent_notes() -> QuerySet[MeetingNotes]:
    return MeetingNotes.objects.filter(state=NotesState.SENT).exclude(meeting__state="skipped")


def _notes_documents(community: Community, ids: Some[int]) -> list[Document]:
    there = _sent_notes().filter(community=community, pk__in=ids)
    found = list(there.select_related("meeting__series").order_by("pk"))
    texts = _texts_of_notes([one.pk for one in found])
    return [
        Document(
            object_id=one.pk,
            audience_id=one.meeting.series.audience_id,
            title=one.meeting.name,
            text=texts[one.pk],
            author_id=None,
            thread=f"meeting notes {one.pk}",
            place=MEETINGS,
            moment=one.meeting.starts_at,
            language=one.meeting.series.language,
        )
        for one in found
    ]


def _notes_ids(community: Community, after: int, count: int) -> list[int]:
    there = _sent_notes().filter(community=community, pk__gt=after).order_by("pk")
    return list(there.values_list("pk", flat=True)[:count])


def _notes_hits(member: Membership, ids: Some[int]) -> dict[int, Hit]:
    seen = Meeting.objects.visible_to(member)
    found = list(
        _sent_notes()
        .filter(pk__in=ids, meeting__in=seen)
        .select_related("meeting__series", "reviewed_by__user")
    )
    texts = _texts_of_notes([one.pk for one in found])
    slug = member.community.slug
    return {
        one.pk: Hit(
            url=address("meetings:notes", slug, one.meeting.number),
            title=one.meeting.name,
            text=texts[one.pk],
            author=one.reviewed_by.name if one.reviewed_by else "",
            moment=one.meeting.starts_at,
            place_kind=MEETINGS,
            place_label=_("Notes of meetings"),
        )
        for one in found
    }


def _texts_of_notes(ids: Some[int]) -> dict[int, str]:
    """Return by notes what they say, on one line: decided, to be done, then what was said."""
    found: dict[int, str] = defaultdict(str)
    of_notes = {"section__notes__in": ids}
    decided = Decision.objects.filter(**of_notes).order_by("pk")
    to_do = ActionItem.objects.filter(**of_notes).order_by("pk")
    for rows in (decided, to_do):
        for pk, words in rows.values_list("section__notes", "words"):
            found[pk] += f" {words}"
    sections = NotesSection.objects.filter(notes__in=ids).order_by("position", "number")
    for pk, html in sections.values_list("notes", "html"):
        found[pk] += f" {text_of(html)}"
    return defaultdict(str, {pk: " ".join(text.split()) for pk, text in found.items()})
