"""Who is in a community already, or asked to be: what a list of people is compared with."""

from collections.abc import Collection
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from communities.models import Community, Invitation, Membership
from communities.models.membership import Status


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Addresses in lower case, to a state."""

    members: dict[str, str] = field(default_factory=dict)
    """To a value of Membership.status."""
    invitations: dict[str, str] = field(default_factory=dict)
    """To a value of Invitation.Status."""

    def is_here(self, email: str) -> bool:
        return self.members.get(email) == Status.ACTIVE

    def has_asked(self, email: str) -> bool:
        return self.members.get(email) == Status.REQUESTED

    def has_left(self, email: str) -> bool:
        return self.members.get(email) in {Status.LEFT, Status.REMOVED}

    def has_joined(self, email: str) -> bool:
        """Return whether an invitation to this address was taken up, with whatever account."""
        return self.invitations.get(email) == Invitation.Status.ACCEPTED

    def is_invited(self, email: str) -> bool:
        return self.invitations.get(email) == Invitation.Status.WAITING

    def is_withdrawn(self, email: str) -> bool:
        return self.invitations.get(email) == Invitation.Status.WITHDRAWN


def known_people(community: Community, emails: Collection[str]) -> KnownPeople:
    """Return what is known of these addresses in this community: three queries, however many.

    Nothing is told of accounts that are not in this community.
    """
    wanted = set(emails)
    members, by_user = {}, {}
    rows = Membership.objects.filter(community=community).values_list(
        "user_id", "status", "user__email"
    )
    for user_id, status, email in rows:
        by_user[user_id] = status
        members[email] = status
    addresses = EmailAddress.objects.filter(user_id__in=by_user, verified=True)
    for user_id, email in addresses.values_list("user_id", "email"):
        members[email.lower()] = by_user[user_id]
    invitations = Invitation.objects.filter(community=community, email__in=wanted)
    return KnownPeople(
        {email: status for email, status in members.items() if email in wanted},
        dict(invitations.values_list("email", "status")),
    )
