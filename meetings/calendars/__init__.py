"""Calendar files, out and in: RFC 5545 (iCalendar) and RFC 5546 (iTIP). No models.

events.py says what a calendar is told, writing.py makes bytes of it with lines.py and zones.py,
answers.py reads what calendar programs answer.
"""

from .answers import CalendarAnswer, answered_slot, read_answers
from .events import Answer, Event, Method, Override, Person
from .writing import feed, invitation

__all__ = [
    "Answer",
    "CalendarAnswer",
    "Event",
    "Method",
    "Override",
    "Person",
    "answered_slot",
    "feed",
    "invitation",
    "read_answers",
]
