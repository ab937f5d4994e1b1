"""A community's index, made anew."""

from collections.abc import Iterator

from communities.models import Community
from communities.scope import scope
from search.actions import refresh, remember, write
from search.kinds import Kind, all_kinds
from search.models import Entry, Word

REBUILD = "rebuild_index"
BATCH = 500


def rebuild(community: Community) -> Iterator[int]:
    """Write the whole index of a community anew, and give how many entries each batch made.

    Each batch is a transaction of its own, so that people can go on writing meanwhile.
    """
    with scope(community):
        Word.objects.filter(community=community).delete()
    for kind in all_kinds():
        yield from _rebuild_kind(community, kind)
    with scope(community):
        known = [kind.name for kind in all_kinds()]
        Entry.objects.filter(community=community).exclude(kind__in=known).delete()


def rebuild_community(community_id: int) -> None:
    """Write the whole index of a community anew; to be run again if it did not come to its end."""
    community = Community.objects.filter(pk=community_id).first()
    if community is not None:
        for _entries in rebuild(community):
            pass


def _rebuild_kind(community: Community, kind: Kind) -> Iterator[int]:
    last = 0
    while True:
        with scope(community):
            ids = kind.ids_after(community, last, BATCH)
            documents = kind.documents(community, ids)
            write(community, kind.name, documents)
            remember(community, documents)
            # Up to the last of these, or to the end: what has no document is gone. Asked again, for
            # what somebody wrote this very moment has one.
            there = Entry.objects.filter(
                community=community, kind=kind.name, object_id__gt=last
            ).exclude(object_id__in=[document.object_id for document in documents])
            if len(ids) == BATCH:
                there = there.filter(object_id__lte=ids[-1])
            refresh(community, kind.name, list(there.values_list("object_id", flat=True)))
        yield len(documents)
        if len(ids) < BATCH:
            return
        last = ids[-1]
