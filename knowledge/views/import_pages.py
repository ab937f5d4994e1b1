"""The library in: what would be made of a file, the button that has it made, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.permissions import check_may_write
from core.addresses import address
from core.file_names import safe_name
from knowledge.exchange.imports import KEPT, MAKE, agree_to_import, look_at
from knowledge.exchange.planned import called
from knowledge.exchange.states_wanted import AS_SAID, DRAFTS, WANTED, choices_of
from knowledge.exchange.stopped import stopped, unfinished_imports
from knowledge.models import LibraryImport, Resource
from knowledge.permissions import check_exchange
from knowledge.views.export_pages import exchange_page

# Of what is as it should be, this many are shown; of what is wrong, this many of each sort.
LISTED = 200


@require_POST
@member_required
def imports(request: MemberRequest) -> HttpResponse:
    """Look at what somebody brings: nothing is made yet."""
    check_exchange(request.member)
    check_may_write(request.member)
    upload = request.FILES.get("upload")
    if upload is None:
        return exchange_page(request, status=422, error=_("Choose a file first."))
    try:
        found = _looked_at(request, upload)
    except ValidationError as refused:
        return exchange_page(request, status=422, error=refused.messages[0])
    return redirect("knowledge:import", request.community.slug, found.pk)


@require_safe
@member_required
def library_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what would be made, how far it is, or what came of it."""
    found = _mine(request, pk)
    return render(request, "knowledge/import.html", _context(request, found))


@require_POST
@member_required
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """Have it made, as drafts unless a facilitator says otherwise."""
    found = _mine(request, pk)
    check_exchange(request.member)
    check_may_write(request.member)
    wanted = request.POST.get("wanted", "")
    if wanted not in WANTED or not request.member.is_facilitator:
        wanted = DRAFTS
    agree_to_import(found, wanted)
    messages.success(request, _("It is being made. You can go on meanwhile."))
    return redirect("knowledge:import", request.community.slug, found.pk)


@require_POST
@member_required
def delete_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget the file, and what was said of it; what was made of it stays."""
    _mine(request, pk).delete()
    messages.success(request, _("The file is deleted here."))
    return redirect("knowledge:exchange", request.community.slug)


def _looked_at(request: MemberRequest, upload: "UploadedFile[Any]") -> LibraryImport:
    """Return what would be made of it. Raises ValidationError with a sentence."""
    from knowledge.exchange.bundles import BundleError, check_size  # noqa: PLC0415

    try:
        check_size(upload.size or 0)
        return look_at(upload, safe_name(upload.name or ""), by=request.member)
    except BundleError as error:
        raise ValidationError(str(error)) from error


def _mine(request: MemberRequest, pk: int) -> LibraryImport:
    found = get_object_or_404(LibraryImport.objects.filter(by=request.member), pk=pk)
    found.community = request.community
    return found


def _context(request: MemberRequest, found: LibraryImport) -> dict[str, Any]:
    plan = found.plan
    fine = [row for row in plan if not row["wrong"] and not row["is_there"]]
    wrong = [row for row in plan if row["wrong"]]
    there = [row for row in plan if row["is_there"]]
    said = any(row["state"] not in {"", "draft"} for row in fine)
    return {
        "found": found,
        "has_stopped": bool(stopped(MAKE, unfinished_imports(request.member).filter(pk=found.pk))),
        "fine": _listed(fine),
        "wrong": _listed(wrong),
        "there": _listed(there),
        "counts": {"fine": len(fine), "wrong": len(wrong), "there": len(there)},
        "more": max(0, len(fine) - LISTED),
        "choices": choices_of(request.member),
        "chosen": AS_SAID if said else DRAFTS,
        "may_be_shown": sum(row["may_be_shown"] for row in fine),
        "faults": found.faults[:LISTED],
        "newest": _newest(request, found) if found.finished_at else [],
        "until": found.created_at + KEPT,
        "exchange_url": address("knowledge:exchange", request.community.slug),
        "place": "library",
    }


def _listed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"called": called(row["source"], row.get("line", 0))} for row in rows[:LISTED]]


def _newest(request: MemberRequest, found: LibraryImport) -> list[Resource]:
    """Return some of what was made: one query."""
    titles = [row["title"] for row in found.plan if not row["wrong"] and not row["is_there"]]
    mine = Resource.objects.visible_to(request.member).exclude(form_key=None)
    made = list(mine.filter(title__in=titles[:LISTED]).order_by("-number")[:20])
    for one in made:
        one.community = request.community
    return made


_I = "c/<slug:slug>/library/exchange/imports/"
urlpatterns = [
    path(_I, imports, name="imports"),
    path(f"{_I}<int:pk>/", library_import, name="import"),
    path(f"{_I}<int:pk>/agreement/", agreement, name="agree_to_import"),
    path(f"{_I}<int:pk>/delete/", delete_import, name="delete_import"),
]
