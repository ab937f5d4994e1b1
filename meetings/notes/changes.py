"""Who else must know when notes that were sent say something else: registered."""

from collections.abc import Callable, Sequence

from meetings.models import MeetingNotes, NotesSection, NotesState
from meetings.search_documents import refresh_notes

type Watcher = Callable[[MeetingNotes, Sequence[NotesSection]], None]
_watchers: list[Watcher] = []


def register_notes_watcher(watcher: Watcher) -> None:
    """Call this in the transaction of each change; called from AppConfig.ready()."""
    _watchers.append(watcher)


def notes_changed(notes: MeetingNotes, sections: Sequence[NotesSection]) -> None:
    """Say that these sections say something else; as long as nobody was sent them, nobody minds."""
    if notes.state != NotesState.SENT:
        return
    refresh_notes(notes.community, [notes.pk])
    for watcher in _watchers:
        watcher(notes, sections)
