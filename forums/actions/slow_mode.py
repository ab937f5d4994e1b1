"""Letting everybody write one post every so many minutes, in a topic or a whole forum."""

from django.db import transaction

from communities.models import Membership
from forums.models import Forum, Topic
from moderation.record import record


def set_slow_mode(place: Topic | Forum, *, by: Membership, minutes: int) -> None:
    """Let each member write one post every so many minutes; 0: as many as he likes."""
    with transaction.atomic():
        current = type(place)._default_manager.select_for_update(no_key=True).get(pk=place.pk)
        if current.slow_minutes == minutes:
            return
        current.slow_minutes = minutes
        current.save(update_fields=["slow_minutes"])
        record(by, "slowed" if minutes else "unslowed", current, note=_note(minutes))


def _note(minutes: int) -> str:
    return f"{minutes} min" if minutes else ""
