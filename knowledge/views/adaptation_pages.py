"""A site says that it uses something, and what came of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.models import Membership
from core.addresses import address
from forums.sent_files import sent_stored_file
from knowledge.adaptations.actions import (
    AlreadyOpenError,
    AlreadyToldError,
    ChangedMeanwhileError,
    ToldMeanwhileError,
    as_planned,
    as_told,
    begin_adaptation,
    change_adaptation,
    delete_adaptation,
    tell_outcome,
)
from knowledge.adaptations.becoming import write_down
from knowledge.adaptations.forms import AdaptationForm, OutcomeForm
from knowledge.adaptations.outcome_files import (
    OutcomeFiles,
    files_of_form,
    outcome_file_or_404,
)
from knowledge.adaptations.permissions import check_begin_adaptation, check_edit_adaptation
from knowledge.loading import resource_or_404
from knowledge.models import Adaptation, Resource
from knowledge.permissions import check_begin, check_write_down

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def new(request: MemberRequest, number: int) -> HttpResponse:
    """Say that a site uses it."""
    found = resource_or_404(request.member, number)
    check_begin_adaptation(request.member, found)
    posted = request.POST if request.method == "POST" else None
    if posted is None and (open_ := _open_at_own_site(request.member, found)):
        return _already_open(request, open_, number)
    form = AdaptationForm(posted, member=request.member)
    if posted is not None and form.is_valid():
        try:
            begun = begin_adaptation(found, form.chosen_site, form.plan, by=request.member)
        except AlreadyOpenError as there:
            one, typed = there.adaptation, (form.plan.different, form.plan.change)
            if typed in {("", ""), (one.different, one.change)}:
                # Nothing of his own, or he pressed twice.
                return _already_open(request, one, number)
            return _with_what_stands(request, found, form, one)
        shown = _("It is saved. Others see now that your site uses it.")
        kept = _("It is saved, and only the people of your site and facilitators see it.")
        messages.success(request, shown if begun.shown_at else kept)
        return _back(request, begun, number)
    return _form_page(request, found, form)


@pages
@member_required
def adaptation(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Change what was said of it."""
    found, one = _adaptation_or_404(request, number, pk)
    check_edit_adaptation(request.member, one)
    posted = request.POST if request.method == "POST" else None
    form = AdaptationForm(posted, member=request.member, adaptation=one)
    if posted is not None and form.is_valid():
        try:
            change_adaptation(one, form.plan, by=request.member, saw=posted.get("saw"))
        except ChangedMeanwhileError as changed:
            return _with_what_stands(request, found, form, changed.adaptation)
        messages.success(request, _("It is saved."))
        return _back(request, one, number)
    return _form_page(request, found, form, one)


@pages
@member_required
def outcome(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Tell what came of it."""
    found, one = _adaptation_or_404(request, number, pk)
    check_edit_adaptation(request.member, one)
    posted = request.POST if request.method == "POST" else None
    form = OutcomeForm(posted, adaptation=one)
    files = files_of_form(request, one)
    if posted is not None and form.is_valid() and not files.errors:
        try:
            tell_outcome(one, form.report, by=request.member, saw=request.POST.get("saw", ""))
        except ToldMeanwhileError as told:
            return _outcome_page(request, found, form, one, files, now=told.adaptation)
        messages.success(request, _("Thank you. Others can learn from it now."))
        return _back(request, one, number)
    return _outcome_page(request, found, form, one, files)


def _outcome_page(
    request: MemberRequest,
    found: Resource,
    form: OutcomeForm,
    one: Adaptation,
    files: OutcomeFiles,
    now: Adaptation | None = None,
) -> HttpResponse:
    """Show the form; `now` is what a colleague told since it was opened, beside what was typed."""
    saw = as_told(now or one) if now or not form.is_bound else request.POST.get("saw", "")
    context = {"resource": found, "adaptation": one, "form": form, "place": "library"}
    context |= {"saw": saw, "now": now, "files": files}
    status = HTTPStatus.CONFLICT if now else 422 if form.errors or files.errors else 200
    return render(request, "knowledge/adaptation_outcome.html", context, status=status)


@require_safe
@member_required
def outcome_file(request: MemberRequest, number: int, pk: int, key: str) -> HttpResponseBase:
    return _sent_file(request, number, pk, key, is_small=False)


@require_safe
@member_required
def small_outcome_file(request: MemberRequest, number: int, pk: int, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    return _sent_file(request, number, pk, key, is_small=True)


def _sent_file(
    request: MemberRequest, number: int, pk: int, key: str, *, is_small: bool
) -> HttpResponseBase:
    file = outcome_file_or_404(request.member, resource_or_404(request.member, number), pk, key)
    return sent_stored_file(request, file, is_small=is_small)


@require_POST
@member_required
def delete(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found, one = _adaptation_or_404(request, number, pk)
    check_edit_adaptation(request.member, one)
    try:
        delete_adaptation(one, by=request.member)
    except AlreadyToldError as told:
        raise PermissionDenied(
            _("It was told what came of it, and others learn from that. You can change the words.")
        ) from told
    messages.success(request, _("It is deleted."))
    return redirect(found)


@require_POST
@member_required
def writing_down(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Let it become a text of its own: a draft, to be finished in the form."""
    _found, one = _adaptation_or_404(request, number, pk)
    check_edit_adaptation(request.member, one)
    check_begin(request.member)
    check_write_down(one.resource)
    made = write_down(one, by=request.member)
    if not Resource.objects.visible_to(request.member).filter(pk=made.pk).exists():
        raise PermissionDenied(_("Somebody of this site is writing it down already."))
    messages.success(request, _("It is a draft of your own now. Change it until it is yours."))
    return redirect("knowledge:resource", request.community.slug, made.number)


def _adaptation_or_404(request: MemberRequest, number: int, pk: int) -> tuple[Resource, Adaptation]:
    found = resource_or_404(request.member, number)
    seen = Adaptation.objects.beside(found.pk, request.member).select_related("site")
    one: Adaptation = get_object_or_404(seen, pk=pk)
    one.community, one.resource = request.community, found
    return found, one


def _open_at_own_site(member: Membership, found: Resource) -> Adaptation | None:
    """Return what his site has open; a facilitator chooses a site first."""
    if member.is_facilitator or member.site_id is None:
        return None
    seen = Adaptation.objects.beside(found.pk, member)
    one: Adaptation | None = seen.filter(site=member.site_id, outcome="").first()
    return one


def _already_open(request: MemberRequest, one: Adaptation, number: int) -> HttpResponse:
    messages.info(request, _("Your site uses it already. You can change it here."))
    return redirect("knowledge:adaptation", request.community.slug, number, one.pk)


def _with_what_stands(
    request: MemberRequest, found: Resource, form: AdaptationForm, now: Adaptation
) -> HttpResponse:
    """Show what a colleague wrote beside what was typed, which replaces it when it is saved again."""
    both = AdaptationForm(member=request.member, adaptation=now)
    for name in set(both.fields) & set(form.data):
        both.initial[name] = form.data[name]
    return _form_page(request, found, both, now, is_met=True)


def _form_page(
    request: MemberRequest,
    found: Resource,
    form: AdaptationForm,
    one: Adaptation | None = None,
    *,
    is_met: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {"resource": found, "adaptation": one, "form": form}
    context["place"] = "library"
    if one is not None:
        # Of a form that is refused, what it was opened with.
        saw = request.POST.get("saw") if form.is_bound else None
        context |= {"is_met": is_met, "saw": as_planned(one) if saw is None else saw}
    status = HTTPStatus.CONFLICT if is_met else 422 if form.errors else 200
    return render(request, "knowledge/adaptation.html", context, status=status)


def _back(request: MemberRequest, one: Adaptation, number: int) -> HttpResponse:
    page = address("knowledge:resource", request.community.slug, number)
    return redirect(f"{page}#adaptation-{one.pk}")


A = "c/<slug:slug>/library/<int:number>/adaptations/"

urlpatterns = [
    path(f"{A}new/", new, name="adapt"),
    path(f"{A}<int:pk>/", adaptation, name="adaptation"),
    path(f"{A}<int:pk>/outcome/", outcome, name="outcome"),
    path(f"{A}<int:pk>/files/<slug:key>/", outcome_file, name="outcome_file"),
    path(f"{A}<int:pk>/files/<slug:key>/small/", small_outcome_file, name="small_outcome_file"),
    path(f"{A}<int:pk>/delete/", delete, name="delete_adaptation"),
    path(f"{A}<int:pk>/resource/", writing_down, name="write_down"),
]
