"""Whether a page was sent already: its form carries a key, and so does what came of it."""

from uuid import UUID

from django.db.models import Model

from communities.models import Membership
from forums.models import HeldPost, Post, PostRevision

_registered: list[type[Model]] = []


def was_sent(by: Membership, form_key: UUID | None) -> bool:
    """Return whether a post was made of the page, or changed, shown or waiting: a query for each kind."""
    if form_key is None:
        return False
    mine = {"community": by.community_id, "form_key": form_key}
    kinds: list[type[Model]] = [Post, HeldPost, PostRevision, *_registered]
    return any(model._default_manager.filter(**mine).exists() for model in kinds)


def register_sent(model: type[Model]) -> None:
    """Say that rows of a higher app have the key of their page; called from AppConfig.ready()."""
    _registered.append(model)
