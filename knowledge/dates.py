"""Days that somebody types, and the one that is proposed to him."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST, LAST = 1900, 2200
YEAR = timedelta(days=365)


def is_near_our_time(day: date) -> bool:
    """Return whether its year is no slip, and one that every clock reckons with."""
    return FIRST <= day.year <= LAST


def near_our_time(day: date) -> None:
    """Raise ValidationError for a year that can only be a slip."""
    if not is_near_our_time(day):
        raise ValidationError(_("Please look at the year once more."))


def in_a_year() -> date:
    """Return when somebody looks again at what is begun, or found to hold, today."""
    return timezone.localdate() + YEAR
