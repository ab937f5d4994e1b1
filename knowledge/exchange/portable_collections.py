"""Collections as they travel: with the folders of what stands in them."""

from collections.abc import Mapping
from typing import Any

from communities.models import Membership
from knowledge.exchange.portable import FORMAT, Names
from knowledge.models import Collection, CollectionItem


def collections_of(
    member: Membership, folders: Mapping[int, str], names: Names, only: Collection | None
) -> list[tuple[int, dict[str, Any], str]]:
    """Return number, front matter and note of the collections that the member sees. Two queries.

    What stands in one goes along as far as it has a folder: as far as the member sees it.
    """
    seen = Collection.objects.visible_to(member).select_related("audience").order_by("number")
    shelves = list(seen if only is None else seen.filter(pk=only.pk))
    items: dict[int, list[dict[str, str]]] = {}
    placed = CollectionItem.objects.filter(collection__in=[one.pk for one in shelves])
    for item in placed.filter(is_proposed=False).order_by("position", "pk"):
        if folder := folders.get(item.resource_id):
            told = {"resource": folder, "note": item.note} if item.note else {"resource": folder}
            items.setdefault(item.collection_id, []).append(told)
    return [(one.number, _told(one, items.get(one.pk, []), names), one.note) for one in shelves]


def _told(one: Collection, items: list[dict[str, str]], names: Names) -> dict[str, Any]:
    told: dict[str, Any] = {
        "porchlight": FORMAT,
        "collection": one.title,
        "audience": names.audience(one.audience),
        "start": "yes" if one.is_start else "",
        "state": "archived" if one.archived_at else "",
        "why": one.archive_note if one.archived_at else "",
        "items": items,
    }
    return {key: value for key, value in told.items() if value}
