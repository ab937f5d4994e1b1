"""A person's own communities, across all of them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from core.addresses import address


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the switcher."""

    membership_id: int
    community_id: int
    slug: str
    name: str
    standing: str
    status: str
    pace: str
    unread: bool

    @property
    def url(self) -> str:
        return address("communities:home", self.slug)


def all_memberships(user: User | AnonymousUser) -> list[Entry]:
    """Return one entry a membership of this person, in any state, by the name of the community."""
    if not user.is_authenticated:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM my_memberships(%s)", [user.pk])
        return [Entry(*row) for row in cursor.fetchall()]


def my_communities(user: User | AnonymousUser) -> list[Entry]:
    """Return the communities in which this person is an active member: one query."""
    return [entry for entry in all_memberships(user) if entry.status == "active"]
