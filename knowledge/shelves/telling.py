"""Letters to who proposed something for a collection: it stands there now, or it does not."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from communities.models import Membership
from knowledge.models import Collection, CollectionItem, Resource
from notifications.moderation_mail import Letter, send_letter


def tell_accepted(item: CollectionItem, *, by: Membership) -> None:
    """Tell who proposed it that it stands in the collection; in the caller's transaction."""

    def letter() -> Letter:
        values = _values(item, by)
        return Letter(
            subject=_("It is in “%(collection)s”: %(title)s") % values,
            sentence=_(
                "%(name)s put “%(title)s” into the collection “%(collection)s”, as you proposed. "
                "Thank you."
            )
            % values,
            path=item.collection.get_absolute_url(),
            button=_("See the collection"),
            because=_because(),
        )

    _send(item, letter, by=by, key="accepted")


def tell_declined(item: CollectionItem, words: str, *, by: Membership) -> None:
    """Give who proposed it the words with which it was declined; in the caller's transaction."""

    def letter() -> Letter:
        values = _values(item, by)
        return Letter(
            subject=_("Not in “%(collection)s”: %(title)s") % values,
            sentence=_(
                "You proposed “%(title)s” for the collection “%(collection)s”. %(name)s did not put "
                "it there, for this reason:"
            )
            % values,
            reason=words,
            path=item.collection.get_absolute_url(),
            button=_("See the collection"),
            because=_because(),
        )

    _send(item, letter, by=by, key="declined")


def _send(item: CollectionItem, letter: Callable[[], Letter], *, by: Membership, key: str) -> None:
    """Write to who proposed it, as long as he is here and may see both."""
    people = Membership.objects.active().filter(pk=item.by_id, user__is_active=True)
    proposer = people.exclude(pk=by.pk).select_related("user", "community").first()
    if proposer is None:
        return
    shelves = Collection.objects.visible_to(proposer).filter(pk=item.collection_id)
    resources = Resource.objects.visible_to(proposer).filter(pk=item.resource_id)
    if shelves.exists() and resources.exists():
        item.collection.community = proposer.community
        send_letter(proposer, letter, key=f"proposed/{item.pk}/{key}")


def _values(item: CollectionItem, by: Membership) -> dict[str, str]:
    return {"name": by.name, "title": item.resource.title, "collection": item.collection.title}


def _because() -> str:
    return _("You get this mail because you proposed it.")
