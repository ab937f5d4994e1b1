"""Saying how a meeting was: once a member, changeable for some weeks, whichever way it comes."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import Feedback, Meeting

OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """None is what is not said now, and stays as it was."""

    worth: str | None = None
    change: str | None = None
    words: str | None = None
    is_named: bool | None = None


def check_open(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where nothing can be said (any more)."""
    if not meeting.stands:
        raise PermissionDenied(_("This meeting was cancelled. You need not do anything."))
    if not meeting.is_past():
        raise PermissionDenied(_("This meeting is not over yet. You are asked after it."))
    if not is_open(meeting):
        raise PermissionDenied(_("That was more than a month ago. Its host has read the answers."))


def is_open(meeting: Meeting) -> bool:
    """Return whether one can say how it was."""
    over_for = timezone.now() - meeting.ends_at
    return meeting.stands and timedelta(0) <= over_for < OPEN_FOR


def say(meeting: Meeting, member: Membership, said: Said) -> Feedback:
    """Keep it. Raises PermissionDenied with a sentence."""
    check_open(meeting)
    with transaction.atomic():
        values = {
            name: value
            for name in ("worth", "change", "words", "is_named")
            if (value := getattr(said, name)) is not None
        }
        kept, _made = Feedback.objects.update_or_create(
            meeting=meeting,
            member=member,
            defaults={
                "community_id": meeting.community_id,
                "said_at": timezone.now(),
                **values,
            },
        )
    return kept
