"""Who keeps a community going, and reads what people answer to mails that nobody else would read."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Membership
from communities.models.membership import Standing


@dataclass(frozen=True, slots=True)
class Keeper:
    membership_id: int
    name: str
    email: str


def keepers_of_scope() -> list[Keeper]:
    """Return the two longest-serving facilitators (admins after them) of the scope's community."""
    members = (
        Membership.objects.active()
        .filter(standing__in=[Standing.FACILITATOR, Standing.ADMIN])
        .select_related("user")
        .order_by("-standing", "joined_at", "pk")[:2]
    )
    return [Keeper(m.pk, m.name, m.user.email) for m in members]


def reader_of_answers(keepers: Sequence[Keeper], *, member_id: int) -> Keeper | None:
    """Return who reads what this member answers: never himself, None if there is nobody else."""
    return next((keeper for keeper in keepers if keeper.membership_id != member_id), None)
