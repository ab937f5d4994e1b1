"""Files in the storage that are no attachment's."""

from collections.abc import Callable, Collection

from communities.models import Community
from communities.scope import scope
from core.stray_files import folders_in, remove_strays
from forums.models import Attachment
from forums.models.attachment import FOLDER, SMALL

type Known = Callable[[Community, Collection[str]], set[str]]


def remove_stray_files() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def remove_unnamed(folder: str, known: Known) -> int:
    """Do so in a folder that has one for each community; `known` returns those keys that have a row.

    A folder whose community is not there is left alone: rather an empty database than lost files.
    """
    ids = [int(name) for name in folders_in(folder) if name.isascii() and name.isdigit()]
    communities = Community.objects.filter(pk__in=ids).order_by("pk")
    return sum(remove_strays(f"{folder}/{one.pk}", _named_in(one, known)) for one in communities)


def _known(community: Community, keys: Collection[str]) -> set[str]:
    found = Attachment.objects.filter(community=community, key__in=keys)
    return set(found.values_list("key", flat=True))


def _named_in(community: Community, known: Known) -> Callable[[Collection[str]], set[str]]:
    def named(names: Collection[str]) -> set[str]:
        # Only asked in the scope: no file is looked at or deleted while a transaction is open.
        with scope(community):
            keys = known(community, {name.removesuffix(SMALL) for name in names})
        return {name for name in names if name.removesuffix(SMALL) in keys}

    return named
