"""Proposing what a meeting talks about, and changing one's mind."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Topic
from meetings.agenda.locking import hold, next_number
from meetings.agenda.promises import promise_presenter
from meetings.models import AgendaItem, ItemState, Meeting
from moderation.record import record

OPEN = (ItemState.PROPOSED, ItemState.TAKEN)
# Of one meeting: what more people want than this is another meeting.
MOST_OPEN = 100


class NotProposedError(Exception):
    """It cannot be proposed; str() is a sentence for a person."""


class ItemChangedError(Exception):
    """Somebody else changed the item since the form was shown; `there` is how it stands."""

    def __init__(self, there: AgendaItem) -> None:
        super().__init__("changed meanwhile")
        self.there = there


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """What only a host says of an item: how long it takes, and who presents it."""

    minutes: int | None
    presenter: Membership | None


# What a form says of an item.
SAID = ("kind", "title", "about", "minutes", "presenter")


def stamp(item: AgendaItem) -> str:
    """Return what a form says of an item, in the order of SAID, to tell one state from another."""
    return json.dumps([str(item.kind), item.title, item.about, item.minutes, item.presenter_id])


def change_item(
    item: AgendaItem, words: Words, *, time: Time | None, seen: str, by: Membership
) -> None:
    """Change what is said of an item; of somebody else's words, the record of acts knows.

    `seen` is `stamp()` of what the form showed. Raises ItemChangedError.
    """
    with transaction.atomic():
        hold(item.meeting)
        there = AgendaItem.objects.select_related("presenter__user").get(pk=item.pk)
        before = (there.kind, there.title, there.about)
        item.kind, item.title, item.about = words.kind, words.title, words.about
        item.minutes, item.presenter = there.minutes, there.presenter
        if time is not None:
            item.minutes, item.presenter = time.minutes, time.presenter
        if seen != stamp(there) != stamp(item):
            raise ItemChangedError(there)
        item.save(update_fields=["kind", "title", "about", "minutes", "presenter"])
        if item.presenter_id != there.presenter_id:
            promise_presenter(item, by=by)
        if item.by_id != by.pk and before != (item.kind, item.title, item.about):
            record(by, "changed", item)


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
