"""What other communities share, for members: the list, one of it, and copying it."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from core.numbers import number_in
from knowledge.commons.copied_from import differences_between
from knowledge.commons.copying import copy_into_library
from knowledge.commons.entry_forms import EntryFilterForm
from knowledge.commons.entry_lists import entries_page
from knowledge.commons.made_after import made_after
from knowledge.commons.shown import shown
from knowledge.commons.snapshot_files import drawn, rows_of, sent_snapshot_file
from knowledge.kinds import Licence
from knowledge.models import CommonsCopy, CommonsEntry, Resource, Snapshot
from knowledge.permissions import check_begin, check_see_others
from knowledge.views.list_pages import parts_of_library


@require_safe
@member_required
def from_others(request: MemberRequest) -> HttpResponse:
    check_see_others(request.member)
    form = EntryFilterForm(request.GET, community=request.community)
    before = request.GET.get("before")
    page = entries_page(
        CommonsEntry.objects.from_others(request.member),
        form.wanted,
        cursor=before,
        slug=request.community.slug,
    )
    context = {
        **form.listed(page, before),
        "parts": parts_of_library(request, None),
        "place": "library",
    }
    return render(request, "knowledge/from_others.html", context)


@require_safe
@member_required
def from_others_one(request: MemberRequest, number: int) -> HttpResponse:
    check_see_others(request.member)
    withdrawn = CommonsEntry.objects.withdrawn_from(request.member).filter(pk=number)
    if gone := withdrawn.select_related("community").first():
        # Nothing of its words, not even its title.
        context = {"entry": gone, "community_name": gone.community.name, "place": "library"}
        return render(request, "knowledge/from_others_gone.html", context, status=HTTPStatus.GONE)
    entry, it = _entry_or_404(request, number)
    before = _copied_before(request, entry, it)
    own = CommonsCopy.objects.filter(entry=entry, community=request.community)
    mine = Resource.objects.visible_to(request.member).filter(pk__in=own.values("resource_id"))
    context = {
        **drawn(shown(it), rows_of(it, slug=request.community.slug)),
        "entry": entry,
        "copies": [(found.title, found.number) for found in mine],
        "before": before,
        "differences": differences_between(before, it) if before else [],
        "stays_as_it_is": it.licence == Licence.BY_ND,
        "stays_alike": it.licence == Licence.BY_SA,
        "made_after": made_after(
            entry.after, CommonsEntry.objects.readable(), slug=request.community.slug
        ),
        "form_key": uuid4(),
        "place": "library",
    }
    return render(request, "knowledge/from_others_one.html", context)


@require_safe
@member_required
def from_others_file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    _entry, it = _entry_or_404(request, number)
    return sent_snapshot_file(request, it.pk, key, is_small=False)


@require_safe
@member_required
def small_from_others_file(request: MemberRequest, number: int, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    _entry, it = _entry_or_404(request, number)
    return sent_snapshot_file(request, it.pk, key, is_small=True)


@require_POST
@member_required
def copy(request: MemberRequest, number: int) -> HttpResponse:
    """Copy it into one's own library, as a draft."""
    entry, it = _entry_or_404(request, number)
    check_begin(request.member)
    key = _key(request.POST.get("form_key", ""))
    try:
        made = copy_into_library(entry, it, by=request.member, form_key=key)
    except CommonsEntry.DoesNotExist:
        messages.info(request, _("It was changed or withdrawn a moment ago. Look at it once more."))
        return redirect("knowledge:from_others", request.community.slug)
    except ValidationError as refused:
        # No room for its files.
        messages.error(request, refused.messages[0])
        return redirect("knowledge:from_others_one", request.community.slug, number)
    messages.success(
        request, _("It is in your library, as a draft. Say what is different at your place.")
    )
    return redirect(address("knowledge:resource", request.community.slug, made.number))


def _entry_or_404(request: MemberRequest, number: int) -> tuple[CommonsEntry, Snapshot]:
    """Return what another community released, for members who are no guests."""
    check_see_others(request.member)
    found = CommonsEntry.objects.from_others(request.member).select_related("community")
    entry: CommonsEntry = get_object_or_404(found.select_related("current"), pk=number)
    it: Snapshot = get_object_or_404(entry.snapshots, pk=entry.current_id)
    return entry, it


def _copied_before(request: MemberRequest, entry: CommonsEntry, it: Snapshot) -> Snapshot | None:
    """Return the earlier snapshot to compare with: only one that this community copied."""
    wanted = number_in(request.GET.get("against"))
    if not wanted:
        return None
    copied = CommonsCopy.objects.filter(entry=entry, community=request.community, number=wanted)
    if wanted == it.number or not copied.exists():
        return None
    return entry.snapshots.filter(number=wanted).first()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_O = "c/<slug:slug>/library/others/"
urlpatterns = [
    path(_O, from_others, name="from_others"),
    path(f"{_O}<int:number>/", from_others_one, name="from_others_one"),
    path(f"{_O}<int:number>/files/<slug:key>/", from_others_file, name="from_others_file"),
    path(
        f"{_O}<int:number>/files/<slug:key>/small/",
        small_from_others_file,
        name="small_from_others_file",
    ),
    path(f"{_O}<int:number>/copy/", copy, name="copy"),
]
