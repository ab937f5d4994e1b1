"""What comes next, as a list, a week or a month; all of it, or what concerns the reader."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from core.numbers import number_in
from meetings.finding.open_polls import polls_to_answer
from meetings.models import DayOff, Meeting
from meetings.permissions import may_plan
from meetings.querysets import MeetingQuerySet
from meetings.rows import MeetingRow, meeting_rows
from meetings.schedule.entries import entries_between
from meetings.schedule.periods import Period, day_in, filled, month_with, week_with

SHOWN = 60
FARTHEST_PAGE = 500
VIEWS = (
    ("list", gettext_lazy("List")),
    ("week", gettext_lazy("Week")),
    ("month", gettext_lazy("Month")),
)
# Which ones: all, those at which the reader is expected, those that he has not answered.
FILTERS = (
    ("", gettext_lazy("All")),
    ("coming", gettext_lazy("I am coming")),
    ("open", gettext_lazy("Not answered yet")),
)


@require_safe
@member_required
def coming(request: MemberRequest) -> HttpResponse:
    """List what is to come, the next first, or what is past, the last first."""
    is_past = request.GET.get("show") == "past"
    page = min(number_in(request.GET.get("page")) or 1, FARTHEST_PAGE)
    now = timezone.now()
    there = _chosen(request)
    ordered = there.past(now) if is_past else there.coming(now)
    first = (page - 1) * SHOWN
    found = list(ordered.select_related("series")[first : first + SHOWN + 1])
    here = address("meetings:list", request.community.slug)
    given = {"mine": _mine(request), "show": "past" if is_past else ""}
    context = {
        "months": by_month(meeting_rows(found[:SHOWN], request.member)),
        "is_past": is_past,
        "polls": [] if is_past or page > 1 else polls_to_answer(request.member, now),
        "other_url": _url(here, mine=given["mine"], show="" if is_past else "past"),
        "before": _url(here, **given, page=page - 1) if page > 1 else "",
        "after": _url(here, **given, page=page + 1) if len(found) > SHOWN else "",
        **_frame(request, "list", show=given["show"]),
    }
    return render(request, "meetings/list.html", context)


@require_safe
@member_required
def month(request: MemberRequest) -> HttpResponse:
    return _calendar(request, "month", month_with(day_in(request.GET.get("on"))))


@require_safe
@member_required
def week(request: MemberRequest) -> HttpResponse:
    return _calendar(request, "week", week_with(day_in(request.GET.get("on"))))


def _calendar(request: MemberRequest, view: str, period: Period) -> HttpResponse:
    begins, ends = period.bounds
    entries = entries_between(request.member, begins, ends, mine=_mine(request))
    off = DayOff.objects.filter(
        community=request.community, first_day__lte=period.last, last_day__gte=period.first
    )
    days = list(off.order_by("first_day", "pk").values_list("first_day", "last_day", "name"))
    here, mine = address(f"meetings:{view}", request.community.slug), _mine(request)
    context = {
        "view": view,
        "weeks": filled(period, entries.by_day, days),
        "period": period,
        "count": entries.count,
        "before": _url(here, mine=mine, on=period.before) if period.before else "",
        "after": _url(here, mine=mine, on=period.after) if period.after else "",
        "today_url": _url(here, mine=mine),
        **_frame(request, view, on=period.day),
    }
    return render(request, "meetings/calendar.html", context)


def _mine(request: MemberRequest) -> str:
    given = request.GET.get("mine", "")
    return given if given in dict(FILTERS) else ""


def _chosen(request: MemberRequest) -> MeetingQuerySet[Meeting]:
    there = Meeting.objects.visible_to(request.member)
    match _mine(request):
        case "coming":
            return there.standing().expecting(request.member)
        case "open":
            return there.standing().unanswered_by(request.member)
    return there


def _frame(request: MemberRequest, view: str, **given: Any) -> dict[str, Any]:
    """Return what stands around all three: ways to the others, and to what concerns the reader."""
    slug, mine = request.community.slug, _mine(request)
    here = address(f"meetings:{view}", slug)
    # The list begins today, whatever day a calendar shows.
    on = given.get("on", "")
    return {
        "views": [
            (
                label,
                _url(address(f"meetings:{name}", slug), mine=mine, on="" if name == "list" else on),
                name == view,
            )
            for name, label in VIEWS
        ],
        "filters": [
            (label, _url(here, mine=name, **given), name == mine) for name, label in FILTERS
        ],
        "mine": mine,
        "may_plan": may_plan(request.member) and not request.member.is_paused,
        "place": "meetings",
    }


def _url(here: str, **given: Any) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{here}?{query}" if query else here


def by_month(rows: list[MeetingRow]) -> list[tuple[Any, list[MeetingRow]]]:
    """Return the rows under the first moment of each month, on the clock that is active."""
    grouped = groupby(rows, key=lambda row: timezone.localtime(row.starts_at).date().replace(day=1))
    return [(month, list(found)) for month, found in grouped]


_M = "c/<slug:slug>/meetings/"
urlpatterns = [
    path(_M, coming, name="list"),
    path(f"{_M}month/", month, name="month"),
    path(f"{_M}week/", week, name="week"),
]
