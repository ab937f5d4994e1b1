"""What somebody brings: a folder, a ZIP or one file, read within bounds. Nothing is unpacked to a disk."""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO
from unicodedata import normalize

from django.conf import settings
from django.utils.translation import gettext as _

MAX_FILES = 20_000
MAX_UNPACKED = 2 * 1024**3
MAX_LIST = 8 * 1024 * 1024
MAX_TEXT = 1024 * 1024
# The end of a list in a ZIP64, with what tells where it is.
_ZIP64_END = 56 + 20
# How nearly everybody packs, and how nobody's memory is filled.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# Of Windows.
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini"})
# The name of an entry is in UTF-8 (APPNOTE.TXT, 4.4.4).
_IN_UTF8 = 0x800
# What Python's zipfile raises for what is broken, locked or packed in a way that it does not know.
_FAULTS = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError),
    *(ValueError, EOFError, struct.error, zlib.error),
)


class BundleError(Exception):
    """It cannot be read at all; its text is a sentence for who brought it."""


class EntryError(Exception):
    """One file in it cannot be read; its text is a sentence."""


@dataclass
class Bundle(ABC):
    """Files by their names, with "/" between folders; `wrong` are sentences on what was left out."""

    names: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    room: int = MAX_UNPACKED

    @abstractmethod
    def open(self, name: str, /) -> IO[bytes]:
        """Return a file, to be read and closed."""

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.names)

    @abstractmethod
    def size(self, name: str, /) -> int:
        """Return how many bytes a file says that it has."""

    def fingerprint(self, name: str, /) -> str:
        """Return what tells this file from one of the same name that says something else."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return the bytes of a file. Raises EntryError if there are more than fit."""
        most = limit or settings.ATTACHMENT_MAX_MB * 1024 * 1024
        try:
            with self.open(name) as file:
                data = file.read(most + 1)
        except _FAULTS as error:
            raise EntryError(_("It is damaged, or locked with a password.")) from error
        self.room -= len(data)
        if len(data) > most:
            raise EntryError(
                _("It is too large: at most %(limit)s MB fit.") % {"limit": most // 1024 // 1024}
            )
        if self.room < 0:
            raise EntryError(_("All of it together is too large."))
        return data

    def text(self, name: str) -> str:
        """Return a text in whatever encoding it is. Raises EntryError if it is none."""
        data = self.read(name, MAX_TEXT)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16", "replace")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                # What older programs write.
                text = data.decode("cp1252", "replace")
        if "\x00" in text:
            raise EntryError(_("It is no text."))
        return normalize("NFC", text)


class ZipBundle(Bundle):
    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        try:
            _check_list(file)
            self.archive = zipfile.ZipFile(file)
            infos = self.archive.infolist()
        except _FAULTS as error:
            raise BundleError(_("This ZIP file cannot be read. Please make it again.")) from error
        if len(infos) > MAX_FILES:
            raise BundleError(_too_many())
        times = Counter(map(_called, infos))
        self._infos = {_called(info): info for info in infos if not info.is_dir()}
        for name, info in sorted(self._infos.items()):
            if is_hidden(name):
                continue
            if why := _refused(info):
                self.wrong.append((name, why))
                continue
            self.names.append(name)
            if times[name] > 1:
                self.wrong.append((name, _("There are several of this name. The last one counts.")))

    def open(self, name: str, /) -> IO[bytes]:
        return self.archive.open(self._infos[name])

    def size(self, name: str, /) -> int:
        return self._infos[name].file_size

    def fingerprint(self, name: str, /) -> str:
        """Return what the list says of it: the file is not read for that."""
        info = self._infos[name]
        return f"{info.CRC}/{info.file_size}"


class FolderBundle(Bundle):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder.resolve()
        for path in sorted(_files_in(self.folder)):
            name = path.relative_to(self.folder).as_posix()
            if is_hidden(name):
                continue
            if not path.resolve().is_relative_to(self.folder):
                self.wrong.append((name, _leads_out()))
            else:
                self.names.append(name)
            if len(self.names) > MAX_FILES:
                raise BundleError(_too_many())

    def open(self, name: str, /) -> IO[bytes]:
        return (self.folder / name).open("rb")

    def size(self, name: str, /) -> int:
        return (self.folder / name).stat().st_size


class SingleFile(Bundle):
    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(names=[name])
        self.data = data

    def open(self, _name: str, /) -> IO[bytes]:
        return io.BytesIO(self.data)

    def size(self, _name: str, /) -> int:
        return len(self.data)


def bundle_of(file: IO[bytes], name: str) -> Bundle:
    """Return what an uploaded file holds. Raises BundleError."""
    file.seek(0)
    if PurePosixPath(name).suffix.lower() == ".zip":
        return ZipBundle(file)
    last = PurePosixPath(name.replace("\\", "/")).name.replace("\0", "")
    return SingleFile(last or "file", file.read())


def check_size(size: int) -> None:
    """Raise BundleError for an upload that was cut off, since it was too large."""
    limit = settings.ATTACHMENT_MAX_MB
    if size > limit * 1024 * 1024:
        raise BundleError(
            _(
                "This file is too large: at most %(limit)s MB fit. Bring it in several files, or ask"
                " who runs this place to bring it in by the command line."
            )
            % {"limit": limit}
        )


def bundle_at(path: Path) -> Bundle:
    """Return what stands at a path. Raises BundleError, OSError."""
    if path.is_dir():
        return FolderBundle(path)
    if path.suffix.lower() == ".zip":
        return ZipBundle(path.open("rb"))
    return SingleFile(path.name, path.read_bytes())


def leads_out(name: str) -> bool:
    """Return whether a name in an archive is no plain place below its top."""
    parts = name.replace("\\", "/").split("/")
    return not name or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def is_hidden(name: str) -> bool:
    """Return whether it is something that a program left there, and no person."""
    parts = name.split("/")
    if parts[-1].lower() in _LEFT_BEHIND:
        return True
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _called(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry; programs of Apple write UTF-8 and do not say so."""
    if info.flag_bits & _IN_UTF8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _refused(info: zipfile.ZipInfo) -> str:
    if leads_out(_called(info)):
        return _leads_out()
    if info.flag_bits & 1:
        return _("It is locked with a password. It is left out.")
    if info.compress_type not in _PACKED:
        # Other ways ask for as much memory as the file says.
        return _("It is packed in a way that is not read here. It is left out.")
    if stat.S_ISLNK(info.external_attr >> 16):
        return _("It only points at another file. It is left out.")
    return ""


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _check_list(file: IO[bytes]) -> None:
    """Refuse a list of contents that would take some hundred MB of memory, before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 22 - 65_535))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place >= 0 and max(_sizes_of_list(file, tail[place:], size - len(tail) + place)) > MAX_LIST:
        raise BundleError(_too_many())
    file.seek(0)


def _sizes_of_list(file: IO[bytes], end: bytes, place: int) -> tuple[int, int]:
    """Return the sizes that the end of a list says, and that of a ZIP64 before it, which counts more.

    APPNOTE.TXT of PKWARE, 6.3.10, sections 4.3.14 to 4.3.16.
    """
    file.seek(max(0, place - _ZIP64_END))
    large = file.read(_ZIP64_END) if place >= _ZIP64_END else b""
    is_large = large.startswith(b"PK\x06\x06")
    return (
        int.from_bytes(end[12:16], "little"),
        int.from_bytes(large[40:48], "little") if is_large else 0,
    )


def _leads_out() -> str:
    return _("Its name leads out of the folder. It is left out.")


def _too_many() -> str:
    return _("There are too many files in it: at most %(limit)s fit.") % {"limit": MAX_FILES}
