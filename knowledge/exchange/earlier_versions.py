"""Versions that come along with a text: read within bounds, and kept behind the one that stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from knowledge.content import Content, FileEntry, in_order
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.contents_read import content_told, moment_told
from knowledge.exchange.front_matter import cleaned
from knowledge.exchange.places import Places, renamed
from knowledge.exchange.portable import VERSIONS, Names
from knowledge.exchange.portable_versions import MOST_VERSIONS
from knowledge.models import Resource, ResourceRevision
from search.words import fold

MOST_BYTES = 8 * 1024 * 1024
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version: without content it is the one that stands. `files` are places beside the text."""

    by: str
    at: datetime | None
    note: str
    content: Content | None
    files: tuple[tuple[str, str], ...]


def versions_beside(bundle: Bundle, source: str, names: Names) -> list[Earlier]:
    """Return the versions that came with a text, the oldest first; what is none is left out."""
    place = str(PurePosixPath(source).with_name(VERSIONS))
    if place not in bundle.known:
        return []
    try:
        told = json.loads(bundle.read(place, MOST_BYTES))
    except (EntryError, ValueError, RecursionError):
        return []
    given = cleaned(told) if isinstance(told, list) else []
    found = [_read(one, names) for one in given[-MOST_VERSIONS - 1 :] if isinstance(one, dict)]
    return [one for one in found if one is not None]


def keep_versions(
    resource: Resource,
    versions: list[Earlier],
    *,
    keys: Mapping[str, str],
    now: Mapping[str, str],
    places: Places,
    folder: PurePosixPath,
    names: Names,
) -> None:
    """Put these before the first version of what was just begun, in the open transaction.

    `keys` are those of its files, and `now` what they are called, by their names in the bundle. Who is
    no member here stands in the note, and who brings it has written it.
    """
    earlier = [one for one in versions if one.content is not None]
    first = ResourceRevision.objects.get(resource=resource, number=1)
    stands = versions[-1] if versions and versions[-1].content is None else None
    if stands is not None:
        first.by_id, first.note = _whose(stands, names)
        first.written_at = stands.at or first.written_at
    number = len(earlier) + 1
    first.number = resource.version = number
    first.save(update_fields=["number", "by", "note", "written_at"])
    resource.save(update_fields=["version"])
    made = []
    for place, one in enumerate(earlier, 1):
        assert one.content is not None  # noqa: S101  (for mypy)
        by, note = _whose(one, names)
        files = [(places.found(folder, name), label) for name, label in one.files]
        content = replace(
            one.content,
            body=renamed(one.content.body, places, folder, now),
            files=tuple(FileEntry(keys[name], label) for name, label in files if name in keys),
        )
        made.append(
            ResourceRevision(
                community_id=resource.community_id,
                resource=resource,
                number=place,
                by_id=by,
                note=note,
                written_at=one.at or first.written_at,
                content=in_order(content).as_json(),
            )
        )
    ResourceRevision.objects.bulk_create(made, batch_size=50)


def _read(told: dict[str, Any], names: Names) -> Earlier | None:
    note, by = str(told.get("note", ""))[:LONGEST_NOTE], str(told.get("by", ""))[:120]
    at = moment_told(told.get("at"))
    if "body" not in told:
        return Earlier(by, at, note, None, ())
    content, _remarks, wrong = content_told(told, str(told["body"]), "", names)
    if content is None or wrong:
        return None
    files = [one for one in told.get("files") or () if isinstance(one, dict)]
    placed = tuple((str(one.get("file", "")), str(one.get("label", ""))[:200]) for one in files)
    return Earlier(by, at or timezone.now(), note, content, placed)


def _whose(one: Earlier, names: Names) -> tuple[int, str]:
    """Return whose version it is here, and what is said of it.

    A facilitator is believed that somebody else wrote it; of anybody else it is only told.
    """
    ids = names.members.get(fold(one.by), []) if one.by else []
    if len(ids) == 1 and (names.member.is_facilitator or ids == [names.member.pk]):
        return ids[0], one.note
    said = ": ".join(part for part in (one.by, one.note) if part)
    return names.member.pk, said[:LONGEST_NOTE]
