"""Collections as they travel: with the folders of what stands in them."""

from collections.abc import Mapping
from typing import Any

from communities.models import Membership
from knowledge.exchange.portable import FORMAT, Names, mail_key
from knowledge.models import Collection, CollectionItem, CollectionUserObjectPermission


def collections_of(
    member: Membership, folders: Mapping[int, str], names: Names, only: Collection | None
) -> list[tuple[int, dict[str, Any], str]]:
    """Return number, front matter and note of the collections that the member sees. Three queries.

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
    curators = _curators(shelves) if member.is_facilitator else {}
    return [
        (one.number, _told(one, items.get(one.pk, []), curators.get(one.pk, []), names), one.note)
        for one in shelves
    ]


def _curators(shelves: list[Collection]) -> dict[int, list[dict[str, str]]]:
    """Return who curates these, by collection, with what knows them again: one query."""
    found: dict[int, list[dict[str, str]]] = {}
    grants = CollectionUserObjectPermission.objects.filter(
        content_object__in=[one.pk for one in shelves]
    )
    for one in grants.select_related("user").order_by("pk"):
        told = {"name": one.user.name, "key": mail_key(one.user.email)}
        found.setdefault(one.content_object_id, []).append(told)
    return found


def _told(
    one: Collection, items: list[dict[str, str]], curators: list[dict[str, str]], names: Names
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "porchlight": FORMAT,
        "collection": one.title,
        "audience": names.audience(one.audience),
        "start": "yes" if one.is_start else "",
        "state": "archived" if one.archived_at else "",
        "why": one.archive_note if one.archived_at else "",
        "curators": curators,
        "items": items,
    }
    return {key: value for key, value in told.items() if value}
