"""One resource with what its pages say of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import shown_name
from communities.models import Membership, Site
from communities.models.membership import Status
from core.addresses import address
from core.prepared import fields_of, instance_of, prepared, prepared_for_each
from knowledge.content import Content
from knowledge.models import Resource, ResourceCredit, ResourceRevision

_RESOURCE = fields_of(Resource)
_SITE = fields_of(Site, "site__")


@dataclass(frozen=True, slots=True)
class Credited:
    """Somebody whose it is; `url` is empty for who is no member here."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Credits:
    """Whose it is, in order."""

    authors: list[Credited]
    contributors: list[Credited]
    author_ids: set[int]
    """Authors who are members, or were."""


def resource_or_404(member: Membership, number: int) -> Resource:
    """Return a resource the member sees, with site, labels and community: one query.

    Raises Http404 when there is none with this number.
    """
    rows = _seen(member, number)
    if not rows:
        raise Http404
    *columns, capacities, results, roles = rows[0]
    resource = instance_of(Resource, columns[: len(_RESOURCE)])
    resource.capacity_ids, resource.result_ids, resource.role_ids = capacities, results, roles
    resource.site = instance_of(Site, columns[len(_RESOURCE) :]) if resource.site_id else None
    resource.community = member.community
    return resource


@prepared_for_each("reader.standing", "reader.is_facilitator")
def _seen(reader: Membership, number: int) -> QuerySet[Resource, tuple[Any, ...]]:
    found = Resource.objects.visible_to(reader).filter(number=number).with_labels()
    return found.values_list(*_RESOURCE, *_SITE, "capacity_ids", "result_ids", "role_ids")


def credited(resource: Resource) -> Credits:
    """Return its authors and its contributors: one query."""
    found = Credits([], [], set())
    slug = resource.community.slug
    for is_author, name, member_id, display_name, email, status in _credits(resource.pk):
        shown = shown_name(display_name, email) if member_id else name
        url = address("communities:person", slug, member_id) if status == Status.ACTIVE else ""
        (found.authors if is_author else found.contributors).append(Credited(shown, url))
        if is_author and member_id:
            found.author_ids.add(member_id)
    return found


@prepared
def _credits(resource_id: int) -> QuerySet[ResourceCredit, tuple[Any, ...]]:
    user = ("member__user__display_name", "member__user__email")
    credited_ = ResourceCredit.objects.filter(resource=resource_id).order_by("position")
    return credited_.values_list("is_author", "name", "member_id", *user, "member__status")


def content_at(resource: Resource, number: int) -> Content:
    """Return what it said in a version. Raises Http404 when there is none with this number."""
    return Content.from_json(get_object_or_404(resource.revisions, number=number).content)


def content_begun_from(resource: Resource, number: int) -> Content:
    """Return what a form began from: this version, else the nearest earlier one, else that of now.

    Its version may be erased, with who wrote it, while somebody changes what it said.
    """
    earlier = resource.revisions.filter(number__lte=number).order_by("-number").first()
    return Content.from_json(earlier.content) if earlier else content_at(resource, resource.version)


def revision_or_404(resource: Resource, number: int, *, first: int) -> ResourceRevision:
    """Return a version from `first` on, with who wrote it. Raises Http404 when there is none."""
    found: ResourceRevision = get_object_or_404(
        resource.revisions.select_related("by__user"), number=number, number__gte=first
    )
    return found
