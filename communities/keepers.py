"""Who keeps a community going, and reads what people answer to mails that nobody else would read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import shown_name
from communities.models import Membership
from core.prepared import prepared


@dataclass(frozen=True, slots=True)
class Keeper:
    membership_id: int
    name: str
    email: str


def keepers_of_scope() -> list[Keeper]:
    """Return the two longest-serving facilitators (admins after them) of the scope's community."""
    return [Keeper(pk, shown_name(name, email), email) for pk, name, email in _longest_serving()]


@prepared
def _longest_serving() -> QuerySet[Membership, tuple[Any, ...]]:
    return (
        Membership.objects.facilitators()
        .order_by("-standing", "joined_at", "pk")
        .values_list("pk", "user__display_name", "user__email")[:2]
    )


def reader_of_answers(keepers: Sequence[Keeper], *, member_id: int) -> Keeper | None:
    """Return who reads what this member answers: never himself, None if there is nobody else."""
    return next((keeper for keeper in keepers if keeper.membership_id != member_id), None)
