"""The code at the door, and when the door is open."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.permissions import check_stands

DIGITS = 5
BEFORE = timedelta(minutes=30)
AFTER = timedelta(hours=2)


def door_code(meeting: Meeting) -> str:
    """Return the digits that open it: always the same ones of one meeting, kept nowhere."""
    number = int(salted_hmac("meetings.door", str(meeting.pk), algorithm="sha256").hexdigest(), 16)
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(meeting: Meeting, typed: str) -> bool:
    """Return whether somebody typed the code; spaces between its digits do not count."""
    return constant_time_compare("".join(typed.split()), door_code(meeting))


def opens_at(meeting: Meeting) -> datetime:
    """Return from when on people can be noted as there."""
    return meeting.starts_at - BEFORE


def is_open(meeting: Meeting, now: datetime | None = None) -> bool:
    """Return whether one can say oneself that one is there."""
    moment = now or timezone.now()
    return meeting.stands and opens_at(meeting) <= moment < meeting.ends_at + AFTER


def check_begun(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where nobody can have come (yet)."""
    check_stands(meeting)
    if timezone.now() < opens_at(meeting):
        at = date_format(timezone.localtime(opens_at(meeting)), "DATETIME_FORMAT")
        raise PermissionDenied(
            _("It is too early. From %(time)s on you can say so.") % {"time": at}
        )


def check_open(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where one cannot say so oneself."""
    check_begun(meeting)
    if not is_open(meeting):
        raise PermissionDenied(
            _("This meeting is over. Its host can still note that you were there.")
        )
