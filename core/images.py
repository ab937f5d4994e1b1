"""Pictures of people: whatever they send becomes one small square that tells nothing else of them."""

import io
import struct
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 50_000_000
"""Of a JPEG, which can be opened at a fraction of its size."""
MAX_PIXELS_UNPACKED = 16_000_000
"""Of other formats, which take four bytes a pixel in memory."""

AVATAR_SIZE = 256
"""Pixels of a side."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error),
    *(MemoryError, ZeroDivisionError, OverflowError),
)


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
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _check_pixels(image)
            return _square_webp(image)
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


def _square_webp(image: Image.Image) -> bytes:
    image.draft("RGB", (AVATAR_SIZE * 2, AVATAR_SIZE * 2))
    upright = ImageOps.exif_transpose(image)
    square = ImageOps.fit(_on_white(upright), (AVATAR_SIZE, AVATAR_SIZE), Image.Resampling.LANCZOS)
    # A new image has no EXIF, no comment, no colour profile to carry along.
    bare = Image.new("RGB", square.size)
    bare.paste(square)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    picture = image.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")
