"""Sentences on what somebody answered."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Answer, Rsvp


def answered(rsvp: Rsvp) -> str:
    """Return what is said to who answered, in the language that is active."""
    if rsvp.answer == Answer.NO:
        return _("Thank you for saying so. You are not expected.")
    if rsvp.answer == Answer.MAYBE:
        return _("Thank you. Say yes or no as soon as you know.")
    if rsvp.waits_since is not None:
        return _("There is no room just now. You are on the waiting list, and hear from us.")
    said = _expected(rsvp.guests)
    late = _("We know that you come later.")
    return f"{said} {late}" if rsvp.is_late else said


def _expected(guests: int) -> str:
    if guests:
        return ngettext(
            "Thank you. You are expected, with one more person.",
            "Thank you. You are expected, with %(count)s more people.",
            guests,
        ) % {"count": guests}
    return _("Thank you. You are expected.")
