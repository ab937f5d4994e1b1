"""One meeting, and one series."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.roles import roles_by_id
from forums.drawn_files import file_list
from forums.post_languages import language_name
from meetings.agenda.permissions import may_shape
from meetings.agenda.rows import agenda_of
from meetings.answer_forms import AnswerForm
from meetings.attendance.card import attendance_card
from meetings.attendance.forms import CodeForm
from meetings.dialling import dial_url
from meetings.feedback.card import feedback_card
from meetings.files.rows import files_beside
from meetings.inviting.following import gets_mails
from meetings.inviting.site_team import site_team
from meetings.loading import meeting_or_404, series_or_404
from meetings.models import Format, Meeting, Series, State
from meetings.notes.card import notes_card
from meetings.permissions import may_host
from meetings.recording.keeping import may_be_recorded, recordings_of
from meetings.recurrence.words import rule_in_words
from meetings.rows import meeting_rows, own_answers, time_span, zone_time
from meetings.schedule.cancelling import may_be_put_back
from meetings.schedule.days_off import name_of_day_off
from meetings.seats import counts_of, free_seats

SHOWN = 60
PAST_SHOWN = 20


@require_safe
@member_required
def meeting(request: MemberRequest, number: int) -> HttpResponse:
    return meeting_page(request, meeting_or_404(request.member, number))


@require_safe
@member_required
def series(request: MemberRequest, number: int) -> HttpResponse:
    found = series_or_404(request.member, number)
    now = timezone.now()
    there = Meeting.objects.visible_to(request.member).filter(series=found)
    next_ones = list(there.coming(now).select_related("series")[:SHOWN])
    past = list(there.past(now).select_related("series")[:PAST_SHOWN])
    context = {
        "series": found,
        "details": details_of(found),
        "rule": rule_in_words(found.rule, found.first_start) if found.rule else "",
        "coming": meeting_rows(next_ones, request.member),
        "past": meeting_rows(past, request.member),
        "goes_on": Series.objects.visible_to(request.member).filter(continues=found).first(),
        "next_one": next((one for one in next_ones if one.stands), None),
        "may_be_put_back": any(may_be_put_back(one) for one in next_ones),
        "hosts": may_host(request.member, found) and not request.member.is_paused,
        "files": _files(request, found),
        "gets_mails": gets_mails(request.member, found),
        **who_sees(request, found),
        "place": "meetings",
    }
    return render(request, "meetings/series.html", context)


def meeting_page(
    request: MemberRequest,
    found: Meeting,
    form: AnswerForm | None = None,
    *,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    """Return the page of a meeting; with a refused form it says what is wrong."""
    own = own_answers([found], request.member)[found.pk]
    there = found.detail("address") or found.detail("place_name")
    context = {
        "meeting": found,
        "series": found.series,
        "details": details_of(found.series),
        "time": time_span(found.starts_at, found.ends_at),
        "zone_time": zone_time(found),
        "where": {name: found.detail(name) for name in WHERE},
        "map_url": f"{MAP}?{urlencode({'api': 1, 'query': there})}" if there else "",
        "dial_url": dial_url(found.detail("dial_in"), found.detail("dial_in_code")),
        "own": own,
        "form": form or AnswerForm(initial={"guests": own.guests, "words": own.words}),
        "counts": counts_of(found),
        "free": free_seats(found),
        "is_past": found.is_past(),
        "team": site_team(request.member, found) if found.stands and not found.is_past() else [],
        "may_answer": found.stands and not found.is_past(),
        "may_be_put_back": may_be_put_back(found),
        "day_off": name_of_day_off(found) if found.state == State.ASKED else "",
        "hosts": may_host(request.member, found.series) and not request.member.is_paused,
        "notes_card": notes_card(found, request.member),
        "attendance": attendance_card(found, request.member, timezone.now(), code_form),
        "feedback": feedback_card(found, request.member),
        "may_be_recorded": may_be_recorded(found),
        "recordings": recordings_of(found) if may_be_recorded(found) else [],
        "files": _files(request, found.series),
        **agenda_card(request, found),
        **who_sees(request, found.series),
        "place": "meetings",
    }
    return render(
        request, "meetings/meeting.html", context, status=422 if form or code_form else 200
    )


def _files(request: MemberRequest, series: Series) -> SafeString:
    rows = [row for _key, row in files_beside(series, request.community)]
    return mark_safe(file_list(rows))  # noqa: S308  (escaped there)


def agenda_card(request: MemberRequest, found: Meeting) -> dict[str, Any]:
    """Return the agenda as the page of a meeting shows it; none if nobody meets, or there was none."""
    shapes = may_shape(request.member, found)
    shown = agenda_of(found, request.member) if found.stands else None
    if shown is not None and not shown.items and not shapes:
        shown = None
    return {"agenda": shown, "may_shape": shapes}


WHERE = ("place_name", "address", "room", "web_link", "dial_in", "dial_in_code")
# Which every phone and computer opens, in its own program for maps where there is one.
MAP = "https://www.google.com/maps/search/"


def details_of(series: Series) -> dict[str, str]:
    """Return what is said of every meeting of a series, in words."""
    return {
        "format": str(Format(series.format).label),
        "language": language_name(series.language),
        "interpretation": series.interpretation,
        "accessibility": series.accessibility,
        "child_care": series.child_care,
        "meals": series.meals,
    }


def who_sees(request: MemberRequest, series: Series) -> dict[str, Any]:
    """Return what a page says of who is invited, and why its reader is."""
    seen = series.audience_id in request.member.audience_ids
    return {
        "seen_by": seen_by(request.community, series.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(request.member, series.audience_id) if seen else "",
    }
