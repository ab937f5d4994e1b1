"""Days that somebody types."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = 1900, 2200


def is_near_our_time(day: date) -> bool:
    """Return whether its year is no slip, and one that every clock reckons with."""
    return FIRST <= day.year <= LAST


def near_our_time(day: date) -> None:
    """Raise ValidationError for a year that can only be a slip."""
    if not is_near_our_time(day):
        raise ValidationError(_("Please look at the year once more."))
