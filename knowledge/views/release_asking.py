"""Asking that others read a resource: what is to be decided first, what they would read, and asking for just that."""

import json
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from knowledge.commons.files_chosen import files_to_choose
from knowledge.commons.quoted import Quoted, Words, told, words_beside
from knowledge.commons.release_checks import may_be_released
from knowledge.commons.release_form import HOME, KEEP, OUT, ReleaseForm
from knowledge.commons.released import Released, StillThereError, flags_of, released
from knowledge.commons.releasing import NotYetError, ask_release
from knowledge.commons.unheard import unheard_authors
from knowledge.kinds import Reach
from knowledge.loading import content_at
from knowledge.models import Release, Resource
from knowledge.permissions import check_release, release_hats
from knowledge.views.release_page import back_to_release, preview, released_or_403, render_release


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def release(request: MemberRequest, number: int) -> HttpResponse:
    found = released_or_403(request, number)
    if request.method == "POST":
        check_release(request.member, found)
        return _asked(request, found)
    reach = request.GET.get("reach", "")
    hats = release_hats(request.member, found)
    if reach not in Reach.values or not any(hats):
        return render_release(request, found)
    form = _form(found, found.version, reach, request)
    return _asking(request, found, form, left_out=form.decided_before(), looks=form.is_decided)


def _asked(request: MemberRequest, found: Resource) -> HttpResponse:
    """Show what becomes visible, or ask for just that."""
    number = number_in(request.POST.get("version"))
    if not (found.shown_from or 1) <= number <= found.version:
        number = found.version
    form = _form(found, number, request.POST.get("reach", ""), request)
    if not form.is_valid():
        return _asking(request, found, form, left_out=(), looks=False, status=422)
    left_out = form.chosen(OUT)
    if "ask" not in request.POST:
        return _asking(request, found, form, left_out=left_out, looks=True)
    beside = _quoted_along(request, found, form.cleaned_data["reach"])
    quoted = [told(one, left_out) for one in beside]
    try:
        content = content_at(found, number)
        made = released(found, content, number, left_out, quoted, form.taken())
    except StillThereError:
        return _asking(request, found, form, left_out=left_out, looks=True, status=422)
    if request.POST.get("seen") != _digest(made):
        messages.info(request, _("Look at it once more: this is what will be visible now."))
        return _asking(request, found, form, left_out=left_out, looks=True, status=422)
    reach = form.cleaned_data["reach"]
    try:
        asked = ask_release(
            found,
            made,
            reach=reach,
            by=request.member,
            left_out=left_out,
            kept=form.chosen(KEEP),
            permission=form.cleaned_data.get("permission", ""),
            quotations={
                str(one.quotation.pk): words
                for one, (words, _name) in zip(beside, quoted, strict=True)
            },
        )
    except NotYetError as refused:
        return render_release(request, found, reasons=refused.reasons, status=422)
    if asked.is_waiting:
        messages.success(request, _("Thank you. Those who must agree as well are told by mail."))
    else:
        messages.success(request, _("It is released."))
    return back_to_release(request, found.number)


def _asking(
    request: MemberRequest,
    found: Resource,
    form: ReleaseForm,
    *,
    left_out: Any,
    looks: bool,
    status: int = 200,
) -> HttpResponse:
    """Show what is to be decided, and with `looks` what others would read."""
    reach = (
        Reach(form["reach"].value()) if form["reach"].value() in Reach.values else Reach.PLATFORM
    )
    context: dict[str, Any] = {"form": form, "reach": reach}
    reasons = may_be_released(found, reach)
    if looks and not reasons:
        version = int(form["version"].value())
        beside = _quoted_along(request, found, reach)
        context["quoted"] = Quoted.of(beside)
        quoted = [told(one, left_out) for one in beside]
        try:
            content = content_at(found, version)
            made = released(found, content, version, left_out, quoted, form.taken())
        except StillThereError as stuck:
            context["stuck"] = stuck.texts
            status = 422
        else:
            context |= {"preview": preview(found, made), "seen": _digest(made), "made": made}
    return render_release(request, found, reasons=reasons, status=status, **context)


def _form(found: Resource, version: int, reach: str, request: MemberRequest) -> ReleaseForm:
    before = Release.objects.filter(resource=found).order_by("-pk").first()
    quoted = [told(one, ()) for one in _quoted_along(request, found, reach)]
    content = content_at(found, version)
    return ReleaseForm(
        request.POST if request.method == "POST" else None,
        flags=flags_of(found, content, quoted),
        files=files_to_choose(found, content),
        taken=[one["key"] for one in before.content.get("files", ())] if before else (),
        quotes=found.quotations.exists(),
        unheard=unheard_authors(found, content_at(found, version)),
        left_out=before.left_out if before else (),
        kept=before.kept if before else (),
        initial={
            "reach": reach,
            "version": version,
            "permission": before.permission if before else "",
        },
    )


def _quoted_along(request: MemberRequest, found: Resource, reach: str) -> list[Words]:
    """Return the quotations that go along, unless it was chosen that they stay at home."""
    if request.POST.get("quotes") == HOME:
        return []
    is_author, _is_admin = release_hats(request.member, found)
    return words_beside(found, reach, by=[request.member.pk] if is_author else [])


def _digest(made: Released) -> str:
    return sha256(json.dumps(made.as_json(), sort_keys=True).encode()).hexdigest()
