"""Who reads it beyond the community: asking, agreeing, being named, withdrawing. One page."""

import json
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from forums.audience_choices import EVERYONE, value_of
from knowledge.commons.after import After, made_after, source_of
from knowledge.commons.copied_from import count_of_copiers
from knowledge.commons.files_chosen import files_to_choose
from knowledge.commons.quoted import Quoted, Words, speakers_of, told, words_beside
from knowledge.commons.release_checks import entry_of, may_be_released
from knowledge.commons.release_form import HOME, KEEP, OUT, WEB_ONLY, ReleaseForm, WithdrawForm
from knowledge.commons.released import Released, StillThereError, flags_of, released
from knowledge.commons.releasing import (
    NotYetError,
    agree_to_release,
    ask_release,
    choose_credit,
    refuse_release,
    take_back_release,
    withdraw,
)
from knowledge.commons.shown import shown
from knowledge.commons.snapshot_files import drawn, rows_at_home
from knowledge.commons.standing import with_credits
from knowledge.commons.stepping_back import leave_web
from knowledge.commons.unheard import unheard_authors
from knowledge.forms.words import WordsForm
from knowledge.kinds import Reach, State
from knowledge.loading import content_at, resource_or_404
from knowledge.models import CommonsEntry, CreditChoice, Release, Resource
from knowledge.permissions import check_release, release_hats
from moderation.conflicts import second_is_told


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def release(request: MemberRequest, number: int) -> HttpResponse:
    found = _released_or_403(request, number)
    if request.method == "POST":
        check_release(request.member, found)
        return _asked(request, found)
    reach = request.GET.get("reach", "")
    hats = release_hats(request.member, found)
    if reach not in Reach.values or not any(hats):
        return _page(request, found)
    form = _form(found, found.version, reach, request)
    return _asking(request, found, form, left_out=form.decided_before(), looks=form.is_decided)


@require_POST
@member_required
def agreement(request: MemberRequest, number: int) -> HttpResponse:
    found = _released_or_403(request, number)
    check_release(request.member, found)
    waiting = _waiting_or_404(request, found)
    if _is_another(request, waiting):
        return _back(request, number)
    with second_is_told(request):
        try:
            agree_to_release(waiting, by=request.member)
        except NotYetError as refused:
            return _page(request, found, reasons=refused.reasons, status=422)
        messages.success(request, _("You agreed."))
    return _back(request, number)


@require_POST
@member_required
def refusal(request: MemberRequest, number: int) -> HttpResponse:
    found = _released_or_403(request, number)
    check_release(request.member, found)
    form = WordsForm(request.POST, label=_("Why not?"))
    if not form.is_valid():
        return _page(request, found, refusing=form, status=422)
    waiting = _waiting_or_404(request, found)
    if _is_another(request, waiting):
        return _page(request, found, refusing=form, status=422)
    with second_is_told(request):
        refuse_release(waiting, by=request.member, words=form.cleaned_data["words"])
        messages.success(request, _("It stays as it is. Who asked for it gets your words by mail."))
    return _back(request, number)


@require_POST
@member_required
def delete_release(request: MemberRequest, number: int) -> HttpResponse:
    """Ask no more."""
    found = _released_or_403(request, number)
    waiting = _waiting_or_404(request, found)
    if request.member.pk not in {waiting.asked_by_id, waiting.author_id, waiting.admin_id}:
        raise PermissionDenied(_("Only who asked for it, or agreed, may take it back."))
    with second_is_told(request):
        take_back_release(waiting, by=request.member)
        messages.success(request, _("Nobody is asked any more."))
    return _back(request, number)


@require_POST
@member_required
def credit(request: MemberRequest, number: int) -> HttpResponse:
    """Say whether one is named outside of the community."""
    found = _released_or_403(request, number)
    if not _is_credited(request, found):
        raise PermissionDenied(_("Only who is named as an author or contributor may choose this."))
    choose_credit(found, request.member, is_named=request.POST.get("named") == "yes")
    messages.success(request, _("Saved."))
    return _back(request, number)


@require_POST
@member_required
def withdrawal(request: MemberRequest, number: int) -> HttpResponse:
    found = _released_or_403(request, number)
    check_release(request.member, found)
    entry = entry_of(found)
    form = WithdrawForm(request.POST, is_public=entry is not None and entry.reach == Reach.PUBLIC)
    if not form.is_valid():
        return _page(request, found, withdrawing=form, status=422)
    if form.cleaned_data.get("extent") == WEB_ONLY:
        leave_web(found, by=request.member, words=form.cleaned_data["words"])
        messages.success(
            request,
            _("It is off the public web. Members of the communities here can read it still."),
        )
        return _back(request, number)
    withdraw(found, by=request.member, words=form.cleaned_data["words"])
    messages.success(request, _("It is withdrawn. Only your own community can read it now."))
    return _back(request, number)


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
    beside = _beside(request, found, form.cleaned_data["reach"])
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
        return _page(request, found, reasons=refused.reasons, status=422)
    if asked.is_waiting:
        messages.success(request, _("Thank you. Those who must agree as well are told by mail."))
    else:
        messages.success(request, _("It is released."))
    return _back(request, found.number)


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
        beside = _beside(request, found, reach)
        context["quoted"] = Quoted.of(beside)
        quoted = [told(one, left_out) for one in beside]
        try:
            content = content_at(found, version)
            made = released(found, content, version, left_out, quoted, form.taken())
        except StillThereError as stuck:
            context["stuck"] = stuck.texts
            status = 422
        else:
            context |= {"preview": _preview(found, made), "seen": _digest(made)}
    return _page(request, found, reasons=reasons, status=status, **context)


def _page(request: MemberRequest, found: Resource, status: int = 200, **more: Any) -> HttpResponse:
    entry = entry_of(found)
    asked = Release.objects.filter(resource=found).select_related(
        "asked_by__user", "ended_by__user"
    )
    last = asked.order_by("-pk").first()
    waiting = last if last and last.is_waiting else None
    if waiting:
        waiting.resource = found
    if waiting and waiting.author_id and waiting.admin_id and "reasons" not in more:
        # Both agreed, and something came in between.
        more["reasons"] = may_be_released(found, waiting.reach)
    is_author, is_admin = release_hats(request.member, found)
    may_agree = (
        waiting
        and request.member.pk not in {waiting.author_id, waiting.admin_id}
        and ((is_author and waiting.author_id is None) or (is_admin and waiting.admin_id is None))
    )
    choice = CreditChoice.objects.filter(resource=found, member=request.member).first()
    is_out = entry is not None and entry.withdrawn_at is None
    context = {
        "resource": found,
        "entry": entry,
        "is_out": is_out,
        "copied_by": count_of_copiers(entry) if entry else 0,
        "is_public": is_out and entry is not None and entry.reach == Reach.PUBLIC,
        "last": last,
        "waiting": waiting,
        "waiting_shown": (
            _preview(found, with_credits(waiting, also_asked=True)) if waiting else None
        ),
        "quoted": _quoted_of(waiting) if waiting else None,
        "may_agree": may_agree,
        "may_take_back": waiting
        and request.member.pk in {waiting.asked_by_id, waiting.author_id, waiting.admin_id},
        "may_decide": is_author or is_admin,
        "made_after": _made_after(found, waiting, more),
        "is_author": is_author,
        "is_admin": is_admin,
        "is_credited": _is_credited(request, found),
        "is_named": choice.is_named if choice else None,
        "is_older": is_out and entry is not None and _version_out(entry) < found.version,
        "refusing": more.pop("refusing", None) or WordsForm(label=_("Why not?")),
        "withdrawing": more.pop("withdrawing", None)
        or WithdrawForm(is_public=entry is not None and entry.reach == Reach.PUBLIC),
        "is_narrower_at_home": is_out
        and (found.state != State.PUBLISHED or value_of(found.audience) != EVERYONE),
        "place": "library",
        **more,
    }
    return render(request, "knowledge/release.html", context, status=status)


def _made_after(found: Resource, waiting: Release | None, more: dict[str, Any]) -> list[After]:
    """Return its sources as those read of them to whom it is to go."""
    reach = more.get("reach") or (waiting.reach if waiting else Reach.PLATFORM)
    if reach == Reach.PUBLIC:
        return made_after(source_of(found), CommonsEntry.objects.public())
    readable = CommonsEntry.objects.readable()
    return made_after(source_of(found), readable, slug=found.community.slug)


def _version_out(entry: Any) -> int:
    return int(entry.current.version) if entry.current else 0


def _beside(request: MemberRequest, found: Resource, reach: str) -> list[Words]:
    """Return the quotations that go along, unless it was chosen that they stay at home."""
    if request.POST.get("quotes") == HOME:
        return []
    is_author, _is_admin = release_hats(request.member, found)
    return words_beside(found, reach, by=[request.member.pk] if is_author else [])


def _quoted_of(waiting: Release) -> Quoted:
    """Return how those stand to it who are quoted."""
    beside = words_beside(waiting.resource, waiting.reach, by=speakers_of(waiting))
    return Quoted.of([one for one in beside if str(one.quotation.pk) in waiting.quotations])


def _form(found: Resource, version: int, reach: str, request: MemberRequest) -> ReleaseForm:
    before = Release.objects.filter(resource=found).order_by("-pk").first()
    quoted = [told(one, ()) for one in _beside(request, found, reach)]
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


def _preview(found: Resource, made: Released) -> dict[str, Any]:
    """Return what others would read; its files open where they are now."""
    return drawn(shown(made), rows_at_home(found, made.files))


def _released_or_403(request: MemberRequest, number: int) -> Resource:
    """Return it for its authors, for admins, and for who is credited; others are told why not."""
    try:
        found = resource_or_404(request.member, number)
    except Http404:
        found = _out_or_404(request, number)
    if not any(release_hats(request.member, found)) and not _is_credited(request, found):
        raise PermissionDenied(
            _(
                "Only its authors and admins of this community decide who reads it elsewhere. If it "
                "names you otherwise than your profile does, ask an author to name you as there: "
                "then you say here whether your name goes out."
            )
        )
    return found


def _out_or_404(request: MemberRequest, number: int) -> Resource:
    """Return what is read elsewhere, though the member does not see what it says by now.

    An admin may withdraw it all the same, and who is named take his name back. It has the title
    that others read.
    """
    rows = Resource.objects.with_labels().filter(community=request.community, number=number)
    found: Resource = get_object_or_404(rows.select_related("site", "owner__user", "audience"))
    entry = entry_of(found)
    if entry is None or entry.current is None:
        raise Http404
    if not (request.member.is_admin or _is_credited(request, found)):
        raise Http404
    found.title = entry.current.title
    found.community = found.owner.community = request.community
    return found


def _waiting_or_404(request: MemberRequest, found: Resource) -> Release:
    """Return the last time of asking: who came second reads that it was decided."""
    mine = Release.objects.filter(resource=found, community=request.community)
    waiting: Release = get_object_or_404(mine.order_by("-pk")[:1])
    waiting.resource, waiting.community = found, request.community
    return waiting


def _is_another(request: MemberRequest, waiting: Release) -> bool:
    """Return whether it was asked for anew since the page was opened, and say so."""
    if not waiting.is_waiting or request.POST.get("release") == str(waiting.pk):
        return False
    messages.info(request, _("Look at it once more: this is what will be visible now."))
    return True


def _is_credited(request: MemberRequest, found: Resource) -> bool:
    """Return whether he is named, or was and may be still in what is released."""
    chosen = CreditChoice.objects.filter(resource=found, member=request.member)
    return found.credits.filter(member=request.member.pk).exists() or chosen.exists()


def _digest(made: Released) -> str:
    return sha256(json.dumps(made.as_json(), sort_keys=True).encode()).hexdigest()


def _back(request: MemberRequest, number: int) -> HttpResponse:
    return redirect("knowledge:release", request.community.slug, number)


_R = "c/<slug:slug>/library/<int:number>/release/"
urlpatterns = [
    path(_R, release, name="release"),
    path(f"{_R}delete/", delete_release, name="delete_release"),
    path(f"{_R}agreement/", agreement, name="agree"),
    path(f"{_R}refusal/", refusal, name="refuse"),
    path(f"{_R}credit/", credit, name="credit"),
    path(f"{_R}withdrawal/", withdrawal, name="withdraw"),
]
