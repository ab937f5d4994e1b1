"""The library as a ZIP: a folder for each resource, and one file with all of it for programs."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.storage import default_storage

from communities.models import Community, Membership
from communities.scope import scope
from core.file_names import ending_of, safe_name, with_ending
from core.slugs import slug_of
from knowledge.content import Content, content_of, file_entries
from knowledge.exchange.front_matter import written
from knowledge.exchange.portable import FORMAT, INDEX, TEXT, VERSIONS, Names, as_text, portable
from knowledge.exchange.portable_collections import collections_of
from knowledge.exchange.portable_quotations import agreed_quotations, marks_of
from knowledge.exchange.portable_versions import Told, read_versions, write_versions
from knowledge.models import Collection, Resource, ResourceCredit, ResourceFile
from knowledge.querysets import ResourceQuerySet

COLLECTIONS = "collections"
BATCH = 100
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A resource as it goes out: its folder, front matter, text, and files with their names there."""

    pk: int
    number: int
    folder: str
    told: dict[str, Any]
    body: str
    files: list[tuple[str, ResourceFile]]
    versions: tuple[int, int] | None


def exported(
    member: Membership, collection: Collection | None = None
) -> ResourceQuerySet[Resource]:
    """Return what goes out with this member: what he sees, and nothing else."""
    found = Resource.objects.visible_to(member)
    if collection is None:
        return found
    return found.filter(placements__collection=collection, placements__is_proposed=False)


def write_library(
    out: IO[bytes],
    member: Membership,
    *,
    collection: Collection | None = None,
    tell: Callable[[int], None] | None = None,
    quoted: dict[str, list[str]] | None = None,
) -> int:
    """Write what this member sees as a ZIP, in the order of the numbers; return how many.

    Opens the scope for each batch, with a constant number of queries, and holds no more than a batch
    in memory; `tell` gets how many are done after each. `quoted` is filled with the marks of what is
    quoted, by the resource.
    """
    names, folders = Names(member.community, member), dict[int, str]()
    with (
        ExitStack() as stack,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        _scratch() as index,
    ):
        versions = stack.enter_context(tempfile.TemporaryFile())
        index.write(_head(member.community))
        for batch in _batches(names, collection, versions):
            for one in batch:
                index.write((",\n" if folders else "\n") + _write(archive, one, versions))
                folders[one.pk] = one.folder
                if quoted is not None and (said := one.told.get("quotations")):
                    quoted[str(one.pk)] = marks_of(said)
            if tell is not None:
                tell(len(folders))
        index.write('\n],\n"collections": [')
        with scope(member.community):
            shelves = collections_of(member, folders, names, collection)
        for place, (number, told, note) in enumerate(shelves):
            name = f"{COLLECTIONS}/{number:03}-{slug_of(str(told['collection']))}.md"
            archive.writestr(name, written(told, note))
            entry = json.dumps({**told, "note": note}, ensure_ascii=False)
            index.write((",\n" if place else "\n") + entry)
        index.write("\n]}\n")
        _append(archive, index)
    return len(folders)


def _batches(
    names: Names, collection: Collection | None, versions: IO[bytes]
) -> Iterator[list[Outgoing]]:
    after = 0
    while True:
        versions.seek(0)
        versions.truncate()
        with scope(names.community):
            found = exported(names.member, collection).filter(number__gt=after)
            batch = list(_outgoing(found, names, versions))
        if not batch:
            return
        after = batch[-1].number
        # Not in the scope: no transaction is open while files are packed.
        yield batch


def _outgoing(
    found: ResourceQuerySet[Resource], names: Names, scratch: IO[bytes]
) -> Iterator[Outgoing]:
    resources = list(
        found.with_labels()
        .select_related("audience")
        .defer("html", "details_html")
        .order_by("number")[:BATCH]
    )
    ids = [one.pk for one in resources]
    credits_ = _by_resource(
        ResourceCredit.objects.filter(resource__in=ids).order_by("resource", "position")
    )
    files = _by_resource(ResourceFile.objects.filter(resource__in=ids, last_in=None).defer("text"))
    quotations = agreed_quotations([one.pk for one in resources if one.is_shown])
    contents = {one.pk: content_of(one, credits_.get(one.pk, [])) for one in resources}
    beside = {
        one.pk: list(_placed(contents[one.pk], {f.key: f for f in files.get(one.pk, [])}))
        for one in resources
    }
    versions = write_versions(
        scratch,
        [
            Told(
                one,
                _first_for(names.member, one, credits_.get(one.pk, [])),
                {file.key: place for place, _label, file in beside[one.pk]},
            )
            for one in resources
        ],
        names,
    )
    for resource in resources:
        resource.community = names.community
        content, placed = contents[resource.pk], beside[resource.pk]
        told = portable(resource, content, names)
        if placed:
            told["files"] = [
                {"file": place, "label": label} if label else {"file": place}
                for place, label, _file in placed
            ]
        if resource.pk in quotations:
            told["quotations"] = quotations[resource.pk]
        folder = f"{resource.number:05}-{slug_of(resource.title, default='resource')}"
        places = [(place, file) for place, _label, file in placed]
        yield Outgoing(
            resource.pk,
            resource.number,
            folder,
            told,
            content.body,
            places,
            versions.get(resource.pk),
        )


def _first_for(member: Membership, resource: Resource, credits_: Iterable[ResourceCredit]) -> int:
    """Return the first version that he may read, as knowledge.views.version_pages has it."""
    is_his = resource.owner_id == member.pk or any(
        one.is_author and one.member_id == member.pk for one in credits_
    )
    return 1 if member.is_facilitator or is_his else resource.shown_from or 1


def _placed(
    content: Content, files: dict[str, ResourceFile]
) -> Iterator[tuple[str, str, ResourceFile]]:
    """Give the files in their order, each with a name that no other has in its folder."""
    taken = {TEXT, VERSIONS}
    for key, label in file_entries(content.files):
        if file := files.get(key):
            first = place = safe_name(file.name)
            ending, number = ending_of(first), 1
            while place.lower() in taken:
                number += 1
                place = f"{with_ending(first, '')}-{number}{ending}"
            taken.add(place.lower())
            yield place, label, file


def _write(archive: zipfile.ZipFile, one: Outgoing, versions: IO[bytes]) -> str:
    """Write a resource with its files; return what the index says of it."""
    archive.writestr(f"{one.folder}/{TEXT}", written(one.told, one.body))
    for place, file in one.files:
        # One that is not in the storage is missed by who brings it in.
        _copy(archive, f"{one.folder}/{place}", file)
    entry = {"number": one.number, "folder": one.folder, **as_text(one.told), "body": one.body}
    said = json.dumps(entry, ensure_ascii=False)
    if one.versions is None:
        return said
    before = read_versions(versions, one.versions)
    archive.writestr(f"{one.folder}/{VERSIONS}", before)
    return f'{said[:-1]}, "versions": {before.decode().strip()}}}'


def _copy(archive: zipfile.ZipFile, name: str, file: ResourceFile) -> None:
    info = zipfile.ZipInfo(name, date_time=file.created_at.timetuple()[:6])
    # Pictures and office files are packed already.
    info.compress_type = zipfile.ZIP_STORED
    try:
        content = default_storage.open(file.path)
    except FileNotFoundError:
        return
    with content, archive.open(info, "w") as out:
        shutil.copyfileobj(content, out)


def _append(archive: zipfile.ZipFile, index: IO[str]) -> None:
    index.seek(0)
    with archive.open(INDEX, "w") as entry_file:
        while piece := index.read(_PIECE):
            entry_file.write(piece.encode())


def _head(community: Community) -> str:
    told = {"porchlight": FORMAT, "community": community.name, "language": community.language}
    return json.dumps(told, ensure_ascii=False)[:-1] + ',\n"resources": ['


def _by_resource(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.resource_id, []).append(row)
    return found


def _scratch() -> Any:
    return tempfile.TemporaryFile("w+", encoding="utf-8")
