"""Changing meetings, cancelling them, and putting them back."""

from collections import Counter
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.models import Membership
from meetings.loading import meeting_or_404, series_or_404
from meetings.models import Meeting
from meetings.permissions import check_coming, check_host
from meetings.rows import zone_time
from meetings.schedule.cancelling import (
    cancel_meeting,
    cancel_rest,
    may_be_put_back,
    put_back,
    put_series_back,
)
from meetings.schedule.change_form import ChangeForm
from meetings.schedule.changed import Changed, Kind
from meetings.schedule.changing import Scope, change_meeting, change_series, note_meeting
from meetings.schedule.forms import CancelForm
from meetings.schedule.locking import lock_meeting, lock_series

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change one meeting, this and later ones, or all that are to come."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_coming(found)
    if request.method != "POST":
        form = ChangeForm(member=request.member, meeting=found)
        # From the page of the series one comes to change all of it.
        form.initial["scope"] = Scope.ALL if request.GET.get("for") == "all" else Scope.THIS
        return _change_page(request, form)
    with transaction.atomic():
        # Who comes second sees what the first one saved, or that it was cancelled.
        found = lock_meeting(found)
        check_coming(found)
        form = ChangeForm(request.POST, member=request.member, meeting=found)
        if not form.is_valid() or form.theirs or "back" in request.POST:
            return _change_page(request, form)
        changed = save_change(form, by=request.member)
        going = left_over_of(changed)
        if is_unsaid := not {one.slot for one, _count in going} <= {*request.POST.getlist("goes")}:
            # Nothing is changed before the host has seen whom it concerns.
            transaction.set_rollback(True)
    if is_unsaid:
        return _fewer_days_page(request, meeting_or_404(request.member, number), going)
    if not changed:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _changed_words(changed))
    return redirect(found)


def save_change(form: ChangeForm, *, by: Membership) -> Changed:
    """Do what a valid form says."""
    given, meeting = form.cleaned_data, form.meeting
    if not form.mine:
        return Changed(kind=Kind.CHANGED)
    if form.chosen_scope == Scope.THIS:
        starts = datetime.combine(given["first_on"], given["begins"])
        return change_meeting(meeting, form.values, by=by, starts=starts, minutes=given["minutes"])
    stands_alone = not form.series.recurs
    words = given["note"] if "note" in form.mine else ""
    changed = change_series(form.series, form.part, form.values, by=by, words=words)
    if stands_alone and "note" in form.mine:
        return note_meeting(meeting, words, changed, by=by)
    return changed


def left_over_of(changed: Changed) -> list[tuple[Meeting, int]]:
    """Return the meetings on days that are gone, with how many people were expected at each."""
    counts = Counter(one.slot for meetings in changed.left_over.values() for one in meetings)
    found = {one.slot: one for meetings in changed.left_over.values() for one in meetings}
    return [(found[slot], counts[slot]) for slot in sorted(counts)]


def _fewer_days_page(
    request: MemberRequest, meeting: Meeting, going: list[tuple[Meeting, int]]
) -> HttpResponse:
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "goes")
    ]
    context = {
        "meeting": meeting,
        "series": meeting.series,
        "going": [(one.starts_at, count) for one, count in going],
        "sent": [*sent, *(("goes", one.slot) for one, _count in going)],
        "place": "meetings",
    }
    return render(request, "meetings/fewer_days.html", context)


def _changed_words(changed: Changed) -> str:
    # What is left out on a day off, or cancelled, nobody looks for.
    count = sum(one.stands for one in changed.meetings) or 1
    said = ngettext("It is changed.", "%(count)s meetings are changed.", count) % {"count": count}
    if not changed.asked_again:
        return said
    again = _("Where the day is another one, everybody is to answer again.")
    return f"{said} {again}"


def _change_page(request: MemberRequest, form: ChangeForm) -> HttpResponse:
    meanwhile = []
    status = 422 if form.errors else 200
    if form.is_bound and not form.errors and form.theirs:
        meanwhile, status = form.meanwhile, 409
        form = form.merged()
    context = {
        "form": form,
        "meeting": form.meeting,
        "series": form.series,
        "zone_time": zone_time(form.meeting),
        "meanwhile": meanwhile,
        "place": "meetings",
    }
    return render(request, "meetings/change.html", context, status=status)


@pages
@member_required
def cancellation(request: MemberRequest, number: int) -> HttpResponse:
    """Say why, and cancel it or all that is left of its series."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_coming(found)
    form = CancelForm(request.POST if request.method == "POST" else None, meeting=found)
    if not form.is_bound or not form.is_valid():
        form.initial["scope"] = "later" if request.GET.get("for") == "later" else "this"
        context = {"form": form, "meeting": found, "series": found.series, "place": "meetings"}
        status = 422 if form.errors else 200
        return render(request, "meetings/cancel.html", context, status=status)
    with transaction.atomic():
        cancel = cancel_rest if form.is_for_later else cancel_meeting
        done = cancel(lock_meeting(found), by=request.member, words=form.cleaned_data["words"])
    count = len(done.meetings)
    said = ngettext("The meeting is cancelled.", "%(count)s meetings are cancelled.", count)
    messages.success(request, said % {"count": count})
    return redirect(found)


@require_POST
@member_required
def delete_cancellation(request: MemberRequest, number: int) -> HttpResponse:
    """Let a cancelled meeting be held after all."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    if not may_be_put_back(found):
        raise PermissionDenied(_("Only a cancelled meeting that is still to come can be put back."))
    with transaction.atomic():
        put_back(lock_meeting(found), by=request.member)
    messages.success(request, _("The meeting stands in the schedule again."))
    return redirect(found)


@require_POST
@member_required
def delete_series_cancellation(request: MemberRequest, number: int) -> HttpResponse:
    """Let the rest of a series be held after all."""
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    with transaction.atomic():
        held = lock_series(found.pk, found.community_id)
        held.community = request.community
        put_series_back(held, by=request.member)
    messages.success(request, _("What was cancelled stands in the schedule again."))
    return redirect(found)


_M = "c/<slug:slug>/meetings/<int:number>/"
urlpatterns = [
    path(f"{_M}change/", change, name="change"),
    path(f"{_M}cancellation/", cancellation, name="cancel"),
    path(f"{_M}cancellation/delete/", delete_cancellation, name="put_back"),
    path(
        "c/<slug:slug>/meetings/series/<int:number>/cancellation/delete/",
        delete_series_cancellation,
        name="put_series_back",
    ),
]
