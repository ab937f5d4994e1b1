"""Saying whether one comes, on a page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from meetings.actions import answer_meeting, answer_series
from meetings.answer_forms import AnswerForm
from meetings.answers_given import answers_given
from meetings.loading import meeting_or_404, series_or_404
from meetings.models import Answer, Way
from meetings.permissions import check_coming, check_host
from meetings.views.list_pages import meeting_page
from meetings.words import answered


@require_POST
@member_required
def answer(request: MemberRequest, number: int) -> HttpResponse:
    found = meeting_or_404(request.member, number)
    check_coming(found)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return meeting_page(request, found, form)
    rsvp = answer_meeting(found, request.member, form.reply, way=Way.PAGE, by=request.member)
    messages.success(request, answered(rsvp))
    return redirect(found)


@require_safe
@member_required
def answers(request: MemberRequest, number: int) -> HttpResponse:
    """Show its hosts who comes, with whom, and what is said with it."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    context = {"meeting": found, "groups": answers_given(found), "place": "meetings"}
    return render(request, "meetings/answers.html", context)


@require_POST
@member_required
def answer_all(request: MemberRequest, number: int) -> HttpResponse:
    """Say of all meetings of a series whether one comes."""
    found = series_or_404(request.member, number)
    given = request.POST.get("answer")
    if given not in Answer.values:
        messages.error(request, _("Say yes, no or maybe."))
        return redirect(found)
    answer_series(found, request.member, Answer(given), way=Way.PAGE)
    messages.success(request, _("Thank you. It counts for every meeting of this series."))
    return redirect(found)
