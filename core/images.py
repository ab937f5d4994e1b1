"""Pictures that people send: what is kept of them is made anew, and tells nothing of where they come from."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
"""Of a picture of a person."""
MAX_PIXELS = 50_000_000
"""Of a JPEG, which can be opened at a fraction of its size."""
MAX_PIXELS_UNPACKED = 16_000_000
"""Of other formats, which take four bytes a pixel in memory."""

AVATAR_SIZE = 256
"""Pixels of a side."""
LARGE, SMALL = 1600, 640
"""Pixels of the longer side of a picture in a post: opened by itself, and on the page."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error),
    *(MemoryError, ZeroDivisionError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two sizes, and the size of the larger one in pixels."""

    data: bytes
    small: bytes
    extension: str
    content_type: str
    width: int
    height: int


def make_avatar(upload: IO[bytes]) -> bytes:
    """Return a WebP of 256 × 256 pixels: upright, cropped to its centre, without metadata.

    The type is told from the bytes (JPEG, PNG, WebP, GIF; of an animation its first frame), never from
    the name. Raises ValidationError with a sentence that says what to send instead.
    """
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(
            _("This picture is too large: at most %(limit)s MB fit. Please choose a smaller one."),
            code="too_large",
            params={"limit": MAX_BYTES // 1024 // 1024},
        )
    with _opened(data, side=AVATAR_SIZE * 2) as image:
        side = (AVATAR_SIZE, AVATAR_SIZE)
        return _saved(ImageOps.fit(_on_white(image), side, Image.Resampling.LANCZOS), "WEBP")


def make_picture(data: bytes) -> Picture:
    """Return what is kept of a picture in a post: upright, no larger than a screen, without metadata.

    A drawing stays a PNG, with what is transparent in it; everything else becomes a JPEG, which every
    program opens. Of an animation its first frame stays. Raises ValidationError as make_avatar() does.
    """
    with _opened(data, side=LARGE) as image:
        is_drawing = image.has_transparency_data or image.mode in {"1", "P"}
        bare = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
        bare.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
        small = bare.copy()
        small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
        return Picture(
            data=_saved(bare, "PNG" if is_drawing else "JPEG"),
            small=_saved(small, "WEBP"),
            extension=".png" if is_drawing else ".jpg",
            content_type="image/png" if is_drawing else "image/jpeg",
            width=bare.width,
            height=bare.height,
        )


@contextmanager
def _opened(data: bytes, *, side: int) -> Iterator[Image.Image]:
    """Give the picture, upright and at least as large as `side` if it was; faults become sentences."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check_pixels(image)
            image.draft("RGB", (side, side))
            yield ImageOps.exif_transpose(image)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _(
                "This file is not a picture we can read. Please choose a JPEG, PNG, WebP or GIF file."
            ),
            code="not_a_picture",
        ) from error
    except _FAULTS as error:  # Pillow's plugins raise all of these on broken files
        raise ValidationError(
            _(
                "This picture is damaged or incomplete. Please choose another one, or save it again."
            ),
            code="damaged",
        ) from error


def _check_pixels(image: Image.Image) -> None:
    """Refuse by the size that the header states, before anything is unpacked."""
    limit = MAX_PIXELS if image.format == "JPEG" else MAX_PIXELS_UNPACKED
    if image.width * image.height > limit:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels. Please make it smaller and send it again."),
        code="too_many_pixels",
    )


def _saved(image: Image.Image, format_: str) -> bytes:
    # A new image has no EXIF, no comment, no colour profile to carry along.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    if format_ == "PNG":
        bare.save(out, format_, optimize=True)
    else:
        bare.save(out, format_, quality=82, **({"method": 4} if format_ == "WEBP" else {}))
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    picture = image.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")
