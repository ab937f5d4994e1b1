"""Who is behind a resource, who decides whether others read it, and who curates a collection."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Membership
from communities.models.membership import Standing
from knowledge.models import Collection, CollectionUserObjectPermission, Resource, ResourceCredit


def people_behind(resource: Resource) -> QuerySet[Membership]:
    """Return its owner and those of its authors who are members and still here."""
    credited = ResourceCredit.objects.filter(
        resource=resource, member=OuterRef("pk"), is_author=True
    )
    people = Membership.objects.active().filter(Q(pk=resource.owner_id) | Q(Exists(credited)))
    return people.filter(community=resource.community_id).select_related("user", "community")


def reviewers_of(resource: Resource) -> QuerySet[Membership]:
    """Return who publishes it or sends it back, as ResourceQuerySet.reviewed_by() says for one."""
    curate = CollectionUserObjectPermission.objects.filter(
        content_object__items__resource=resource, content_object__archived_at=None
    )
    people = Membership.objects.filter(pk__in=facilitators_of(resource))
    curators = Membership.objects.active().exclude(standing=Standing.GUEST)
    people |= curators.filter(community=resource.community_id, user_id__in=curate.values("user_id"))
    return people.select_related("user", "community")


def curators_of(collection: Collection) -> QuerySet[Membership]:
    """Return who curates a collection by a right on it."""
    grants = CollectionUserObjectPermission.objects.filter(content_object=collection)
    curators = Membership.objects.active().exclude(standing=Standing.GUEST)
    people = curators.filter(
        community=collection.community_id, user_id__in=grants.values("user_id")
    )
    return people.select_related("user", "community")


def facilitators_of(resource: Resource) -> QuerySet[Membership]:
    """Return the facilitators of its community."""
    people = Membership.objects.facilitators().filter(community=resource.community_id)
    return people.select_related("user", "community")
