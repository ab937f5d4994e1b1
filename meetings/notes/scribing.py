"""Writing a section: one scribe at a time, and no word lost when two of them meet."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from communities.models import Membership
from core import markdown
from meetings.models import MeetingNotes, NotesSection, NotesVersion, SetAside
from meetings.notes.changes import notes_changed
from meetings.notes.permissions import may_write_notes

# What one scribe saves within this time is one version.
STRETCH = timedelta(minutes=5)
# Unless he took away more than so many letters meanwhile.
TAKEN_AWAY = 80
_IN_ORDER = "SELECT 1 FROM communities_community WHERE id = %s FOR KEY SHARE"


class HasScribeError(Exception):
    """Somebody else writes there just now; `section` says who."""

    def __init__(self, section: NotesSection) -> None:
        super().__init__(f"{section} has a scribe")
        self.section = section


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of words: they stand in the section, or were set aside."""

    section: NotesSection
    is_aside: bool = False


def take_section(
    section: NotesSection, *, by: Membership, from_id: int | None = None
) -> NotesSection:
    """Make a member its scribe, and return it as it stands.

    `from_id` is the scribe from whom he takes it over, as he saw it. Raises HasScribeError where
    somebody else writes there, whom he did not know of.
    """
    with transaction.atomic():
        held = held_section(section)
        if held.scribe_id != by.pk and held.has_scribe() and held.scribe_id != from_id:
            raise HasScribeError(held)
        now = timezone.now()
        if held.scribe_id != by.pk:
            held.scribe, held.scribe_since = by, now
        held.scribe_seen_at = now
        held.save(update_fields=["scribe", "scribe_since", "scribe_seen_at"])
    return held


def leave_section(section: NotesSection, *, by: Membership) -> None:
    """Let others write there, if the member is its scribe."""
    mine = NotesSection.objects.filter(pk=section.pk, scribe=by)
    mine.update(scribe=None, scribe_since=None, scribe_seen_at=None)


def seen_writing(section: NotesSection, *, by: Membership) -> bool:
    """Note that its scribe is still there; return False if the member is not its scribe (any more)."""
    mine = NotesSection.objects.filter(pk=section.pk, scribe=by)
    return bool(mine.update(scribe_seen_at=timezone.now()))


def save_section(
    section: NotesSection, text: str, *, by: Membership, base: int, page_key: UUID
) -> Saved:
    """Keep what a member wrote in it, going on from the version `base` on this page.

    It is set aside if somebody else is its scribe, if the text is another one by now, or if only
    hosts may write there: what stands there is never written over.
    """
    text = tidied(text)
    with transaction.atomic():
        held = held_section(section)
        if text == held.text:
            _seen(held, by)
            return Saved(held)
        goes_on = held.version == base or (held.page_key == page_key and held.by_id == by.pk)
        is_free = held.scribe_id in (by.pk, None) or not held.has_scribe()
        if not (goes_on and is_free and may_write_notes(by, held.notes)):
            _set_aside(held, text, by=by, base=base, page_key=page_key)
            return Saved(held, is_aside=True)
        if held.scribe_id != by.pk:
            held.scribe, held.scribe_since = by, timezone.now()
        write(held, text, by=by, page_key=page_key)
        # What was set aside on this page stands in it now.
        SetAside.objects.filter(section=held, by=by, page_key=page_key).delete()
    return Saved(held)


def put_in(aside: SetAside, *, by: Membership) -> NotesSection:
    """Put words that were set aside behind what stands in the section.

    Raises HasScribeError while somebody else writes there, ValueError where there is no room.
    """
    with transaction.atomic():
        held = held_section(aside.section)
        if held.scribe_id != by.pk and held.has_scribe():
            raise HasScribeError(held)
        # Of two who put it in, the second one finds nothing.
        words = list(SetAside.objects.select_for_update().filter(pk=aside.pk))
        if words:
            together = f"{held.text}\n\n{words[0].text}".strip()
            markdown.check_source(together)
            write(held, together, by=by, page_key=None)
            words[0].delete()
    return held


def held_section(section: NotesSection) -> NotesSection:
    """Return the section as it stands, held until the transaction ends, with its notes and meeting."""
    with connection.cursor() as cursor:
        # Who makes something of notes holds the community, then them: in the same order as here.
        cursor.execute(_IN_ORDER, [section.community_id])
    rows = NotesSection.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("notes__meeting__series", "scribe__user").get(pk=section.pk)
    held.community = held.notes.community = held.notes.meeting.community = section.community
    held.notes.meeting.series.community = section.community
    return held


def write(held: NotesSection, text: str, *, by: Membership, page_key: UUID | None) -> None:
    """Let a held section say this, and keep it as a version."""
    now = timezone.now()
    before = held.text
    held.text, held.html = text, markdown.render(text)
    held.renderer_version = markdown.RENDERER_VERSION
    held.version += 1
    held.by, held.page_key, held.changed_at = by, page_key, now
    if held.scribe_id == by.pk:
        held.scribe_seen_at = now
    held.save()
    _keep_version(held, before, by=by)
    notes_changed(held.notes, [held])


def tidied(text: str) -> str:
    """Return what was typed, with the line breaks of all systems alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def sections_of(notes: MeetingNotes) -> list[NotesSection]:
    """Return its sections in order, with their scribes and the notes."""
    rows = NotesSection.objects.filter(notes=notes).select_related(
        "scribe__user", "by__user", "item"
    )
    found = list(rows.order_by("position", "number"))
    for one in found:
        one.notes, one.community = notes, notes.community
    return found


def _seen(held: NotesSection, by: Membership) -> None:
    if held.scribe_id == by.pk:
        held.scribe_seen_at = timezone.now()
        held.save(update_fields=["scribe_seen_at"])


def _keep_version(held: NotesSection, before: str, *, by: Membership) -> None:
    """Keep the text: as another version, or as the last one of the same stretch of writing."""
    now = timezone.now()
    last = NotesVersion.objects.filter(section=held).order_by("-number").first()
    if (
        last is not None
        and last.by_id == by.pk
        and last.text == before
        and last.begun_at > now - STRETCH
        and len(held.text) > len(before) - TAKEN_AWAY
    ):
        last.number, last.text, last.saved_at = held.version, held.text, now
        last.save(update_fields=["number", "text", "saved_at"])
        return
    NotesVersion.objects.create(
        community_id=held.community_id,
        section=held,
        number=held.version,
        text=held.text,
        by=by,
        begun_at=now,
        saved_at=now,
    )


def _set_aside(held: NotesSection, text: str, *, by: Membership, base: int, page_key: UUID) -> None:
    if text:
        SetAside.objects.update_or_create(
            section=held,
            by=by,
            page_key=page_key,
            defaults={
                "community_id": held.community_id,
                "text": text,
                "base": base,
                "saved_at": timezone.now(),
            },
        )
