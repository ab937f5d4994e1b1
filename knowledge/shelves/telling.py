"""Letters to who proposed something for a collection: it stands there now, or it does not."""

from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from knowledge.models import Collection, CollectionItem, Resource
from knowledge.telling.letters import LetterWords, write_to

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
