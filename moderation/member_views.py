"""Warning a member and pausing one; and what a member who was warned reads."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.models import Membership
from communities.permissions import check_see_people
from moderation.conflicts import second_is_told
from moderation.member_forms import PauseForm, WarningForm
from moderation.members import end_pause, pause_member, read_warnings, warn_member
from moderation.models import MemberWarning
from moderation.permissions import check_discipline

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
LISTED = 20


@get_or_post
@member_required
def warning(request: MemberRequest, membership_id: int) -> HttpResponse:
    member = _member(request, membership_id)
    form = WarningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = _("%(name)s gets your words by mail.") % {"name": member.name}
        return _do(
            request, member, done, lambda: warn_member(member, by=request.member, reason=reason)
        )
    words = {
        "heading": _("Warn %(name)s") % {"name": member.name},
        "sentence": _(
            "The person gets your words by mail, and reads on the next visit that they are there. "
            "They stand in the record, which only facilitators read."
        ),
        "button": _("Send the warning"),
    }
    return _page(request, member, form, words)


@get_or_post
@member_required
def pause(request: MemberRequest, membership_id: int) -> HttpResponse:
    member = _member(request, membership_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        done = _("%(name)s is paused and gets your reason by mail.") % {"name": member.name}
        return _do(
            request,
            member,
            done,
            lambda: pause_member(
                member, by=request.member, until=given["until"], reason=given["reason"]
            ),
        )
    words = {
        "heading": _("Pause %(name)s") % {"name": member.name},
        "sentence": _(
            "A person who is paused reads everything as before and gets the digest, and cannot "
            "write, react or vote. It ends by itself, or when you end it."
        ),
        "button": _("Pause and send the reason"),
    }
    return _page(request, member, form, words)


@require_POST
@member_required
def delete_pause(request: MemberRequest, membership_id: int) -> HttpResponse:
    member = _member(request, membership_id)
    done = _("%(name)s can write again.") % {"name": member.name}
    return _do(request, member, done, lambda: end_pause(member, by=request.member))


@require_safe
@member_required
def warnings(request: MemberRequest) -> HttpResponse:
    """Show a member what he was asked to mind."""
    mine = MemberWarning.objects.filter(member=request.member).order_by("-pk")[:LISTED]
    return render(request, "moderation/warnings.html", {"warnings": mine})


@require_POST
@member_required
def reading(request: MemberRequest) -> HttpResponse:
    """Say that one has read it."""
    read_warnings(request.member)
    messages.success(request, _("Thank you. It is noted that you have read it."))
    return redirect(request.community)


def _member(request: MemberRequest, membership_id: int) -> Membership:
    """Return the member whom the reader may warn or pause; 403 with the reason otherwise."""
    if membership_id != request.member.pk:
        check_see_people(request.member)
    people = Membership.objects.active().filter(community=request.community)
    member: Membership = get_object_or_404(people.select_related("user"), pk=membership_id)
    check_discipline(request.member, member)
    member.community = request.community
    return member


def _do(
    request: MemberRequest, member: Membership, done: str, act: Callable[[], None]
) -> HttpResponse:
    """Act, say what came of it, and go to the person: who comes second reads who was first."""
    with second_is_told(request):
        act()
        messages.success(request, done)
    return redirect(member)


def _page(
    request: MemberRequest, member: Membership, form: WarningForm, words: dict[str, str]
) -> HttpResponse:
    context = {"form": form, "shown": member, "words": words, "place": "people"}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/member.html", context, status=status)
