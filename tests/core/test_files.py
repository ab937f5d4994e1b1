"""What is taken of the files that people send, and the sentences for what is not."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from core.file_names import safe_name
from core.files import check_upload
from tests.made_files import (
    OFFICE,
    PDF,
    archive,
    old_office,
    open_document,
    picture,
    png_claiming,
    upload,
)

SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
KIND, OTHER, MACROS = "cannot be added", "not what its name says", "macros or programs"
DAMAGED = "not a picture we can read|damaged or incomplete"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("PLAN.PDF", PDF, "application/pdf"),
        ("notes.txt", "Año nuevo\r\n".encode(), "text/plain"),
        ("notes.txt", "Año nuevo".encode("cp1252"), "text/plain"),
        ("list.csv", "a;b\n1;2\n".encode("utf-16"), "text/csv"),
        ("letter.docx", archive(OFFICE), "application/vnd.openxmlformats"),
        ("letter.odt", open_document("text"), "application/vnd.oasis"),
        ("sums.ods", open_document("spreadsheet"), "application/vnd.oasis"),
        ("letter.doc", old_office("Root Entry", "WordDocument"), "application/msword"),
    ],
)
def test_what_school_staff_send_each_other_is_taken(name: str, content: bytes, kind: str) -> None:
    checked = check_upload(upload(name, content))
    assert checked.content_type.startswith(kind)
    assert checked.name == name.replace(".PDF", ".pdf")
    assert (checked.size, checked.width) == (len(content), None)
    assert checked.content.read() == content


@pytest.mark.parametrize(
    ("name", "format_", "kept_as"),
    [
        ("bus.jpg", "JPEG", "bus.jpg"),
        ("bus.JPEG", "JPEG", "bus.jpg"),
        # The bytes say what it is.
        ("bus.png", "JPEG", "bus.jpg"),
        ("party.gif", "GIF", "party.png"),
        ("photo.webp", "WEBP", "photo.jpg"),
        ("pasted", "PNG", "pasted.jpg"),
    ],
)
def test_a_picture_is_made_anew(name: str, format_: str, kept_as: str) -> None:
    checked = check_upload(upload(name, picture(format_)))
    assert (checked.name, checked.width, checked.height) == (kept_as, 300, 200)
    assert checked.small is not None
    with Image.open(io.BytesIO(checked.content.read())) as image:
        assert image.size == (300, 200)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        # What a browser or a double click would run.
        ("drawing.svg", SVG, KIND),
        ("page.html", b"<script>alert(1)</script>", KIND),
        ("page.xhtml", SVG, KIND),
        ("setup.exe", b"MZ" + bytes(100), KIND),
        ("run.bat", b"del *", KIND),
        ("tool.jar", archive({"META-INF/MANIFEST.MF": b""}), KIND),
        ("all.zip", archive({"a.txt": b"a"}), KIND),
        ("letter.docm", archive(OFFICE), KIND),
        ("plan.pdf.exe", b"MZ" + bytes(100), KIND),
        ("noending", b"words", KIND),
        # What is not what its name says.
        ("drawing.png", SVG, DAMAGED),
        ("drawing.jpg", b"<html><script>alert(1)</script>", DAMAGED),
        ("plan.pdf", SVG, OTHER),
        ("plan.pdf", picture(), OTHER),
        ("plan.pdf", b"MZ" + PDF, OTHER),
        ("notes.txt", b"<!DOCTYPE html><script>alert(1)</script>", OTHER),
        ("notes.txt", b"  \n<ScRipt>alert(1)</script>", OTHER),
        ("list.csv", SVG.decode().encode("utf-16"), OTHER),
        ("notes.txt", b"MZ\x90\x00\x03" + bytes(100), OTHER),
        ("letter.docx", PDF, OTHER),
        ("letter.docx", archive({"a.txt": b"a"}), OTHER),
        ("letter.docx", archive({"word/document.xml": b""}), OTHER),
        ("sums.xlsx", archive(OFFICE), OTHER),
        ("letter.odt", open_document("spreadsheet"), OTHER),
        ("letter.docx", archive(OFFICE)[:-10], OTHER),
        ("letter.doc", old_office("Workbook"), OTHER),
        ("letter.doc", archive(OFFICE), OTHER),
        # What is two things at once.
        ("party.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", DAMAGED),
        ("plan.pdf", PDF.replace(b"1 0 obj", b"<html><script>alert(1)</script>"), OTHER),
        ("plan.pdf", PDF + archive({"META-INF/MANIFEST.MF": b""}), OTHER),
        ("letter.docx", b"GIF89a" + archive(OFFICE), OTHER),
        ("letter.docx", archive(OFFICE) + b"<script>alert(1)</script>", OTHER),
        ("letter.docx", archive(OFFICE | {"META-INF/MANIFEST.MF": b""}), MACROS),
        ("letter.docx", archive(OFFICE | {"Evil.class": b""}), MACROS),
        ("letter.docx", archive(OFFICE | {"word/vbaProject.bin": b""}), MACROS),
        ("letter.odt", open_document("text")[:-1], OTHER),
        ("sums.xls", old_office("Workbook", "_VBA_PROJECT"), MACROS),
        # What would not fit.
        ("bomb.png", png_claiming(20_000, 20_000), "too many pixels"),
        ("empty.txt", b"", "is empty"),
        ("large.txt", b"a" * (20 * 1024 * 1024 + 1), "too large: at most 20 MB fit"),
        # A list of contents that would take the memory.
        ("letter.docx", archive(OFFICE | {f"word/{n:060}": b"" for n in range(12_000)}), OTHER),
    ],
)
def test_what_is_not_taken_gets_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        check_upload(upload(name, content))


def test_script_in_a_picture_does_not_outlive_its_making_anew() -> None:
    script = b"*/=1;alert(document.cookie)/*"
    for data in (
        picture("GIF", mode="P", comment=script),
        picture("JPEG", comment=script) + script,
        picture("PNG") + b"<script>" + script,
    ):
        assert script in data
        checked = check_upload(upload("party.gif", data))
        assert checked.small is not None
        assert script not in checked.content.read() + checked.small.read()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("a\x00b\x1b[31m.pdf", "ab[31m.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ('"><img src=x onerror=alert(1)>.pdf', "_img src=x onerror=alert(1)_.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ("  year   plan .pdf ", "year plan .pdf"),
        ("Año escolar (copia).docx", "Año escolar (copia).docx"),
        ("n\u0303.pdf", "ñ.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 118),
    ],
)
def test_a_name_says_what_it_is_and_nothing_else(sent: str, shown: str) -> None:
    assert safe_name(sent) == shown


def test_a_disk_without_room_says_so(tmp_path: Path) -> None:
    cut_off = upload("plan.pdf", PDF)
    cut_off.lacks_room = True  # type: ignore[attr-defined]
    assert isinstance(cut_off, UploadedFile)
    with pytest.raises(ValidationError, match="no room for this file"):
        check_upload(cut_off)
