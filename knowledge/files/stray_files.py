"""Files in the storage that are no resource's."""

from collections.abc import Collection

from communities.models import Community
from forums.stray_files import remove_unnamed
from knowledge.models import ResourceFile
from knowledge.models.file import FOLDER


def remove_stray_files() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def _known(community: Community, keys: Collection[str]) -> set[str]:
    found = ResourceFile.objects.filter(community=community, key__in=keys)
    return set(found.values_list("key", flat=True))
