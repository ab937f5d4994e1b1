"""Opening a file beside a resource."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from core.stored_files import sent_file
from knowledge.files.opening import file_or_404


@require_safe
@member_required
def file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    found, name = file_or_404(request.member, number, key)
    return sent_file(
        request,
        found.path,
        name=name,
        content_type=found.content_type,
        is_picture=found.is_picture,
    )


@require_safe
@member_required
def small_file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    found, name = file_or_404(request.member, number, key)
    if not found.is_picture:
        raise Http404
    return sent_file(
        request, found.small_path, name=name, content_type="image/webp", is_picture=True
    )


F = "c/<slug:slug>/library/<int:number>/files/<slug:key>/"
urlpatterns = [
    path(F, file, name="file"),
    path(f"{F}small/", small_file, name="small_file"),
]
