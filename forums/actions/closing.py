"""Locking a topic and pinning it, and taking both back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Forum, Topic
from moderation.conflicts import AlreadyDoneError
from moderation.record import record


def lock_topic(topic: Topic, *, by: Membership, note: str = "") -> None:
    """Close a topic to members' replies; `note` is for them. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _locked(topic)
        if current.locked_at:
            raise AlreadyDoneError(_("This topic was closed a moment ago by somebody else."))
        current.lock(note=note)
        record(by, "locked", current, note=note)


def unlock_topic(topic: Topic, *, by: Membership) -> None:
    """Take replies again. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _locked(topic)
        if current.locked_at is None:
            raise AlreadyDoneError(_("This topic was opened again a moment ago by somebody else."))
        current.unlock()
        record(by, "unlocked", current)


def pin_topic(topic: Topic, *, by: Membership, until: datetime) -> None:
    """Let a topic stand first in its forum's list until then."""
    with transaction.atomic():
        current = _locked(topic)
        current.pinned_until = until
        current.save(update_fields=["pinned_until"])
        note_pins(current.forum_id)
        record(by, "pinned", current)


def unpin_topic(topic: Topic, *, by: Membership) -> None:
    """Let a topic stand where its newest post puts it. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _locked(topic)
        if not current.is_pinned:
            raise AlreadyDoneError(_("This topic is not pinned any more."))
        current.pinned_until = None
        current.save(update_fields=["pinned_until"])
        note_pins(current.forum_id)
        record(by, "unpinned", current)


def note_pins(forum_id: int) -> None:
    """Note on the forum until when its list has to ask for pinned topics."""
    pinned = Topic.objects.filter(forum_id=forum_id, pinned_until__isnull=False)
    last = pinned.aggregate(last=Max("pinned_until"))["last"]
    Forum.objects.filter(pk=forum_id).update(pinned_until=last)


def _locked(topic: Topic) -> Topic:
    """Return the topic as it is now; others wait until this is done."""
    return Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
