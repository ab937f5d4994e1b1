"""As whom a command acts."""

from django.core.management.base import CommandError

from communities.models import Community, Membership


def community_at(slug: str) -> Community:
    """Return the community with this address. Raises CommandError."""
    try:
        return Community.objects.get(slug=slug)
    except Community.DoesNotExist as error:
        raise CommandError(f"There is no community at /c/{slug}/.") from error


def keeper_at(community: Community, email: str) -> Membership:
    """Return the facilitator or admin with this address; call in the scope. Raises CommandError."""
    people = Membership.objects.facilitators().filter(community=community)
    found: Membership | None = (
        people.filter(user__email__iexact=email).select_related("user").first()
    )
    if found is None:
        raise CommandError(f"{email} is no facilitator of {community.name}.")
    found.community = community
    return found
