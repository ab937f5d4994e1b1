"""What was decided, and who does what until when: written down, settled, taken out."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.models import Community, Membership
from meetings.models import ActionItem, ActionState, Decision, NotesSection, NotesState
from meetings.notes.changes import notes_changed
from meetings.notes.promises import promise_item
from moderation.record import record


def decide(section: NotesSection, words: str, *, by: Membership) -> Decision:
    """Write down a decision."""
    with transaction.atomic():
        made = Decision.objects.create(
            community_id=section.community_id, section=section, words=words, by=by
        )
        notes_changed(section.notes, [section])
    return made


def take_out_decision(decision: Decision, *, by: Membership) -> None:
    """Delete a decision; of notes that were sent, the record of acts keeps it."""
    with transaction.atomic():
        notes = decision.section.notes
        if notes.state == NotesState.SENT:
            record(by, "decision_taken_out", notes, note=decision.words)
        decision.delete()
        notes_changed(notes, [decision.section])


def take_on(
    section: NotesSection, words: str, *, owner: Membership, due_on: date, by: Membership
) -> ActionItem:
    """Write down that somebody does something until a day."""
    with transaction.atomic():
        # One at a time takes a number: the community's row is the queue.
        Community.objects.select_for_update(no_key=True).get(pk=section.community_id)
        there = ActionItem.objects.filter(community=section.community_id)
        item = ActionItem.objects.create(
            community=section.community,
            number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
            meeting=section.notes.meeting,
            section=section,
            words=words,
            owner=owner,
            due_on=due_on,
            by=by,
        )
        # Before that, he is not told: it may still be corrected.
        if section.notes.state == NotesState.SENT:
            promise_item(item)
        notes_changed(section.notes, [section])
    return item


def change_item(
    item: ActionItem, *, words: str, owner: Membership, due_on: date, by: Membership
) -> None:
    """Let it say something else, or be somebody else's; he is told once the notes are sent."""
    with transaction.atomic():
        held = held_item(item)
        is_anew = (held.owner_id, held.due_on) != (owner.pk, due_on)
        if held.owner_id != owner.pk:
            # Its number was among the other one's.
            held.told_as = None
        held.words, held.owner, held.due_on = words, owner, due_on
        if is_anew:
            held.reminded_on = None
        held.save(update_fields=["words", "owner", "due_on", "reminded_on", "told_as"])
        notes = held.section.notes
        if notes.state == NotesState.SENT:
            record(by, "item_changed", held.section.notes, note=words)
            if is_anew:
                promise_item(held)
        notes_changed(notes, [held.section])


def settle_item(
    item: ActionItem, state: ActionState, *, by: Membership, said: str | None = None
) -> ActionItem:
    """Say that it is done, not needed any more, or open again; return it as it stands.

    `said` is what its owner says of it; None leaves what he said before.
    """
    with transaction.atomic():
        held = held_item(item)
        is_new = held.state != state
        if said is not None:
            held.said = said
        if is_new:
            held.state = state
            held.settled_at = None if state == ActionState.OPEN else timezone.now()
            held.settled_by = None if state == ActionState.OPEN else by
        held.save(update_fields=["said", "state", "settled_at", "settled_by"])
        if is_new:
            if by.pk != held.owner_id:
                record(by, f"item_{state}", held.section.notes, note=held.words)
            if held.is_open and held.section.notes.state == NotesState.SENT:
                promise_item(held)
            notes_changed(held.section.notes, [held.section])
    return held


def held_item(item: ActionItem) -> ActionItem:
    """Return an item as it stands, held until the transaction ends, with all that it belongs to."""
    rows = ActionItem.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("section__notes", "meeting__series", "owner__user")
    held = rows.get(pk=item.pk)
    held.community = held.meeting.community = held.meeting.series.community = item.community
    held.section.community = held.section.notes.community = item.community
    held.section.notes.meeting = held.meeting
    return held
