"""What a file is, told from its bytes. Its name must say the same, or it is refused with a sentence.

The list is short: what school staff send each other. Left out are archives and whatever a browser or a
double click would run; and of the rest, what is two things at once.
"""

import codecs
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.file_names import ending_of

PICTURES = (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif")
_PICTURE_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")

# A browser that guesses looks for these near the beginning.
_LOOKED_AT = 1024
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|iframe|svg|math|object|embed|img|\?xml|\?php|%)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHUNK = 1 << 16

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_END = struct.Struct("<4s4H2LH")
# Of a list of contents that is larger, Python would make some hundred MB.
_ZIP_MAX_LIST = 1 << 20
_RUNS = re.compile(
    r"vbaproject\.bin$|(^|/)meta-inf/manifest\.mf$|\.(class|jar|exe|dll|js|vbs|bat|cmd|ps1|html?)$"
)
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def is_picture(head: bytes) -> bool:
    """Return whether a file that begins so is a picture of a kind that is made anew."""
    return head.startswith(_PICTURE_SIGNS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def check_document(file: IO[bytes], name: str) -> str:
    """Return the content type of a file that is no picture.

    Raises ValidationError with a sentence if files of its kind are not taken, or it is not what its
    name says.
    """
    known = _KINDS.get(ending_of(name))
    if known is None:
        raise ValidationError(
            _(
                "Files of this kind cannot be added. These can: pictures (JPEG, PNG, WebP, GIF), PDF, "
                "Word, Excel, PowerPoint, OpenDocument, text and CSV."
            ),
            code="kind",
        )
    file.seek(0)
    if not known.check(file, known.sign):
        raise ValidationError(
            _(
                "This file is not what its name says (%(ending)s). Please save it again with the "
                "program that made it, and add that."
            ),
            code="not_what_it_says",
            params={"ending": ending_of(name)},
        )
    file.seek(0)
    return known.content_type


def _is_pdf(file: IO[bytes], _sign: str) -> bool:
    head = file.read(_LOOKED_AT)
    return head.startswith(b"%PDF-") and not _MARKUP.search(head) and not zipfile.is_zipfile(file)


def _is_text(file: IO[bytes], _sign: str) -> bool:
    """UTF-8, UTF-16 with its mark, or what older programs write: anything without control characters."""
    head = file.read(_CHUNK)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16")() if wide else None
    chunk, start = head, b""
    while chunk:
        try:
            plain = decoder.decode(chunk).encode() if decoder else chunk
        except ValueError:
            return False
        if _CONTROLS.search(plain):
            return False
        start = start or plain[:_LOOKED_AT]
        chunk = file.read(_CHUNK)
    return not _MARKUP.search(start)


def _is_office(file: IO[bytes], folder: str) -> bool:
    names = _zip_names(file)
    return "[content_types].xml" in names and any(name.startswith(folder) for name in names)


def _is_open_document(file: IO[bytes], kind: str) -> bool:
    # Its first entry is stored as it is, and says what it is (OpenDocument 1.3, part 2, 3.3).
    head = file.read(200)
    return head[30:].startswith(b"mimetype" + kind.encode()) and bool(_zip_names(file))


def _is_old_office(file: IO[bytes], stream: str) -> bool:
    if file.read(len(_OLE)) != _OLE:
        return False
    wanted, found, before = stream.encode("utf-16-le"), False, b""
    while chunk := file.read(_CHUNK):
        window = before + chunk
        _refuse_macros(present=_OLE_MACROS in window)
        found = found or wanted in window
        before = chunk[-64:]
    return found


def _zip_names(file: IO[bytes]) -> list[str]:
    """Return the names in a ZIP in lower case; none where it is not one thing from end to end."""
    file.seek(0)
    if file.read(len(_ZIP)) != _ZIP:
        return []
    size = file.seek(0, 2)
    file.seek(max(size - _ZIP_END.size, 0))
    tail = file.read()
    if len(tail) < _ZIP_END.size:
        return []
    # Office programs write no comment: the file ends with the end of the list of contents.
    sign, *_counts, listed, start, comment = _ZIP_END.unpack(tail)
    if sign != b"PK\x05\x06" or comment or listed > _ZIP_MAX_LIST:
        return []
    if start + listed + _ZIP_END.size != size:
        return []
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return []
    _refuse_macros(present=any(_RUNS.search(name) for name in names))
    return names


def _refuse_macros(*, present: bool) -> None:
    if present:
        raise ValidationError(
            _(
                "This document has macros or programs in it. Please save it without them, or as PDF, "
                "and add that."
            ),
            code="macros",
        )


@dataclass(frozen=True, slots=True)
class _Kind:
    content_type: str
    check: Callable[[IO[bytes], str], bool]
    sign: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_KINDS: dict[str, _Kind] = {
    ".pdf": _Kind("application/pdf", _is_pdf),
    ".txt": _Kind("text/plain", _is_text),
    ".md": _Kind("text/markdown", _is_text),
    ".csv": _Kind("text/csv", _is_text),
    ".docx": _Kind(f"{_OFFICE}wordprocessingml.document", _is_office, "word/"),
    ".xlsx": _Kind(f"{_OFFICE}spreadsheetml.sheet", _is_office, "xl/"),
    ".pptx": _Kind(f"{_OFFICE}presentationml.presentation", _is_office, "ppt/"),
    **{
        f".od{letter}": _Kind(f"{_OPEN}{kind}", _is_open_document, f"{_OPEN}{kind}")
        for letter, kind in (("t", "text"), ("s", "spreadsheet"), ("p", "presentation"))
    },
    ".doc": _Kind("application/msword", _is_old_office, "WordDocument"),
    ".xls": _Kind("application/vnd.ms-excel", _is_old_office, "Workbook"),
    ".ppt": _Kind("application/vnd.ms-powerpoint", _is_old_office, "PowerPoint Document"),
}
ENDINGS = (*PICTURES, *_KINDS)
"""What a file may end in, for the dialog in which one chooses."""
