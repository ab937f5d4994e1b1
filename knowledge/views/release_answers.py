"""What is said to a release: yes, no, not asked any more, with one's name, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from knowledge.commons.release_checks import entry_of
from knowledge.commons.release_form import WEB_ONLY, WithdrawForm
from knowledge.commons.releasing import (
    NotYetError,
    agree_to_release,
    choose_credit,
    refuse_release,
    take_back_release,
    withdraw,
)
from knowledge.commons.stepping_back import leave_web
from knowledge.forms.words import WordsForm
from knowledge.kinds import Reach
from knowledge.models import Release, Resource
from knowledge.permissions import check_release
from knowledge.views.release_page import (
    back_to_release,
    is_credited,
    released_or_403,
    render_release,
)
from moderation.conflicts import second_is_told


@require_POST
@member_required
def agreement(request: MemberRequest, number: int) -> HttpResponse:
    found = released_or_403(request, number)
    check_release(request.member, found)
    waiting = _waiting_or_404(request, found)
    if _is_another(request, waiting):
        return back_to_release(request, number)
    with second_is_told(request):
        try:
            agree_to_release(waiting, by=request.member)
        except NotYetError as refused:
            return render_release(request, found, reasons=refused.reasons, status=422)
        messages.success(request, _("You agreed."))
    return back_to_release(request, number)


@require_POST
@member_required
def refusal(request: MemberRequest, number: int) -> HttpResponse:
    found = released_or_403(request, number)
    check_release(request.member, found)
    form = WordsForm(request.POST, label=_("Why not?"))
    if not form.is_valid():
        return render_release(request, found, refusing=form, status=422)
    waiting = _waiting_or_404(request, found)
    if _is_another(request, waiting):
        return render_release(request, found, refusing=form, status=422)
    with second_is_told(request):
        refuse_release(waiting, by=request.member, words=form.cleaned_data["words"])
        messages.success(request, _("It stays as it is. Who asked for it gets your words by mail."))
    return back_to_release(request, number)


@require_POST
@member_required
def delete_release(request: MemberRequest, number: int) -> HttpResponse:
    """Ask no more."""
    found = released_or_403(request, number)
    waiting = _waiting_or_404(request, found)
    if request.member.pk not in {waiting.asked_by_id, waiting.author_id, waiting.admin_id}:
        raise PermissionDenied(_("Only who asked for it, or agreed, may take it back."))
    with second_is_told(request):
        take_back_release(waiting, by=request.member)
        messages.success(request, _("Nobody is asked any more."))
    return back_to_release(request, number)


@require_POST
@member_required
def credit(request: MemberRequest, number: int) -> HttpResponse:
    """Say whether one is named outside of the community."""
    found = released_or_403(request, number)
    if not is_credited(request, found):
        raise PermissionDenied(_("Only who is named as an author or contributor may choose this."))
    choose_credit(found, request.member, is_named=request.POST.get("named") == "yes")
    messages.success(request, _("Saved."))
    return back_to_release(request, number)


@require_POST
@member_required
def withdrawal(request: MemberRequest, number: int) -> HttpResponse:
    found = released_or_403(request, number)
    check_release(request.member, found)
    entry = entry_of(found)
    form = WithdrawForm(request.POST, is_public=entry is not None and entry.reach == Reach.PUBLIC)
    if not form.is_valid():
        return render_release(request, found, withdrawing=form, status=422)
    if form.cleaned_data.get("extent") == WEB_ONLY:
        leave_web(found, by=request.member, words=form.cleaned_data["words"])
        messages.success(
            request,
            _("It is off the public web. Members of the communities here can read it still."),
        )
        return back_to_release(request, number)
    withdraw(found, by=request.member, words=form.cleaned_data["words"])
    messages.success(request, _("It is withdrawn. Only your own community can read it now."))
    return back_to_release(request, number)


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
