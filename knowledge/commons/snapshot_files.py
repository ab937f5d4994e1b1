"""Files of a snapshot: copied out of the community's storage, shown, and copied into another library."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from communities.models import Community, Membership
from core.addresses import address
from core.checked_files import CheckedFile
from core.stored_files import store
from forums.drawn_files import file_list, with_pictures
from forums.file_rows import FileRow
from forums.sent_files import sent_stored_file
from forums.stray_files import remove_unnamed
from knowledge.content import FileEntry
from knowledge.files.attaching import keep_file
from knowledge.models import CommonsEntry, Resource, ResourceFile, Snapshot, SnapshotFile
from knowledge.models.snapshot_file import FOLDER

_KEPT = ("name", "label", "size", "width", "height", "content_type")


def keep_snapshot_files(
    entry: CommonsEntry, snapshot: Snapshot, files: Iterable[Mapping[str, Any]]
) -> None:
    """Give a new snapshot its files. What an earlier one of the same address has is not copied again.

    One that is gone at home since it was asked for stays away. Raises ValidationError where there
    is no room.
    """
    wanted = {one["key"]: one for one in files}
    there = SnapshotFile.objects.filter(snapshot__entry=entry, origin__in=wanted)
    known = {file.origin: file.key for file in there}
    homes = ResourceFile.objects.filter(
        community=entry.community_id, resource=entry.resource_id, key__in=wanted
    )
    by_key = {file.key: file for file in homes.defer("text")} if wanted else {}
    for key, one in wanted.items():
        home = by_key.get(key)
        if key not in known and home is None:
            continue
        values = {name: one[name] for name in _KEPT}
        made = SnapshotFile(
            snapshot=snapshot, community_id=entry.community_id, origin=key, **values
        )
        if key in known:
            made.key = known[key]
        elif home is not None and not _copied(home, made):
            continue
        made.save()


def drawn(values: dict[str, Any], rows: Sequence[FileRow]) -> dict[str, Any]:
    """Return what shown() made with pictures in their places, and the files that have none there."""
    left = tuple(rows)
    details = []
    for detail in values["details"]:
        html, left = with_pictures(str(detail["html"]), left)
        details.append(detail | {"html": html})
    html, left = with_pictures(values["it"].html, left)
    return values | {"details": details, "html": html, "files": file_list(left)}


def rows_at_home(resource: Resource, files: Iterable[Mapping[str, Any]]) -> list[FileRow]:
    """Return files of a preview: they open where they are now."""
    slug = resource.community.slug
    return [
        FileRow(
            address("knowledge:file", slug, resource.number, one["key"]),
            *(one["name"], one["size"], one["width"], one["height"], one["label"]),
        )
        for one in files
    ]


def rows_of(snapshot: Snapshot, *, slug: str = "") -> list[FileRow]:
    """Return the files of a snapshot, as a community's members or everybody open them: one query."""
    number = snapshot.entry_id

    def url(key: str) -> str:
        if slug:
            return address("knowledge:from_others_file", slug, number, key)
        return address("knowledge:public_file", number, key)

    return [
        FileRow(url(one.key), one.name, one.size, one.width, one.height, one.label)
        for one in SnapshotFile.objects.filter(snapshot=snapshot).order_by("pk")
    ]


def sent_snapshot_file(
    request: HttpRequest, snapshot_id: int | None, key: str, *, is_small: bool
) -> HttpResponseBase:
    """Send a file of what is read now. Ask before whether that may be read. Raises Http404."""
    file: SnapshotFile = get_object_or_404(SnapshotFile, snapshot=snapshot_id, key=key)
    return sent_stored_file(request, file, is_small=is_small)


def copied_files(snapshot: Snapshot, by: Membership) -> tuple[FileEntry, ...]:
    """Keep copies of a snapshot's files for something that a member begins in his own library.

    Raises ValidationError where there is no room.
    """
    found = []
    for file in SnapshotFile.objects.filter(snapshot=snapshot).order_by("pk"):
        # One that the storage has lost is no reason to copy nothing.
        with suppress(FileNotFoundError):
            found.append(FileEntry(_kept_copy(file, by).key, file.label))
    return tuple(found)


def remove_stray_snapshot_files() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def _kept_copy(file: SnapshotFile, by: Membership) -> ResourceFile:
    with ExitStack() as open_:
        small = (
            open_.enter_context(default_storage.open(file.small_path)) if file.is_picture else None
        )
        checked = CheckedFile(
            file.name,
            file.content_type,
            File(open_.enter_context(default_storage.open(file.path))),
            file.size,
            File(small) if small else None,
            file.width,
            file.height,
        )
        return keep_file(checked, by=by)


def _copied(home: ResourceFile, made: SnapshotFile) -> bool:
    """Copy a file out of the community's folder; return whether it was there."""
    paths = [(home.path, made.path)]
    if home.is_picture:
        paths.append((home.small_path, made.small_path))
    for source, target in paths:
        try:
            content = default_storage.open(source)
        except FileNotFoundError:
            return False
        with content:
            store(target, File(content))
    return True


def _known(community: Community, keys: Collection[str]) -> set[str]:
    found = SnapshotFile.objects.filter(community=community, key__in=keys)
    return set(found.values_list("key", flat=True))
