"""Files beside posts: adding one while one writes, and opening one."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from core.file_names import is_key
from core.files import check_upload
from core.stored_files import sent_file
from forums.actions import keep_file
from forums.attached_files import refusal, unsent_files
from forums.models import Attachment
from forums.seen_files import file_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def uploads(request: MemberRequest) -> HttpResponse:
    """Keep a file for a post that is being written, and show how it stands in its form.

    Asked with the keys of some (`?key=…&key=…`), it shows those that were not sent yet.
    """
    if request.method != "POST":
        entries = unsent_files(
            request, {key for key in request.GET.getlist("key")[:50] if is_key(key)}
        )
        return render(request, "forums/_file_entries.html", {"entries": entries})
    if request.member.is_paused:
        # Not as a page: the script shows these words beside the form.
        words = request.member.paused_words
        return HttpResponse(words, status=HTTPStatus.FORBIDDEN, content_type="text/plain")
    upload = request.FILES.get("upload")
    if upload is None:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entries = [keep_file(check_upload(upload), by=request.member)]
    except ValidationError as refused:
        sentence = refusal(upload.name, refused)
        return HttpResponse(
            sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain"
        )
    return render(request, "forums/_file_entries.html", {"entries": entries})


@require_safe
@member_required
def file(request: MemberRequest, key: str) -> HttpResponseBase:
    found = file_or_404(request.member, key)
    return _sent(request, found, found.path, found.content_type)


@require_safe
@member_required
def small_file(request: MemberRequest, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    found = file_or_404(request.member, key)
    if not found.is_picture:
        raise Http404
    return _sent(request, found, found.small_path, "image/webp")


def _sent(
    request: MemberRequest, found: Attachment, path: str, content_type: str
) -> HttpResponseBase:
    return sent_file(
        request, path, name=found.name, content_type=content_type, is_picture=found.is_picture
    )
