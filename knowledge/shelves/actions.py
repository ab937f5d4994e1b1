"""Making collections, and what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.grants import give
from communities.models import Audience, Community, Membership
from knowledge.models import (
    Collection,
    CollectionItem,
    CollectionUserObjectPermission,
    Resource,
)
from knowledge.shelves.querysets import CURATE
from knowledge.shelves.search_documents import refresh_collection
from knowledge.shelves.telling import tell_accepted, tell_declined, tell_proposed
from moderation.record import record
from search.words import language_of

# More than anybody reads; the form of a collection has three fields for each.
MOST = 200


class FullError(Exception):
    """A collection has as much in it as it may."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a curator says of a collection."""

    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an item should stand, and why it is there."""

    place: int
    note: str


def open_collection(words: Words, *, audience: Audience, by: Membership) -> Collection:
    """Make an empty collection."""
    with transaction.atomic():
        # One at a time takes a number: the community's row is the queue.
        Community.objects.select_for_update().get(pk=by.community_id)
        there = Collection.objects.filter(community=by.community_id)
        made = Collection.objects.create(
            community=by.community,
            number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=words.title,
            note=words.note,
            language=_language(words, by),
            audience=audience,
            by=by,
        )
        record(by, "opened", made)
        refresh_collection(made)
    return made


def reword_collection(collection: Collection, words: Words, *, by: Membership) -> None:
    """Give it another title and note; nothing happens if they are the same."""
    if Words(collection.title, collection.note) == words:
        return
    with transaction.atomic():
        collection.title, collection.note, collection.by = words.title, words.note, by
        collection.language = _language(words, by)
        collection.changed_at = timezone.now()
        collection.save(update_fields=["title", "note", "by", "language", "changed_at"])
        refresh_collection(collection)


def show_collection_to(collection: Collection, audience: Audience, *, by: Membership) -> None:
    """Let another audience see it."""
    if collection.audience_id == audience.pk:
        return
    with transaction.atomic():
        collection.audience = audience
        collection.save(update_fields=["audience"])
        record(by, "audience_changed", collection)
        refresh_collection(collection)


def place(
    resource: Resource, collection: Collection, *, by: Membership, note: str, is_proposed: bool
) -> CollectionItem:
    """Put a resource at the end, or propose it; what stands there already stays as it is.

    What was proposed stands in it once a curator puts it there. Raises FullError.
    """
    with transaction.atomic():
        Collection.objects.select_for_update().get(pk=collection.pk)
        items = CollectionItem.objects.filter(collection=collection)
        known = items.filter(resource=resource).select_related("collection", "resource").first()
        if known is None:
            if items.count() >= MOST:
                raise FullError
            last = items.aggregate(last=Max("position"))["last"] or 0
            made = CollectionItem.objects.create(
                community_id=collection.community_id,
                collection=collection,
                resource=resource,
                position=last + 1,
                note=note,
                by=by,
                is_proposed=is_proposed,
            )
            if is_proposed:
                tell_proposed(made)
            return made
        if known.is_proposed and not is_proposed:
            tell_accepted(known, by=by)
            known.note, known.by = (note, by) if note else (known.note, known.by)
            known.is_proposed = False
            known.save(update_fields=["note", "by", "is_proposed"])
    return known


def accept_what_is_published(resource: Resource, *, by: Membership) -> None:
    """Put what a curator has published where it was proposed: into the collections that he curates."""
    proposed = CollectionItem.objects.filter(
        resource=resource, is_proposed=True, collection__in=Collection.objects.curated_by(by)
    )
    with transaction.atomic():
        for item in proposed.select_related("collection", "resource").order_by("pk"):
            tell_accepted(item, by=by)
        proposed.update(is_proposed=False)


def take_out(item: CollectionItem) -> None:
    """Take it out of the collection."""
    item.delete()


def decline(item: CollectionItem, *, by: Membership, words: str) -> None:
    """Do not put it there; who proposed it reads why."""
    with transaction.atomic():
        tell_declined(item, words, by=by)
        item.delete()


def rearrange(collection: Collection, wanted: Mapping[int, Placing], *, by: Membership) -> None:
    """Bring its items, by id, into the order of the places, and keep what is said of each.

    What is not named, since who arranges them does not see it, stays where it is.
    """
    with transaction.atomic():
        Collection.objects.select_for_update().get(pk=collection.pk)
        items = CollectionItem.objects.filter(collection=collection, is_proposed=False)
        known = {item.pk: item for item in items.order_by("position", "pk")}
        order = in_places([pk for pk in known if pk in wanted], wanted)
        named = iter(order)
        changed = []
        for position, pk in enumerate(known, 1):
            item = known[next(named)] if pk in wanted else known[pk]
            note = wanted[item.pk].note if item.pk in wanted else item.note
            if (item.position, item.note) != (position, note):
                item.by = by if item.note != note else item.by
                item.position, item.note = position, note
                changed.append(item)
        CollectionItem.objects.bulk_update(changed, ["position", "note", "by"])


def in_places(now: Sequence[int], wanted: Mapping[int, Placing]) -> list[int]:
    """Return these ids by the places asked for, counted from 1.

    Of two with one place, who came from further down goes before what stood there, and who came
    from further up after it: so each gets where its number says.
    """
    before = {pk: place for place, pk in enumerate(now, 1)}

    def key(pk: int) -> tuple[int, int, int]:
        place, was = wanted[pk].place, before[pk]
        return place, (place > was) - (place < was), was

    return sorted(now, key=key)


def make_start(collection: Collection, *, by: Membership) -> None:
    """Let newcomers begin here, and not with another one any more."""
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=collection.community_id)
        Collection.objects.filter(community=collection.community_id, is_start=True).update(
            is_start=False
        )
        collection.is_start = True
        collection.save(update_fields=["is_start"])
        record(by, "made_start", collection)


def make_no_start(collection: Collection, *, by: Membership) -> None:
    """Let newcomers begin where they like."""
    if Collection.objects.filter(pk=collection.pk, is_start=True).update(is_start=False):
        record(by, "made_no_start", collection)


def archive_collection(collection: Collection, *, by: Membership, words: str) -> None:
    """Take it out of lists and search; what stands in it stays in the library."""
    with transaction.atomic():
        there = Collection.objects.filter(pk=collection.pk, archived_at=None)
        archived = {"archived_at": timezone.now(), "archive_note": words, "archived_by": by}
        if there.update(**archived, is_start=False):
            record(by, "archived", collection, note=words)
            refresh_collection(collection)


def put_collection_back(collection: Collection, *, by: Membership) -> None:
    """Let it stand in lists and be found again."""
    with transaction.atomic():
        gone = Collection.objects.filter(pk=collection.pk).exclude(archived_at=None)
        if gone.update(archived_at=None, archive_note="", archived_by=None):
            record(by, "put_back", collection)
            refresh_collection(collection)


def name_curator(collection: Collection, member: Membership, *, by: Membership) -> None:
    """Let a member curate it, whether he fits its audience or not."""
    with transaction.atomic():
        give(CollectionUserObjectPermission, CURATE, member, collection, by=by)
        record(by, "curator_named", collection, note=member.name)


def dismiss_curator(
    grant: CollectionUserObjectPermission, collection: Collection, *, by: Membership
) -> None:
    """Take the right back; the facilitators curate what nobody else does."""
    with transaction.atomic():
        record(by, "curator_dismissed", collection, note=grant.user.name)
        grant.delete()


def take_collections(member: Membership) -> None:
    """End what somebody curated who has left: who comes back does not find it again."""
    CollectionUserObjectPermission.objects.filter(
        community_id=member.community_id, user_id=member.user_id
    ).delete()


def erase_collections(member: Membership) -> None:
    """Take away what the member said of collections and of what stands in them."""
    CollectionItem.objects.filter(by=member).update(note="")
    Collection.objects.filter(archived_by=member).update(archive_note="", archived_by=None)
    mine = Collection.objects.filter(by=member).exclude(note="")
    for collection in mine:
        collection.note = ""
        collection.save(update_fields=["note"])
        collection.community = member.community
        refresh_collection(collection)


def _language(words: Words, by: Membership) -> str:
    return language_of(f"{words.title} {words.note}", default=by.user.language)
