"""The library out: asked for with a button, fetched by who asked, for three days."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from core.slugs import slug_of
from core.stored_files import sent_file
from knowledge.exchange.exports import KEPT, WRITE, ask_export
from knowledge.exchange.imports import MAKE
from knowledge.exchange.stopped import stopped, unfinished_exports, unfinished_imports
from knowledge.models import Collection, LibraryExport, LibraryImport
from knowledge.permissions import check_exchange


@require_safe
@member_required
def exchange(request: MemberRequest) -> HttpResponse:
    """Offer to take the library out, and show what one took out."""
    check_exchange(request.member)
    return exchange_page(request)


@require_POST
@member_required
def exports(request: MemberRequest) -> HttpResponse:
    """Have all that one sees written into a ZIP, or what stands in one collection."""
    check_exchange(request.member)
    ask_export(by=request.member, collection=_chosen(request))
    messages.success(request, _("It is being written. You can go on meanwhile."))
    return redirect("knowledge:exchange", request.community.slug)


@require_safe
@member_required
def export(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Send it to who asked for it, as long as he is here and may."""
    found = _mine(request, pk)
    check_exchange(request.member)
    if found.finished_at is None or found.stale_at is not None:
        raise Http404
    title = found.collection.title if found.collection else request.community.slug
    return sent_file(
        request,
        found.path,
        name=f"{slug_of(title)}-{timezone.localdate(found.finished_at).isoformat()}.zip",
        content_type="application/zip",
        is_picture=False,
    )


@require_POST
@member_required
def delete_export(request: MemberRequest, pk: int) -> HttpResponse:
    _mine(request, pk).delete()
    messages.success(request, _("It is deleted."))
    return redirect("knowledge:exchange", request.community.slug)


def exchange_page(request: MemberRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return the page of what goes out and comes in."""
    mine = LibraryExport.objects.filter(by=request.member).select_related("collection")
    brought = LibraryImport.objects.filter(by=request.member).defer("plan", "faults")
    context |= {
        "imports": brought.order_by("-pk"),
        "exports": [(one, one.created_at + KEPT) for one in mine.order_by("-pk")],
        "stopped_imports": stopped(MAKE, unfinished_imports(request.member)),
        "stopped_exports": stopped(WRITE, unfinished_exports(request.member)),
        "place": "library",
    }
    return render(request, "knowledge/exchange.html", context, status=status)


def _mine(request: MemberRequest, pk: int) -> LibraryExport:
    mine = LibraryExport.objects.filter(by=request.member).select_related("collection")
    return get_object_or_404(mine, pk=pk)


def _chosen(request: MemberRequest) -> Collection | None:
    """Return the collection that the form names, if it names one. Raises Http404."""
    if "collection" not in request.POST:
        return None
    seen = Collection.objects.visible_to(request.member)
    return get_object_or_404(seen, number=number_in(request.POST["collection"]))


_E = "c/<slug:slug>/library/exchange/"
urlpatterns = [
    path(_E, exchange, name="exchange"),
    path(f"{_E}exports/", exports, name="exports"),
    path(f"{_E}exports/<int:pk>/", export, name="export"),
    path(f"{_E}exports/<int:pk>/delete/", delete_export, name="delete_export"),
]
