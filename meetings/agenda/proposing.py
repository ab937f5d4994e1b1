"""Proposing what a meeting talks about, and changing one's mind."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Topic
from meetings.agenda.locking import hold, next_number
from meetings.models import AgendaItem, ItemState, Meeting
from moderation.record import record

OPEN = (ItemState.PROPOSED, ItemState.TAKEN)
# Of one meeting: what more people want than this is another meeting.
MOST_OPEN = 100


class NotProposedError(Exception):
    """It cannot be proposed; str() is a sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody says of an item; a topic names it where the title is empty."""

    kind: str
    title: str = ""
    about: str = ""
    topic: Topic | None = None


def propose(
    meeting: Meeting, words: Words, *, by: Membership, form_key: UUID | None = None
) -> AgendaItem:
    """Propose something; the same form sent twice proposes it once. The proposer sees the topic.

    Raises NotProposedError where the discussion is there already, or too much is.
    """
    with transaction.atomic():
        hold(meeting)
        everywhere = AgendaItem.objects.filter(community=meeting.community_id)
        if form_key and (known := everywhere.filter(form_key=form_key).first()):
            return known
        is_open = everywhere.filter(meeting=meeting, state__in=OPEN)
        if words.topic is not None and is_open.filter(topic=words.topic).exists():
            raise NotProposedError(_("This discussion is proposed for that meeting already."))
        if is_open.count() >= MOST_OPEN:
            raise NotProposedError(
                _("This meeting has all the proposals it can hold. Take another one.")
            )
        return AgendaItem.objects.create(
            community_id=meeting.community_id,
            meeting=meeting,
            number=next_number(meeting),
            kind=words.kind,
            title=words.title,
            about=words.about,
            topic=words.topic,
            by=by,
            form_key=form_key,
        )


def change_words(item: AgendaItem, words: Words, *, by: Membership) -> None:
    """Change what is said of an item; of somebody else's, the record of acts knows."""
    before = (item.kind, item.title, item.about)
    item.kind, item.title, item.about = words.kind, words.title, words.about
    with transaction.atomic():
        item.save(update_fields=["kind", "title", "about"])
        if item.by_id != by.pk and before != (item.kind, item.title, item.about):
            record(by, "changed", item)


def set_time(item: AgendaItem, *, minutes: int | None, presenter: Membership | None) -> None:
    """Say how long an item takes, and who presents it."""
    with transaction.atomic():
        hold(item.meeting)
        item.minutes, item.presenter = minutes, presenter
        item.save(update_fields=["minutes", "presenter"])


def withdraw(item: AgendaItem) -> None:
    """Take one's own proposal back, for good, with the votes for it.

    Raises NotProposedError if it is on the agenda by now.
    """
    with transaction.atomic():
        hold(item.meeting)
        gone, _rows = AgendaItem.objects.filter(pk=item.pk, state=ItemState.PROPOSED).delete()
        if not gone:
            raise NotProposedError(
                _("This is on the agenda now. Ask the host of the meeting to change it.")
            )
