"""The text of files: taken out by a child with limits, and found by those who see the resource."""

import contextlib
import io
import itertools
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pypdf import PdfReader, PdfWriter

from communities.models import DueWork, Membership
from communities.scope import scope
from core.file_texts import text_child
from core.file_texts.readings import Reading
from core.file_texts.taking import text_of_file
from knowledge.actions.writing import change_resource
from knowledge.content import content_of
from knowledge.files.attaching import READ
from knowledge.files.reading import read_library_file
from knowledge.models import Resource, ResourceFile
from search.actions import refresh
from search.finding import Question, find
from tests.cast import Cast
from tests.knowledge.scenes import content, draft, published, with_file

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] /Resources << >> >>"


def word(text: str) -> bytes:
    # Here, so that only the process that makes one loads what makes it.
    from docx import Document

    out, made = io.BytesIO(), Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def slides(text: str) -> bytes:
    from pptx import Presentation

    out, made = io.BytesIO(), Presentation()
    shape = made.slides.add_slide(made.slide_layouts[1]).shapes.title
    assert shape is not None
    shape.text_frame.text = text
    made.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = PAGE.replace(b"<< >>", b"<< /Font << /F1 5 0 R >> >>")
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return raw_pdf(pages, page, packed(f"BT /F1 12 Tf ({text}) Tj ET".encode()), font)


def locked(text: str) -> bytes:
    out, made = io.BytesIO(), PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    made.encrypt("a word", algorithm="RC4-128")
    made.write(out)
    return out.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate((catalog, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(out))
    )


def packed(words: bytes) -> bytes:
    data = zlib.compress(words)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def part(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", text)
    return out.getvalue()


def deck(*order: int) -> bytes:
    """Return slides 1, 2, 3 … shown in this order, whose notes have numbers of their own."""
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<p:sldId r:id="r{n}"/>' for n in order)
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{rel}/slide" Target="slides/slide{n}.xml"/>' for n in order
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("ppt/presentation.xml", f'<p:x xmlns:p="p" xmlns:r="{rel}">{listed}</p:x>')
        made.writestr("ppt/_rels/presentation.xml.rels", f"<x>{targets}</x>")
        for place, n in enumerate(sorted(order), 1):
            notes = f"../notesSlides/notesSlide{len(order) - place}.xml"
            made.writestr(f"ppt/slides/slide{n}.xml", f"<p><t>slide{n}</t></p>")
            made.writestr(
                f"ppt/slides/_rels/slide{n}.xml.rels",
                f'<x><Relationship Id="a" Type="{rel}/notesSlide" Target="{notes}"/></x>',
            )
            made.writestr(f"ppt/{notes[3:]}", f"<p><t>notes{n}</t></p>")
    return out.getvalue()


def entities() -> str:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{"".join(lines)}]><x>&e9;</x>'


def read(data: bytes, ending: str, seconds: int = 6) -> tuple[Reading, str]:
    return text_of_file(io.BytesIO(data), ending, seconds=seconds)


def test_each_kind_is_read() -> None:
    assert read(word("Rope with knots"), ".docx") == (Reading.READ, "Rope with knots")
    assert read(slides("Crossing guards"), ".pptx") == (Reading.READ, "Crossing guards")
    assert read(pdf("Winter hats"), ".pdf") == (Reading.READ, "Winter hats")
    assert read("Niño".encode("cp1252"), ".csv") == (Reading.READ, "Niño")
    assert read("Sí".encode("utf-16"), ".txt") == (Reading.READ, "Sí")


def test_slides_are_read_as_they_are_shown_with_their_notes() -> None:
    shown = "slide2 notes2 slide10 notes10 slide1 notes1"
    assert read(deck(2, 10, 1), ".pptx") == (Reading.READ, shown)


def test_letters_that_are_cut_are_no_other_letters() -> None:
    text = b"x" * 799_999 + "ñandú".encode()
    # Of the text the first 800,000 bytes are looked at: half of the ñ.
    assert text_child._plain(io.BytesIO(text)).__next__() == "x" * 799_999
    assert read("Señal".encode()[:-1] + "é".encode()[:1], ".txt") == (Reading.READ, "Seña")
    assert read("Café".encode("cp1252"), ".txt") == (Reading.READ, "Café")


def test_more_than_the_index_takes_is_cut_and_said(cast: Cast) -> None:
    letters = [chr(code) for code in range(0x4E00, 0x9000)]
    pairs = " ".join(f"{a}-{b}" for a, b in itertools.pairwise(letters * 3))
    became, text = read(pairs.encode(), ".txt")
    assert became == Reading.PART
    assert len(text.encode()) <= text_child.MAX_BYTES
    with scope(cast.community):
        found = published(cast, cast.sam)
        Resource.objects.filter(pk=found.pk).update(body=pairs)
        # PostgreSQL refuses entries of more than 1 MB.
        refresh(cast.community, "resource", [found.pk])


@pytest.mark.parametrize(
    ("made", "ending", "became"),
    [
        pytest.param(lambda: locked("secret"), ".pdf", Reading.LOCKED, id="locked"),
        pytest.param(lambda: pdf("Winter")[:200], ".pdf", Reading.BROKEN, id="cut off"),
        pytest.param(
            lambda: raw_pdf(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
            ".pdf", Reading.BROKEN, id="pages in a circle",
        ),
        pytest.param(
            lambda: raw_pdf(b"<< /Type /Pages /Kids " + b"[" * 200_000),
            ".pdf", Reading.BROKEN, id="deep nesting",
        ),
        pytest.param(lambda: part(entities()), ".docx", Reading.BROKEN, id="a billion laughs"),
        pytest.param(lambda: part(f"{WORD}{'<w:p>' * 9999}"), ".docx", Reading.BROKEN, id="deep XML"),
        pytest.param(lambda: word("bus")[:900], ".docx", Reading.BROKEN, id="half a document"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_told_from_a_good_one(
    made: Callable[[], bytes], ending: str, became: Reading
) -> None:
    assert read(made(), ending) == (became, "")


def test_of_one_that_is_too_much_the_beginning_is_read() -> None:
    bomb = part(f"{WORD}<w:t>bus</w:t><w:p/>{' ' * 64_000_000}")
    assert read(bomb, ".docx") == (Reading.PART, "bus")
    pages = b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % (b" 3 0 R" * 5000)
    many = raw_pdf(pages, PAGE, packed(b"BT ET"))
    # Five thousand empty pages: no text among the first of them.
    assert read(many, ".pdf") == (Reading.BROKEN, "")


def test_what_is_read_before_the_memory_is_full_is_kept() -> None:
    greedy = part(f'{WORD}<w:t>bus</w:t><w:p/>{" " * 70_000}<w:i a="{"é☃" * 11_000_000}"/>')
    assert read(greedy, ".docx") == (Reading.PART, "bus")


def test_slides_are_read_before_what_belongs_to_later_ones_is_looked_up() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for number, word_ in enumerate(("bus", "stop"), 1):
            made.writestr(f"ppt/slides/slide{number}.xml", f"<p><t>{word_}</t></p>")
        endless = '<Relationship a=""/>' * 2_500_000
        made.writestr("ppt/slides/_rels/slide2.xml.rels", f"<x>{endless}</x>")
    assert read(out.getvalue(), ".pptx", seconds=1) == (Reading.PART, "bus stop")


def test_one_that_takes_its_time_is_stopped() -> None:
    endless = part(f"{WORD}<w:t>bus</w:t>{'<w:i></w:i>' * 3_000_000}")
    assert read(endless, ".docx", seconds=1) == (Reading.PART, "bus")


def test_one_that_wants_memory_gets_none() -> None:
    greedy = raw_pdf(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, packed(b"a" * 150_000_000))
    became, text = read(greedy, ".pdf")
    assert became in {Reading.READ, Reading.BROKEN}
    assert text == ""


def test_it_is_found_by_the_words_of_its_file(cast: Cast) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam, audience=cast.superintendents.audience)
        kept = with_file(found, by=cast.sam, name="route.txt", data=b"Marzipan at the corner")
    read_library_file(kept.pk)
    with scope(cast.community):
        hit = found_by("marzipan", cast.tess)[0]
        assert (hit.title, hit.place_label) == ("Walking bus", "in the file “route.txt”")
        assert found_by("marzipan", cast.pat) == []
        now = Resource.objects.with_labels().get(pk=found.pk)
        change_resource(found, content(cast.sam), by=cast.sam, began_from=now.version)
        assert content_of(Resource.objects.with_labels().get(pk=found.pk)).files == ()
        assert found_by("marzipan", cast.tess) == []


def test_the_passage_is_shown_wherever_in_a_long_file_it_stands(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        words = "We walk on. " * 4_000 + "Marzipan at the corner. " + "And home. " * 4_000
        kept = with_file(resource, by=cast.sam, name="route.txt", data=words.encode())
    read_library_file(kept.pk)
    with scope(cast.community):
        (one,) = find(cast.tess, Question(words="marzipan corner")).results
        assert "<mark>Marzipan</mark> at the <mark>corner</mark>" in one.excerpt
        assert one.excerpt.startswith("… ")


def test_a_child_ends_with_who_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    class Begun(subprocess.Popen[bytes]):
        def wait(self, timeout: float | None = None) -> int:
            begun.append(self)
            if timeout is not None:
                raise KeyboardInterrupt
            return super().wait()

    monkeypatch.setattr(subprocess, "Popen", Begun)
    with pytest.raises(KeyboardInterrupt):
        read(pdf("Winter"), ".pdf")
    assert begun[0].returncode == -9


def test_one_that_takes_the_worker_with_it_is_not_tried_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with scope(cast.community):
        kept = with_file(published(cast, cast.sam), by=cast.sam, name="a.txt", data=b"Marzipan")

    def dies(*_of_what: object) -> None:
        raise SystemExit

    work = DueWork.objects.get(kind=READ, object_id=kept.pk)
    monkeypatch.setattr("knowledge.files.reading.text_of_file", dies)
    for attempt in (1, 2, 3):
        assert _reading_of(cast, kept) == Reading.WAITING
        DueWork.objects.filter(pk=work.pk).update(attempts=attempt)
        with contextlib.suppress(SystemExit):
            read_library_file(kept.pk)
    assert _reading_of(cast, kept) == Reading.BROKEN
    monkeypatch.undo()
    default_storage.delete(kept.path)
    read_library_file(kept.pk)
    assert [one.message for one in caplog.records] == ["text of a file not read"]


def _reading_of(cast: Cast, file: ResourceFile) -> str:
    with scope(cast.community):
        return ResourceFile.objects.get(pk=file.pk).reading


def test_words_of_a_draft_are_not_found(cast: Cast) -> None:
    with scope(cast.community):
        kept = with_file(draft(cast, cast.sam), by=cast.sam, name="a.txt", data=b"Marzipan")
    read_library_file(kept.pk)
    with scope(cast.community):
        assert ResourceFile.objects.get().text == "Marzipan"
        assert found_by("marzipan", cast.sam) == []


def test_facilitators_are_told_of_what_could_not_be_read(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam)
        kept = with_file(found, by=cast.sam, name="locked.pdf", data=locked("secret"))
    read_library_file(kept.pk)
    client.force_login(cast.fay.user)
    assert "1 file could not be read" in client.get("/c/four-rivers/").content.decode()
    shelf = client.get("/c/four-rivers/library/?show=unreadable").content.decode()
    assert "Files that could not be read (1)" in shelf
    assert "Walking bus" in shelf
    assert (
        "locked with a password"
        in client.get(f"/c/four-rivers/library/{found.number}/").content.decode()
    )
    client.force_login(cast.tess.user)
    assert (
        "locked with a password"
        not in client.get(f"/c/four-rivers/library/{found.number}/").content.decode()
    )


def found_by(words: str, member: Membership) -> list[Any]:
    return [one.hit for one in find(member, Question(words=words)).results]
