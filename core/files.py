"""A file that somebody sends: checked, named, and if it is a picture made anew. Then it may be kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.checked_files import CheckedFile, no_room
from core.file_names import ending_of, safe_name, with_ending
from core.file_types import PICTURES, check_document, is_picture
from core.images import make_picture


def check_upload(upload: "UploadedFile[Any]") -> CheckedFile:
    """Return what may be kept of an upload.

    Raises ValidationError with a sentence if it is too large, empty, or of a kind that is not taken.
    """
    name = safe_name(upload.name or "")
    limit = settings.ATTACHMENT_MAX_MB
    size = upload.size or 0
    if size > limit * 1024 * 1024:
        raise ValidationError(
            _("This file is too large: at most %(limit)s MB fit."),
            code="too_large",
            params={"limit": limit},
        )
    if getattr(upload, "lacks_room", False):
        raise no_room()
    if not size:
        raise ValidationError(_("This file is empty."), code="empty")
    ending = ending_of(name)
    head = upload.read(16)
    upload.seek(0)
    if ending in PICTURES or (not ending and is_picture(head)):
        picture = make_picture(upload.read())
        return CheckedFile(
            name=with_ending(name, picture.extension),
            content_type=picture.content_type,
            content=ContentFile(picture.data),
            size=len(picture.data),
            small=ContentFile(picture.small),
            width=picture.width,
            height=picture.height,
        )
    content_type = check_document(upload.file, name)  # type: ignore[arg-type]
    return CheckedFile(name, content_type, upload, size)
