"""Files beside a series: opening them, also from a mail, adding some, and taking them out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from forums.sent_files import sent_stored_file
from meetings.files.keeping import MOST_FILES, keep_uploads, take_out
from meetings.files.rows import files_beside
from meetings.inviting.links import FILE
from meetings.loading import series_or_404
from meetings.mailed_links import mailed_person
from meetings.models import Series, SeriesFile
from meetings.permissions import check_host


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def files(request: MemberRequest, number: int) -> HttpResponse:
    """Show those of a series to its hosts; a POST brings some."""
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    errors: list[str] = []
    if request.method == "POST":
        uploads = request.FILES.getlist("upload")
        # One more than fit, so that a sentence says how many do.
        errors = keep_uploads(found, uploads[: MOST_FILES + 1], by=request.member)
        if not uploads:
            errors = [_("Choose a file first.")]
        elif not errors:
            count = len(uploads)
            said = ngettext("The file is added.", "%(count)s files are added.", count)
            messages.success(request, said % {"count": count})
            return redirect("meetings:files", request.community.slug, found.number)
    context = {
        "series": found,
        "files": files_beside(found, request.community),
        "most": MOST_FILES,
        "errors": errors,
        "place": "meetings",
    }
    return render(request, "meetings/files.html", context, status=422 if errors else 200)


@require_safe
@member_required
def file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    return _sent(request, series_or_404(request.member, number), key, is_small=False)


@require_safe
@member_required
def small_file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    return _sent(request, series_or_404(request.member, number), key, is_small=True)


@require_POST
@member_required
def delete_file(request: MemberRequest, number: int, key: str) -> HttpResponse:
    """Take a file out."""
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    gone = get_object_or_404(SeriesFile, series=found, key=key)
    gone.series = found
    take_out(gone, by=request.member)
    messages.success(request, _("“%(name)s” is taken out.") % {"name": gone.name})
    return redirect("meetings:files", request.community.slug, found.number)


@require_safe
def file_by_mail(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send a file to who got its link by mail, as long as he may read it. Without signing in."""
    with mailed_person(FILE, token) as (member, (file_id,)):
        seen = Series.objects.visible_to(member)
        found = get_object_or_404(SeriesFile, pk=file_id, series__in=seen)
        return sent_stored_file(request, found, is_small=False)


def _sent(request: MemberRequest, series: Series, key: str, *, is_small: bool) -> HttpResponseBase:
    found = get_object_or_404(SeriesFile, series=series, key=key)
    return sent_stored_file(request, found, is_small=is_small)


_S = "c/<slug:slug>/meetings/series/<int:number>/files/"
urlpatterns = [
    path(_S, files, name="files"),
    path(f"{_S}<slug:key>/", file, name="file"),
    path(f"{_S}<slug:key>/small/", small_file, name="small_file"),
    path(f"{_S}<slug:key>/delete/", delete_file, name="delete_file"),
    path("mail/meeting-file/<str:token>/", file_by_mail, name="file_by_mail"),
]
