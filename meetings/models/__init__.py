"""What is kept of meetings."""

from meetings.models.action_item import ActionItem, ActionState, Decision
from meetings.models.agenda import MOST_VOTES, AgendaItem, AgendaVote, ItemKind, ItemState
from meetings.models.answer import Answer, Rsvp, StandingAnswer, Way
from meetings.models.calendar_key import CalendarKey, new_key
from meetings.models.day_off import DayOff
from meetings.models.meeting import Meeting, State
from meetings.models.notes import MeetingNotes, NotesSection, NotesState, NotesVersion, SetAside
from meetings.models.series import Format, OnDaysOff, Series, SeriesUserObjectPermission

__all__ = [
    "MOST_VOTES",
    "ActionItem",
    "ActionState",
    "AgendaItem",
    "AgendaVote",
    "Answer",
    "CalendarKey",
    "DayOff",
    "Decision",
    "Format",
    "ItemKind",
    "ItemState",
    "Meeting",
    "MeetingNotes",
    "NotesSection",
    "NotesState",
    "NotesVersion",
    "OnDaysOff",
    "Rsvp",
    "Series",
    "SeriesUserObjectPermission",
    "SetAside",
    "StandingAnswer",
    "State",
    "Way",
    "new_key",
]
