"""Files in the storage that are no attachment's."""

from collections.abc import Callable, Collection

from communities.models import Community
from communities.scope import scope
from core.stray_files import folders_in, remove_strays
from forums.models import Attachment
from forums.models.attachment import FOLDER, SMALL


def remove_stray_files() -> int:
    """Delete files older than a day that no row names, and return how many.

    A folder whose community is not there is left alone: rather an empty database than lost files.
    """
    ids = [int(name) for name in folders_in(FOLDER) if name.isascii() and name.isdigit()]
    communities = Community.objects.filter(pk__in=ids).order_by("pk")
    return sum(remove_strays(f"{FOLDER}/{one.pk}", _named_in(one)) for one in communities)


def _named_in(community: Community) -> Callable[[Collection[str]], set[str]]:
    def named(names: Collection[str]) -> set[str]:
        keys = {name.removesuffix(SMALL) for name in names}
        # Only asked in the scope: no file is looked at or deleted while a transaction is open.
        with scope(community):
            found = Attachment.objects.filter(community=community, key__in=keys)
            known = set(found.values_list("key", flat=True))
        return {name for name in names if name.removesuffix(SMALL) in known}

    return named
