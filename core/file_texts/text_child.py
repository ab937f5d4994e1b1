"""Takes the text out of a file that may want to do harm: run as a program, in a process of its own.

`python text_child.py .pdf < file > text`. Nothing of Porchlight is loaded here, and the limits are set
before the first byte is read. It ends with 0, or with one of the codes below; what was read until then
has been written. Only what is kept by others reads formats: pypdf, and Python's own zipfile and expat.
"""

import codecs
import contextlib
import posixpath
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NoReturn
from xml.parsers import expat

BROKEN, LOCKED, PART = 3, 4, 5
MEMORY = 300 * 1024 * 1024
# At work; and on the clock, for one that sleeps, or has to share its machine.
SECONDS, CLOCK = 6, 20
MAX_TEXT = 200_000
# PostgreSQL takes 1 MB into one entry of its index; pairs of letters with hyphens need 3.7 times
# their own room there, with the place of each word.
MAX_BYTES = 260_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PAGES = 500
MAX_DEPTH = 200
_CHUNK = 1 << 16

# Which parts of an archive have text, and in which elements; none: in all.
_PARTS: dict[str, tuple[str, str | None]] = {
    ".docx": (r"word/(document|footnotes|endnotes)\.xml", "t"),
    ".pptx": (r"ppt/slides/slide\d+\.xml", "t"),
    ".xlsx": (r"xl/sharedStrings\.xml", "t"),
    ".odt": (r"content\.xml", None),
    ".odp": (r"content\.xml", None),
    ".ods": (r"content\.xml", None),
}
_NOTES = r"ppt/notesSlides/notesSlide\d+\.xml"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
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
        # No process of its own.
        (resource.RLIMIT_NPROC, 0),
    ]
    # Also where nobody is left who looks at the clock: the worker may be killed meanwhile.
    signal.alarm(CLOCK)
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
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")
        return
    # A text that is cut in the midst of its last letter is UTF-8 all the same; where nothing else
    # says so, the last byte is the letter.
    is_cut = len(data) == MAX_TEXT * 4 or not text.isascii()
    yield text if is_cut or not decoder.getstate()[0] else data.decode("cp1252", "replace")


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
    with zipfile.ZipFile(file) as archive:
        found = sorted(filter(re.compile(parts).fullmatch, archive.namelist()), key=_in_order)
        reader = PartReader(archive)
        # What belongs to a slide is looked up once those before it are read.
        is_deck = bool(found) and found[0].startswith("ppt/")
        for name in reader.with_notes(found) if is_deck else found:
            yield from reader.texts(name, tag)


def _in_order(name: str) -> list[int | str]:
    """Return what puts slide 10 after slide 9."""
    folder, _slash, last = name.rpartition("/")
    return [folder, *(int(n) for n in re.findall(r"\d+", last))]


class PartReader:
    """Reads parts of an archive; no tree is made. Raises TooMuchError where they are too large together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MAX_UNPACKED

    def texts(self, name: str, tag: str | None) -> Iterator[str]:
        """Give the text in these elements, or in all."""
        found: list[str] = []
        around = [0]

        def begin(local: str, _attributes: dict[str, str]) -> None:
            around[0] += local == tag
            if local in _BREAKS:
                found.append(" ")

        def end(local: str) -> None:
            around[0] -= local == tag

        def words(text: str) -> None:
            if tag is None or around[0]:
                found.append(text)

        for _piece in self._parsed(name, begin, end, words):
            yield "".join(found)
            found.clear()
        yield "\n"

    def with_notes(self, slides: list[str]) -> Iterator[str]:
        """Give slides as they are shown, each with its notes behind it."""
        shown = self._elements("ppt/presentation.xml", "sldId")
        targets = self._targets("ppt/presentation.xml")
        wanted = [targets.get(one.get(_ID, ""), ("", ""))[1] for one in shown]
        known = frozenset(slides)
        for slide in dict.fromkeys([*(one for one in wanted if one in known), *slides]):
            yield slide
            for kind, notes in self._targets(slide).values():
                if kind == "notesSlide" and re.fullmatch(_NOTES, notes):
                    yield notes

    def _targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to, by id: the kind of it, and its name."""
        folder, _slash, last = name.rpartition("/")
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))[1:],
            )
            for one in self._elements(f"{folder}/_rels/{last}.rels", "Relationship")
        }

    def _elements(self, name: str, tag: str) -> list[dict[str, str]]:
        """Return the attributes of these elements; of a part that is not there, none."""
        found: list[dict[str, str]] = []

        def begin(local: str, attributes: dict[str, str]) -> None:
            if local == tag:
                found.append(attributes)

        if name in self.archive.NameToInfo:
            for _piece in self._parsed(name, begin, lambda _local: None, lambda _text: None):
                pass
        return found

    def _parsed(
        self,
        name: str,
        begin: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        words: Callable[[str], None],
    ) -> Iterator[None]:
        """Call these for what stands in a part, with names of elements as they are without their spaces."""
        depth = 0

        def begun(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise TooMuchError
            begin(name.rpartition(" ")[2], attributes)

        def ended(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(name.rpartition(" ")[2])

        def doctype(*_of_what: object) -> None:
            raise DoctypeError

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = begun, ended
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = words, doctype
        with self.archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise TooMuchError
                parser.Parse(chunk)
                yield
        parser.Parse(b"", True)
        yield


def write(texts: Iterable[str], out: IO[bytes]) -> None:
    """Write as much as is kept, each piece at once. Raises TooMuchError where there is more."""
    left, room = MAX_TEXT, MAX_BYTES
    for text in texts:
        data = text[:left].encode("utf-8", "replace")
        out.write(data[:room])
        out.flush()
        left -= len(text)
        room -= len(data)
        if left < 0 or room < 0:
            raise TooMuchError


def main() -> NoReturn:
    ending, seconds = sys.argv[1], int(sys.argv[2])
    limit(seconds)
    try:
        write(texts_of(sys.stdin.buffer, ending), sys.stdout.buffer)
    except (TooMuchError, MemoryError, RecursionError):
        # What was written until now is true; where that is nothing, the parent says so.
        sys.exit(PART)
    except Exception:  # noqa: BLE001  (a broken file: whatever it may be, it is told by the code)
        sys.exit(BROKEN)
    sys.exit(0)


if __name__ == "__main__":
    main()
