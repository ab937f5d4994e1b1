"""To what, and as whom, a mail was written: by its address and its sender."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community, Membership
from core.prepared import fields_of, instance_of, prepared
from notifications.answers import mailbox_named
from notifications.levels import COMMUNITY
from notifications.models import ReplyAddress
from notifications.reply_addresses import token_in

type Place = tuple[str, int]

_USER = fields_of(User)
_USER_OF = fields_of(User, "user__")
_COMMUNITY_OF = fields_of(Community, "community__")


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person of a community, and what he wrote to, a kind and an id; None if he may not know of it."""

    user: User
    community: Community
    find: Callable[[Membership], Place | None]
    # Everybody can know the address; then who it is has to be shown otherwise.
    is_public: bool = False
    # Of a mail of many things that it is one of.
    label: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a mail, such as "A2", and what it stands for."""

    label: str
    community: Community
    kind: str
    object_id: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """A mail of many things, of one community or several, that is answered as a whole."""

    user: User
    items: Sequence[Labelled]
    # That stand in it, over its things.
    headings: Collection[str] = ()

    @property
    def community(self) -> Community | None:
        """Return the community, if all is of one: only its facilitators may see such a mail held."""
        return (
            self.items[0].community if len({item.community for item in self.items}) == 1 else None
        )


# From the token of a mail with labels, and one of these or none, to whom and what it stands for.
type LabelFinder = Callable[[str, str], Addressee | Bundle | None]

_label_finders: list[LabelFinder] = []


def register_labels(finder: LabelFinder) -> None:
    """Say what the labels of mails of some sort stand for; called from AppConfig.ready()."""
    _label_finders.append(finder)


def addressee_of(recipient: str, sender: str) -> Addressee | Bundle | None:
    """Return to what a mail was written, and as whom; None if that cannot be known."""
    if named := token_in(recipient):
        return _of_token(*named)
    name, _dot, slug = recipient.rpartition("@")[0].lower().rpartition(".")
    community = Community.objects.filter(slug=slug).first()
    owner = EmailAddress.objects.filter(verified=True, email__iexact=sender).first()
    if community is None or owner is None:
        return None

    def find(member: Membership) -> Place | None:
        # Without a name before the dot it is the community's own: for words such as STOP.
        return mailbox_named(member, name) if name else (COMMUNITY, member.community_id)

    return Addressee(owner.user, community, find, is_public=True)


def community_at(recipient: str) -> Community | None:
    """Return the community whose own address this is, as in four-rivers@host."""
    return Community.objects.filter(slug=recipient.rpartition("@")[0].lower()).first()


def _of_token(token: str, label: str) -> Addressee | Bundle | None:
    rows = [] if label else _address(token)
    if not rows:
        return next((found for find in _label_finders if (found := find(token, label))), None)
    kind, object_id, *columns = rows[0]
    user = instance_of(User, columns[: len(_USER)])
    community = instance_of(Community, columns[len(_USER) :])
    return Addressee(user, community, lambda _member: (kind, object_id))


@prepared
def _address(token: str) -> QuerySet[ReplyAddress, tuple[Any, ...]]:
    addresses = ReplyAddress.objects.filter(token=token)
    return addresses.values_list("kind", "object_id", *_USER_OF, *_COMMUNITY_OF)
