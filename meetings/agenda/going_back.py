"""What a meeting said of a discussion goes back to it, as a post of whoever writes it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.actions import hold_if_needed, reply
from forums.models import HeldPost, Post, Topic
from meetings.models import AgendaItem, Meeting


class AlreadyBackError(Exception):
    """Somebody did so first; str() is a sentence for a person."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(
            _("What was said waits until a facilitator has read it.")
            if item.waits_back
            else _("Somebody has taken this back to its discussion already.")
        )


def check_not_back(item: AgendaItem) -> None:
    """Raise AlreadyBackError where what came of an item stands in its discussion, or waits to."""
    if item.came_back is not None or item.waits_back:
        raise AlreadyBackError(item)


def body_of(meeting: Meeting, words: str) -> str:
    """Return the post: the day with the way to the meeting, and what was said.

    It does not name the meeting: not everybody who reads the discussion was invited.
    """
    day = date_format(timezone.localtime(meeting.starts_at), "DATE_FORMAT")
    said = _("From our meeting on %(day)s") % {"day": day}
    return f"[{said}]({meeting.get_absolute_url()})\n\n{words}"


def take_back(
    item: AgendaItem, topic: Topic, words: str, *, by: Membership, form_key: UUID | None = None
) -> Post | HeldPost:
    """Post in its topic, from topic_or_404(), what was said of an item.

    One that is held back stands there once a facilitator has read it. Raises AlreadyBackError when
    that was done, and PostRefusedError with a sentence.
    """
    with transaction.atomic():
        # One at a time: two who were there both mean well.
        rows = AgendaItem.objects.select_for_update(no_key=True, of=["self"])
        held = rows.select_related("went_back", "held_back__post").get(pk=item.pk)
        check_not_back(held)
        body = body_of(item.meeting, words)
        # Who wrote in it without his name goes on so.
        hidden = topic.wrote_hidden
        if waiting := hold_if_needed(
            topic.forum, by=by, topic=topic, body=body, name_hidden=hidden, form_key=form_key
        ):
            held.held_back = waiting
            held.save(update_fields=["held_back"])
            return waiting
        post = reply(topic, by=by, body=body, name_hidden=hidden, form_key=form_key)
        held.went_back = post
        held.save(update_fields=["went_back"])
        return post
