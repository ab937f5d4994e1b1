"""What can be found of the files beside published resources: each as an entry under its resource."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership
from core.addresses import address
from core.file_names import name_called
from knowledge.content import file_entries
from knowledge.kinds import State
from knowledge.models import Resource, ResourceFile
from search import kinds
from search.actions import forget, refresh
from search.kinds import Document, Hit

FILE = "library_file"


def register(resource_kind: str, place: str) -> None:
    """Let files be searched with what they stand beside; called from AppConfig.ready()."""
    kinds.register_kind(
        kinds.Kind(
            FILE,
            gettext_lazy("Files of the library"),
            lambda community, ids: _documents(community, ids, place),
            _ids,
            lambda member, ids: _hits(member, ids, place),
            within=resource_kind,
        )
    )


def refresh_files(resource: Resource) -> None:
    """Bring the index up to date about the files that the resource has or had."""
    files = ResourceFile.objects.filter(community=resource.community_id, resource=resource)
    refresh(resource.community, FILE, list(files.exclude(text="").values_list("pk", flat=True)))


def forget_files(community: Community, resources: Collection[int]) -> None:
    """Take the files of resources that are about to go out of the index."""
    files = ResourceFile.objects.filter(community=community, resource__in=resources)
    forget(community, FILE, list(files.values_list("pk", flat=True)))


def _documents(community: Community, ids: Collection[int], place: str) -> list[Document]:
    files = ResourceFile.objects.filter(
        community=community, pk__in=ids, last_in=None, resource__state=State.PUBLISHED
    ).exclude(text="")
    return [
        Document(
            object_id=file.pk,
            audience_id=resource.audience_id,
            title="",
            text=file.text,
            author_id=resource.owner_id,
            thread=f"resource {resource.pk}",
            place=place,
            moment=resource.placed_at,
            files=(_name(file, resource),),
        )
        for file in files.select_related("resource").order_by("pk")
        if (resource := file.resource) is not None
    ]


def _ids(community: Community, after: int, count: int) -> list[int]:
    files = ResourceFile.objects.filter(community=community, pk__gt=after, last_in=None)
    ids = files.exclude(text="").order_by("pk").values_list("pk", flat=True)
    return list(ids[:count])


def _hits(member: Membership, ids: Collection[int], place: str) -> dict[int, Hit]:
    seen = Resource.objects.published_to(member)
    found = ResourceFile.objects.filter(pk__in=ids, last_in=None, resource__in=seen)
    slug = member.community.slug
    return {
        file.pk: Hit(
            url=f"{address('knowledge:resource', slug, resource.number)}#files",
            title=resource.title,
            text=file.text,
            author=resource.owner.name,
            moment=resource.placed_at,
            place_kind=place,
            place_label=_("in the file “%(name)s”") % {"name": _name(file, resource)},
        )
        for file in found.select_related("resource__owner__user")
        if (resource := file.resource) is not None
    }


def _name(file: ResourceFile, resource: Resource) -> str:
    labels = {entry.key: entry.label for entry in file_entries(resource.files)}
    return name_called(labels.get(file.key, ""), file.name)
