"""Takes the text out of a file that may want to do harm: run as a program, in a process of its own.

`python text_child.py .pdf < file > text`. Nothing of Porchlight is loaded here, and the limits are set
before the first byte is read. It ends with 0, or with one of the codes below; what was read until then
has been written. Only what is kept by others reads formats: pypdf, and Python's own zipfile and expat.
"""

import contextlib
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, NoReturn
from xml.parsers import expat

BROKEN, LOCKED, PART = 3, 4, 5
MEMORY = 300 * 1024 * 1024
SECONDS = 20
MAX_TEXT = 200_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PAGES = 500
MAX_DEPTH = 200
_CHUNK = 1 << 16

# Which parts of an archive have text, and in which elements; none: in all.
_PARTS: dict[str, tuple[str, str | None]] = {
    ".docx": (r"word/(document|footnotes|endnotes)\.xml", "t"),
    ".pptx": (r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", "t"),
    ".xlsx": (r"xl/sharedStrings\.xml", "t"),
    ".odt": (r"content\.xml", None),
    ".odp": (r"content\.xml", None),
    ".ods": (r"content\.xml", None),
}
# After these the next word is another one.
_BREAKS = frozenset({"p", "h", "tab", "br", "si", "line-break", "s", "tc"})


class TooMuchError(Exception):
    """More than is read."""


class DoctypeError(Exception):
    """A document type: office files have none, and entities that are made of entities do."""


def limit(seconds: int) -> None:
    """Bound what this process may take; where the system has no such limit, the parent's clock stays."""
    wanted = [
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MAX_TEXT * 8),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ]
    for which, most in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))


def texts_of(file: IO[bytes], ending: str) -> Iterator[str]:
    """Give the text piece by piece."""
    if ending == ".pdf":
        return _pdf(file)
    if ending in _PARTS:
        return _office(file, *_PARTS[ending])
    return _plain(file)


def _plain(file: IO[bytes]) -> Iterator[str]:
    data = file.read(MAX_TEXT * 4)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


def _pdf(file: IO[bytes]) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415  (only this kind needs it)

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    faults = read = 0
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES:
            raise TooMuchError
        try:
            yield page.extract_text() + "\n"
            read += 1
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001  (of a broken page, whatever the library says)
            faults += 1
    if faults and not read:
        sys.exit(BROKEN)


def _office(file: IO[bytes], parts: str, tag: str | None) -> Iterator[str]:
    left = MAX_UNPACKED
    with zipfile.ZipFile(file) as archive:
        for name in sorted(filter(re.compile(parts).fullmatch, archive.namelist()), key=_in_order):
            with archive.open(name) as part:
                for chunk in _xml_texts(part, tag):
                    if isinstance(chunk, int):
                        left -= chunk
                        if left < 0:
                            raise TooMuchError
                    else:
                        yield chunk


def _in_order(name: str) -> list[int | str]:
    """Return what puts slide 10 after slide 9."""
    folder, _slash, last = name.rpartition("/")
    return [folder, *(int(n) for n in re.findall(r"\d+", last))]


def _xml_texts(part: IO[bytes], tag: str | None) -> Iterator[str | int]:
    """Give how much was unpacked, and the text in it; the tree is never made."""
    found: list[str] = []
    inside = [0, 0]  # depth, and how many elements round us have text
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def begin(name: str, _attributes: object) -> None:
        inside[0] += 1
        if inside[0] > MAX_DEPTH:
            raise TooMuchError
        local = name.rpartition(" ")[2]
        inside[1] += local == tag
        if local in _BREAKS:
            found.append(" ")

    def end(name: str) -> None:
        inside[0] -= 1
        inside[1] -= name.rpartition(" ")[2] == tag

    def words(text: str) -> None:
        if tag is None or inside[1]:
            found.append(text)

    def doctype(*_of_what: object) -> None:
        raise DoctypeError

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = words, doctype
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk)
        yield len(chunk)
        yield "".join(found)
        found.clear()
    parser.Parse(b"", True)
    yield "".join(found) + "\n"


def write(texts: Iterable[str], out: IO[bytes]) -> None:
    """Write as much as is kept, each piece at once. Raises TooMuchError where there is more."""
    left = MAX_TEXT
    for text in texts:
        out.write(text[:left].encode("utf-8", "replace"))
        out.flush()
        left -= len(text)
        if left < 0:
            raise TooMuchError


def main() -> NoReturn:
    ending, seconds = sys.argv[1], int(sys.argv[2])
    limit(seconds)
    try:
        write(texts_of(sys.stdin.buffer, ending), sys.stdout.buffer)
    except TooMuchError:
        sys.exit(PART)
    except Exception:  # noqa: BLE001  (a broken file: whatever it may be, it is told by the code)
        sys.exit(BROKEN)
    sys.exit(0)


if __name__ == "__main__":
    main()
