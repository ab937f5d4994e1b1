"""What is kept of meetings."""

from meetings.models.action_item import ActionItem, ActionState, Decision
from meetings.models.agenda import (
    MOST_VOTES,
    AgendaItem,
    AgendaNews,
    AgendaVote,
    ItemKind,
    ItemState,
    NewsKind,
)
from meetings.models.answer import Answer, Rsvp, StandingAnswer, Way
from meetings.models.attendance import Attendance, Noted
from meetings.models.calendar_key import CalendarKey
from meetings.models.called_off import CalledOff
from meetings.models.day_off import DayOff
from meetings.models.feedback import Change, Feedback, Heard, Worth
from meetings.models.meeting import Meeting, State
from meetings.models.notes import MeetingNotes, NotesSection, NotesState, NotesVersion, SetAside
from meetings.models.recording import Recording
from meetings.models.series import Format, OnDaysOff, Series, SeriesUserObjectPermission
from meetings.models.series_file import SeriesFile
from meetings.models.time_poll import TimePoll, TimeReply, TimeSlot, TimeTick

__all__ = [
    "MOST_VOTES",
    "ActionItem",
    "ActionState",
    "AgendaItem",
    "AgendaNews",
    "AgendaVote",
    "Answer",
    "Attendance",
    "CalendarKey",
    "CalledOff",
    "Change",
    "DayOff",
    "Decision",
    "Feedback",
    "Format",
    "Heard",
    "ItemKind",
    "ItemState",
    "Meeting",
    "MeetingNotes",
    "NewsKind",
    "Noted",
    "NotesSection",
    "NotesState",
    "NotesVersion",
    "OnDaysOff",
    "Recording",
    "Rsvp",
    "Series",
    "SeriesFile",
    "SeriesUserObjectPermission",
    "SetAside",
    "StandingAnswer",
    "State",
    "TimePoll",
    "TimeReply",
    "TimeSlot",
    "TimeTick",
    "Way",
    "Worth",
]
