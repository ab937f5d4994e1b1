"""Putting a file into the storage, and sending one from there."""

from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from core.checked_files import no_room

# Should a browser open one after all: nothing in it runs, and it reaches nothing.
NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def store(path: str, content: "File[Any]") -> None:
    """Keep a file. Raises ValidationError with a sentence if there is no room for it."""
    try:
        default_storage.save(path, content)
    except OSError as error:
        default_storage.delete(path)
        raise no_room() from error


def sent_file(
    request: HttpRequest, path: str, *, name: str, content_type: str, is_picture: bool
) -> HttpResponseBase:
    """Send a file in pieces; who has it already gets 304. Ask before whether he may see it.

    Pictures are shown, everything else is saved. Raises Http404 if it is not there.
    """
    # What is under a key never changes.
    etag = f'"{path.rpartition("/")[2]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        content = default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=not is_picture,
        filename=name,
        content_type=content_type,
        headers={
            "ETag": etag,
            "Content-Security-Policy": NOTHING_RUNS,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            # It is packed already: packing it again would cost time and save nothing.
            "Content-Encoding": "identity",
        },
    )
