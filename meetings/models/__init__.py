"""What is kept of meetings."""

from meetings.models.answer import Answer, Rsvp, StandingAnswer, Way
from meetings.models.calendar_key import CalendarKey
from meetings.models.day_off import DayOff
from meetings.models.meeting import Meeting, State
from meetings.models.series import Format, OnDaysOff, Series, SeriesUserObjectPermission
from meetings.models.series_file import SeriesFile

__all__ = [
    "Answer",
    "CalendarKey",
    "DayOff",
    "Format",
    "Meeting",
    "OnDaysOff",
    "Rsvp",
    "Series",
    "SeriesFile",
    "SeriesUserObjectPermission",
    "StandingAnswer",
    "State",
    "Way",
]
