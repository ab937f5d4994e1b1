"""One resource with what its pages say of it."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Membership
from knowledge.content import Content
from knowledge.models import Resource, ResourceRevision

# Digits of the number of a resource or a post that a form or an address names, at most.
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Credited:
    """Somebody whose it is; `url` is empty for who is no member here."""

    name: str
    url: str


def resource_or_404(member: Membership, number: int) -> Resource:
    """Return a resource the member sees, with site, owner, labels and community: one query.

    Raises Http404 when there is none with this number.
    """
    found = Resource.objects.visible_to(member).filter(number=number).with_labels()
    resource = found.select_related(
        "site", "owner__user", "audience", "amplification__by__user"
    ).first()
    if resource is None:
        raise Http404
    resource.community = resource.owner.community = member.community
    return resource


def credited(resource: Resource) -> tuple[list[Credited], list[Credited]]:
    """Return its authors and its contributors, in order: one query."""
    authors: list[Credited] = []
    others: list[Credited] = []
    for row in resource.credits.select_related("member__user").order_by("position"):
        if row.member:
            row.member.community = resource.community
        url = row.member.get_absolute_url() if row.member and row.member.is_active else ""
        (authors if row.is_author else others).append(Credited(str(row), url))
    return authors, others


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
