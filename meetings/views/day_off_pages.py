"""Days off: their list, and what a host says of a meeting that falls on one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, facilitator_required, member_required
from communities.permissions import check_may_write
from meetings.loading import meeting_or_404
from meetings.models import DayOff
from meetings.permissions import check_coming, check_host
from meetings.schedule.changed import Changed, Kind
from meetings.schedule.days_off import (
    add_day_off,
    change_day_off,
    decide_on_day_off,
    remove_day_off,
)
from meetings.schedule.forms import DayOffForm
from meetings.schedule.locking import lock_meeting

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@facilitator_required
def days_off(request: MemberRequest) -> HttpResponse:
    """List them, and add one."""
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_may_write(request.member)
    if form.is_bound and form.is_valid():
        done = add_day_off(**form.cleaned_data, by=request.member)
        messages.success(request, _("It is added."))
        _tell(request, done)
        return redirect("meetings:days_off", request.community.slug)
    there = DayOff.objects.filter(community=request.community).order_by("first_day", "pk")
    context = {
        "form": form,
        "days": list(there),
        "place": "meetings",
    }
    return render(request, "meetings/days_off.html", context, status=422 if form.errors else 200)


@pages
@facilitator_required
def day_off(request: MemberRequest, pk: int) -> HttpResponse:
    """Change its name or its days."""
    found = get_object_or_404(DayOff, community=request.community, pk=pk)
    form = DayOffForm(request.POST if request.method == "POST" else None, day=found)
    if form.is_bound:
        check_may_write(request.member)
    if form.is_bound and form.is_valid():
        done = change_day_off(found, **form.cleaned_data, by=request.member)
        messages.success(request, _("It is saved."))
        _tell(request, done)
        return redirect("meetings:days_off", request.community.slug)
    context = {
        "form": form,
        "day": found,
        "place": "meetings",
    }
    return render(request, "meetings/day_off.html", context, status=422 if form.errors else 200)


@require_POST
@facilitator_required
def delete_day_off(request: MemberRequest, pk: int) -> HttpResponse:
    check_may_write(request.member)
    found = get_object_or_404(DayOff, community=request.community, pk=pk)
    done = remove_day_off(found, by=request.member)
    messages.success(request, _("It is a day like any other again."))
    _tell(request, done)
    return redirect("meetings:days_off", request.community.slug)


@require_POST
@member_required
def decision(request: MemberRequest, number: int) -> HttpResponse:
    """Hold a meeting on a day off, or leave it out."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_coming(found)
    given = request.POST.get("decision")
    if given not in ("hold", "leave_out"):
        messages.error(request, _("Say whether you meet on that day."))
        return redirect(found)
    with transaction.atomic():
        decide_on_day_off(lock_meeting(found), holds=given == "hold", by=request.member)
    if given == "hold":
        messages.success(request, _("You meet on that day."))
        return redirect(found)
    # Nobody sees what is left out.
    messages.success(request, _("It is left out; the other meetings stay."))
    return redirect("meetings:series", request.community.slug, found.series.number)


def _tell(request: MemberRequest, done: list[Changed]) -> None:
    counts = {one.kind: len(one.meetings) for one in done}
    if left_out := counts.get(Kind.LEFT_OUT):
        said = ngettext(
            "%(count)s meeting is left out.", "%(count)s meetings are left out.", left_out
        )
        messages.info(request, said % {"count": left_out})
    if held := counts.get(Kind.HELD):
        said = ngettext(
            "%(count)s meeting stands in the schedule again.",
            "%(count)s meetings stand in the schedule again.",
            held,
        )
        messages.info(request, said % {"count": held})
    if asked := counts.get(Kind.ASKED):
        said = ngettext(
            "The host of %(count)s meeting is asked what becomes of it.",
            "The hosts of %(count)s meetings are asked what becomes of them.",
            asked,
        )
        messages.info(request, said % {"count": asked})


_D = "c/<slug:slug>/meetings/days-off/"
urlpatterns = [
    path(_D, days_off, name="days_off"),
    path(f"{_D}<int:pk>/", day_off, name="day_off"),
    path(f"{_D}<int:pk>/delete/", delete_day_off, name="delete_day_off"),
    path("c/<slug:slug>/meetings/<int:number>/day-off/", decision, name="decide_on_day_off"),
]
