"""What a resource said before, as it travels: a file of its own beside the text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from knowledge.content import Content
from knowledge.exchange.portable import Names, as_text, portable
from knowledge.models import Resource, ResourceRevision

# Of one resource the newest of these come along.
MOST_VERSIONS = 200
# What is its own at each time; the rest is said of the resource as it is.
_OF_A_VERSION = (
    *("title", "kind", "what", "for_whom", "outcome", "authors", "contributors", "site"),
    *("capacities", "results", "roles", "strands", "ages", "evidence", "licence", "language"),
    *("review_by", "details"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Whose versions go out: from the first that is seen, with the places of its files by key."""

    resource: Resource
    first: int
    places: Mapping[str, str]


def write_versions(
    scratch: IO[bytes], resources: Iterable[Told], names: Names
) -> dict[int, tuple[int, int]]:
    """Write the versions of each that has more than one; one query for all.

    Returns where those of each stand in `scratch`, by resource, as begin and end. In memory there are
    a few at a time, however many they are.
    """
    known = {one.resource.pk: one for one in resources if one.resource.version > 1}
    if not known:
        return {}
    found: dict[int, tuple[int, int]] = {}
    revisions = ResourceRevision.objects.filter(resource__in=known)
    for one in revisions.order_by("resource_id", "number").iterator(chunk_size=50):
        told = known[one.resource_id]
        if one.number < max(told.first, told.resource.version - MOST_VERSIONS):
            continue
        begin, _end = found.get(one.resource_id, (scratch.tell(), 0))
        entry = json.dumps(_entry(one, told, names), ensure_ascii=False)
        scratch.write((",\n" if one.resource_id in found else "[\n").encode() + entry.encode())
        found[one.resource_id] = (begin, scratch.tell())
    return found


def read_versions(scratch: IO[bytes], place: tuple[int, int]) -> bytes:
    """Return what write_versions() wrote of one resource; what is written next comes behind all."""
    scratch.seek(place[0])
    data = scratch.read(place[1] - place[0])
    scratch.seek(0, 2)
    return data + b"\n]\n"


def _entry(one: ResourceRevision, told: Told, names: Names) -> dict[str, Any]:
    """Return who wrote it, when and why; what it said too, unless that is what stands in the text."""
    about: dict[str, Any] = {
        "by": names.people.get(one.by_id, ""),
        "at": one.written_at.isoformat(timespec="seconds"),
        "note": one.note,
    }
    if one.number == told.resource.version:
        return about
    content = Content.from_json(one.content)
    said = portable(told.resource, content, names)
    about |= as_text({key: said[key] for key in _OF_A_VERSION if key in said})
    about["body"] = content.body
    # A file that none but an earlier version has stays here.
    about["files"] = [
        {"file": told.places[entry.key], "label": entry.label}
        for entry in content.files
        if entry.key in told.places
    ]
    return about
