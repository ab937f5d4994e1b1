"""Files of what goes out and comes in that are nobody's any more."""

from collections.abc import Collection

from communities.models import Community
from forums.stray_files import remove_unnamed
from knowledge.models import LibraryExport, LibraryImport
from knowledge.models.exported_library import FOLDER


def remove_stray_exchanged() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def _known(community: Community, keys: Collection[str]) -> set[str]:
    tables = (LibraryExport.objects, LibraryImport.objects)
    return {
        key
        for table in tables
        for key in table.filter(community=community, key__in=keys).values_list("key", flat=True)
    }
