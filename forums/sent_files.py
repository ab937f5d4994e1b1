"""Sending a file that never changes, whole or, of a picture, in its size for a page."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from core.stored_files import sent_file
from forums.models import StoredFile


def sent_stored_file(request: HttpRequest, file: StoredFile, *, is_small: bool) -> HttpResponseBase:
    """Send it. Ask before whether it may be read. Raises Http404 for the small size of no picture."""
    if is_small and not file.is_picture:
        raise Http404
    return sent_file(
        request,
        file.small_path if is_small else file.path,
        name=file.name,
        content_type="image/webp" if is_small else file.content_type,
        is_picture=file.is_picture,
    )
