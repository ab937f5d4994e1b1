"""Files as people and attackers send them, made on the spot."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OFFICE = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def picture(
    format_: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: Any
) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.convert(mode).save(out, format_, **options)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """Return a ZIP with these entries; `mimetype` is stored as it is, as OpenDocument wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(name, content, kind)
    return out.getvalue()


def open_document(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mimetype, "content.xml": b"<office/>"})


def old_office(*streams: str) -> bytes:
    """Return what begins as an old Office document and names these streams."""
    names = b"".join(stream.encode("utf-16-le") + bytes(8) for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + names + bytes(600)


def png_claiming(width: int, height: int) -> bytes:
    """Return a small PNG that says it is of this size: unpacked it would fill the memory."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    body = struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + body
        + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    )  # fmt: skip


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return the file as a browser sends it; of a path in its name only the last part would arrive."""
    made = SimpleUploadedFile("x", content)
    made._name = name  # type: ignore[attr-defined]
    return made
