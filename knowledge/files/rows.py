"""The files of a resource as pages show them: with the version that stands, and the older ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import address
from core.file_names import name_called
from core.file_texts.readings import Reading
from forums.drawn_files import file_list, with_pictures
from forums.file_rows import FileRow
from knowledge.content import FileEntry
from knowledge.models import Resource, ResourceFile

_FIELDS = ("key", "name", "size", "width", "height", "line", "version", "created_at", "reading")
NOT_READ = {
    Reading.LOCKED: gettext_lazy(
        "Its text could not be read: it is locked with a password. Search finds it by its name only."
    ),
    Reading.BROKEN: gettext_lazy(
        "Its text could not be read: the file may be damaged. Search finds it by its name only."
    ),
    Reading.PART: gettext_lazy("It is very long: search knows only its beginning."),
}


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file beside a resource, as readers see it."""

    row: FileRow
    key: str
    version: int
    day: datetime
    reading: str
    older: tuple["LibraryFile", ...] = ()

    @property
    def not_read(self) -> str:
        """Return why search does not know its text, if so."""
        return str(NOT_READ.get(Reading(self.reading), ""))


@dataclass(frozen=True, slots=True)
class Beside:
    """The texts of a resource with their pictures in place, and the files that have none there."""

    html: str
    details: list[dict[str, Any]]
    pictures: str
    """Safe HTML."""
    files: tuple[LibraryFile, ...]


def files_of(
    resource: Resource, entries: Iterable[FileEntry], *, may_edit: bool
) -> tuple[LibraryFile, ...]:
    """Return these files in their order, each with older versions that the reader may open: one query.

    Readers open what was in a version that was shown to them; authors and facilitators everything.
    """
    wanted = tuple(entries)
    if not wanted:
        return ()
    seen = Q(last_in=None) | Q(key__in=[entry.key for entry in wanted])
    if may_edit:
        seen = Q()
    elif resource.shown_from is not None:
        seen |= Q(last_in__gte=resource.shown_from)
    found = ResourceFile.objects.filter(seen, resource=resource).order_by("-version", "-pk")
    rows = list(found.values(*_FIELDS))
    by_key = {row["key"]: row for row in rows}
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault(row["line"], []).append(row)
    return tuple(
        replace(
            _file(resource, row := by_key[entry.key], entry.label),
            older=tuple(
                _file(resource, one, "")
                for one in lines[row["line"]]
                if one["version"] < row["version"]
            ),
        )
        for entry in wanted
        if entry.key in by_key
    )


def beside(html: str, details: list[dict[str, Any]], files: tuple[LibraryFile, ...]) -> Beside:
    """Return the texts with the pictures that they name, and what is left for below them."""
    left = tuple(one.row for one in files)
    drawn = []
    for detail in details:
        text, left = with_pictures(str(detail["html"]), left)
        drawn.append(detail | {"html": text})
    html, left = with_pictures(html, left)
    pictures = file_list([row for row in left if row.is_picture])
    return Beside(html, drawn, pictures, tuple(one for one in files if not one.row.is_picture))


def _file(resource: Resource, row: dict[str, Any], label: str) -> LibraryFile:
    is_picture = row["width"] is not None
    shown = FileRow(
        address("knowledge:file", resource.community.slug, resource.number, row["key"]),
        row["name"] if is_picture else name_called(label, row["name"]),
        *(row["size"], row["width"], row["height"]),
        label if is_picture else "",
    )
    return LibraryFile(shown, row["key"], row["version"], row["created_at"], row["reading"])


def words_of_reading(count: int) -> str:
    """Return what facilitators read of files whose text could not be read."""
    return _("Files that could not be read (%(count)s)") % {"count": count}
