"""Letters about what is proposed for a collection: to its curators, and to who proposed it."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from knowledge.kinds import State
from knowledge.models import Collection, CollectionItem, Resource
from knowledge.resource_people import curators_of, facilitators_of
from knowledge.telling.letters import AS_KEEPER, LetterWords, write_to

PROPOSED = LetterWords(
    subject=_("For “%(collection)s”? %(title)s"),
    sentence=_(
        "%(name)s proposes “%(title)s” for the collection “%(collection)s”. Put it there, or say why "
        "it does not belong there."
    ),
    button=_("See the collection"),
    because=_("You get this mail because you curate this collection."),
)
_BECAUSE = _("You get this mail because you proposed it.")
ACCEPTED = LetterWords(
    subject=_("It is in “%(collection)s”: %(title)s"),
    sentence=_(
        "%(name)s put “%(title)s” into the collection “%(collection)s”, as you proposed. Thank you."
    ),
    button=_("See the collection"),
    because=_BECAUSE,
)
DECLINED = LetterWords(
    subject=_("Not in “%(collection)s”: %(title)s"),
    sentence=_(
        "You proposed “%(title)s” for the collection “%(collection)s”. %(name)s did not put it "
        "there, for this reason:"
    ),
    button=_("See the collection"),
    because=_BECAUSE,
)


def tell_proposed(item: CollectionItem) -> None:
    """Ask its curators who see it, or facilitators where nobody curates the collection, to look at it.

    In the caller's transaction. What is not published yet they are told of when it waits for review.
    """
    resource, collection = item.resource, item.collection
    if resource.state != State.PUBLISHED:
        return
    people, words = curators_of(collection), PROPOSED
    if not people.exists():
        see = Membership.objects.in_audience(collection.audience_id)
        people = facilitators_of(resource).filter(pk__in=see.values("pk"))
        words = replace(PROPOSED, because=AS_KEEPER)
    readers = Membership.objects.in_audience(resource.audience_id)
    write_to(
        people.filter(pk__in=readers.values("pk")).exclude(pk=item.by_id),
        words,
        key=f"proposed/{item.pk}",
        path=collection.get_absolute_url(),
        reason=item.note,
        name=item.by.name,
        title=resource.title,
        collection=collection.title,
    )


def tell_accepted(item: CollectionItem, *, by: Membership) -> None:
    """Tell who proposed it that it stands in the collection; in the caller's transaction."""
    _tell(item, ACCEPTED, by=by, event="accepted")


def tell_declined(item: CollectionItem, words: str, *, by: Membership) -> None:
    """Give who proposed it the words with which it was declined; in the caller's transaction."""
    _tell(item, DECLINED, by=by, event="declined", reason=words)


def _tell(
    item: CollectionItem, words: LetterWords, *, by: Membership, event: str, reason: str = ""
) -> None:
    """Write to who proposed it, as long as he is here and may see both."""
    people = Membership.objects.active().filter(pk=item.by_id, user__is_active=True)
    proposer = people.exclude(pk=by.pk).select_related("user", "community").first()
    if proposer is None:
        return
    shelves = Collection.objects.visible_to(proposer).filter(pk=item.collection_id)
    resources = Resource.objects.visible_to(proposer).filter(pk=item.resource_id)
    if shelves.exists() and resources.exists():
        item.collection.community = proposer.community
        write_to(
            [proposer],
            words,
            key=f"proposed/{item.pk}/{event}",
            path=item.collection.get_absolute_url(),
            reason=reason,
            name=by.name,
            title=item.resource.title,
            collection=item.collection.title,
        )
