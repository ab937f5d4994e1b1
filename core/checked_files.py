"""What a checked file is, for those who keep it: apart from the checks, which load Pillow."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What may be kept. `small` is a picture's size for a page; width and height are of `content`."""

    name: str
    content_type: str
    content: "File[bytes]"
    size: int
    small: "File[bytes] | None" = None
    width: int | None = None
    height: int | None = None


def no_room() -> ValidationError:
    """Return what is said when the disk is full."""
    return ValidationError(
        _(
            "There is no room for this file just now. You can send your words without it, and add it "
            "later."
        ),
        code="no_room",
    )
