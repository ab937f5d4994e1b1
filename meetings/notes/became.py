"""What higher apps make of notes: registered, and shown on their page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communities.models import Membership
from meetings.models import MeetingNotes


@dataclass(frozen=True, slots=True)
class NotesMaker:
    """`made` gives title and address of what was made of notes; `begin` where one makes something.

    Both as far as the reader may: an empty address for who may not begin.
    """

    made: Callable[[Membership, MeetingNotes], Sequence[tuple[str, str]]]
    begin: Callable[[Membership, MeetingNotes], str]


_makers: list[NotesMaker] = []


def register_notes_maker(maker: NotesMaker) -> None:
    """Stand on the page of notes that were sent; called from AppConfig.ready()."""
    _makers.append(maker)


def made_of(notes: MeetingNotes, reader: Membership) -> list[tuple[str, str]]:
    """Return title and address of what was made of these notes, as far as the reader sees it."""
    return [one for maker in _makers for one in maker.made(reader, notes)]


def where_to_make(notes: MeetingNotes, reader: Membership) -> str:
    """Return where the reader makes something of these notes; empty if he may not."""
    return next((url for maker in _makers if (url := maker.begin(reader, notes))), "")
