"""Days that somebody types."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = 1900, 2200


def near_our_time(day: date) -> None:
    """Raise ValidationError for a year that can only be a slip, and that no clock reckons with."""
    if not FIRST <= day.year <= LAST:
        raise ValidationError(_("Please look at the year once more."))
