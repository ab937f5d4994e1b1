"""The life of a resource: who sees it; draft, in review, published, archived; looked at again."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from communities.due_work import due
from communities.models import Audience, Membership
from knowledge.actions.writing import change_resource
from knowledge.content import content_of
from knowledge.dates import in_a_year
from knowledge.harvest.agreement import ask_anew, check_agreed
from knowledge.kinds import State
from knowledge.models import Resource
from knowledge.search_documents import refresh_resource
from knowledge.telling.life import (
    REVIEW,
    note_day,
    tell_archived,
    tell_published,
    tell_sent_back,
)
from moderation.record import record

# What must be as it was read when somebody publishes it.
AS_READ = ("state", "version", "audience_id")


def show_to(resource: Resource, audience: Audience, *, by: Membership) -> None:
    """Let another audience see it; of one that is published it goes into the record."""
    with transaction.atomic():
        current = Resource.objects.select_for_update().get(pk=resource.pk)
        if current.audience_id == audience.pk:
            return
        before = current.audience_id
        current.community, current.audience = resource.community, audience
        current.save(update_fields=["audience"])
        ask_anew(current, before=before)
        if current.shown_from is not None:
            record(by, "audience_changed", current)
        refresh_resource(current)


def send_to_review(resource: Resource) -> None:
    """Ask the facilitators to look at it."""
    with transaction.atomic():
        if _move(resource, State.REVIEW, allowed=(State.DRAFT,), note=""):
            due(REVIEW, resource.pk, community=resource.community)


def take_back(resource: Resource) -> None:
    """Make it a draft again, before anybody has decided."""
    _move(resource, State.DRAFT, allowed=(State.REVIEW,))


def send_back(resource: Resource, *, by: Membership, words: str) -> None:
    """Give it back to its authors, who read the words on its page."""
    with transaction.atomic():
        if _move(resource, State.DRAFT, allowed=(State.REVIEW,), note=words, by=by):
            record(by, "sent_back", resource, note=words)
            tell_sent_back(resource, words, by=by)


def publish(resource: Resource, *, by: Membership, at: datetime | None = None) -> bool:
    """Let its audience see it, and find it. `at` is when, if not now.

    Return False, and do nothing, if it is not any more as `by` has read it: taken back, changed, or
    for others. Raises NotAgreedError with a sentence, as long as those whom it quotes must be heard.
    """
    with transaction.atomic():
        current = Resource.objects.select_for_update().get(pk=resource.pk)
        if any(getattr(current, name) != getattr(resource, name) for name in AS_READ):
            return False
        check_agreed(resource)
        if not _move(
            resource, State.PUBLISHED, allowed=(State.DRAFT, State.REVIEW), note="", at=at
        ):
            return False
        record(by, "published", resource)
        tell_published(resource, by=by)
        note_day(resource)
    return True


def bring_into_state(
    resource: Resource, state: State, *, by: Membership, at: datetime | None, words: str
) -> None:
    """Bring a draft that came from elsewhere into its state; nobody gets a mail of hundreds.

    `at` is when it was published, if not now, and `words` why it was archived. A day on which it
    should have been looked at, and which is over, stands in the list.
    """
    with transaction.atomic():
        if state == State.REVIEW:
            _move(resource, State.REVIEW, allowed=(State.DRAFT,))
        if state not in {State.PUBLISHED, State.ARCHIVED}:
            return
        _move(resource, State.PUBLISHED, allowed=(State.DRAFT,), at=at)
        record(by, "published", resource)
        if state == State.ARCHIVED:
            _move(resource, State.ARCHIVED, allowed=(State.PUBLISHED,), note=words, by=by)
        elif resource.review_by and resource.review_by > timezone.localdate():
            note_day(resource)


def archive(resource: Resource, *, by: Membership, words: str) -> None:
    """Take it out of lists and search; who has its address still reads it, with the words on top."""
    with transaction.atomic():
        if _move(resource, State.ARCHIVED, allowed=(State.PUBLISHED,), note=words, by=by):
            record(by, "archived", resource, note=words)
            tell_archived(resource, words, by=by)


def put_back(resource: Resource, *, by: Membership) -> None:
    """Put what was archived back into the library."""
    with transaction.atomic():
        if _move(resource, State.PUBLISHED, allowed=(State.ARCHIVED,), note=""):
            record(by, "put_back", resource)
            note_day(resource)


def review_again(resource: Resource, until: date, *, by: Membership) -> None:
    """Say that it still holds, until another day: a version of its own."""
    with transaction.atomic():
        # Who presses at the same time waits here, and then has nothing to change.
        current = Resource.objects.select_for_update().with_labels().get(pk=resource.pk)
        content = replace(content_of(current), review_by=until)
        change_resource(resource, content, by=by, began_from=current.version)


def found_to_hold(resource: Resource, *, by: Membership) -> bool:
    """Say of what is due, and as `by` has read it, that it holds for a year more.

    Return False, and do nothing, if it is not due any more, or somebody changed it.
    """
    with transaction.atomic():
        current = Resource.objects.select_for_update().get(pk=resource.pk)
        if current.version != resource.version or not current.is_due:
            return False
        review_again(resource, in_a_year(), by=by)
    return True


def _move(
    resource: Resource,
    state: State,
    *,
    allowed: tuple[State, ...],
    note: str | None = None,
    by: Membership | None = None,
    at: datetime | None = None,
) -> bool:
    """Bring it into a state; return False if somebody else has moved it meanwhile.

    `by` is whose words the note is.
    """
    with transaction.atomic():
        current = Resource.objects.select_for_update().get(pk=resource.pk)
        if current.state not in allowed:
            return False
        current.community, current.state = resource.community, state
        if note is not None:
            current.note, current.note_by = note, by
        if state == State.PUBLISHED and current.shown_from is None:
            current.shown_from = current.version
            current.published_at = current.placed_at = at or timezone.now()
        current.save(
            update_fields=["state", "note", "note_by", "shown_from", "published_at", "placed_at"],
        )
        refresh_resource(current)
    resource.state, resource.note = current.state, current.note
    return True
