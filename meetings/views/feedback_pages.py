"""How a meeting was: said by who came, read by its host, and what is made of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from meetings.feedback.forms import FeedbackForm, HeardForm
from meetings.feedback.hearing import ChangedMeanwhileError, heard_of, say_heard, stamp
from meetings.feedback.links import ACT
from meetings.feedback.results import results_of
from meetings.feedback.saying import check_open, is_open, say
from meetings.inviting.mail_words import day_and_time
from meetings.loading import meeting_or_404, seen_meeting_or_404
from meetings.mailed_links import mailed_person
from meetings.models import Change, Feedback, Meeting
from meetings.permissions import check_host, may_host

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@member_required
def feedback(request: MemberRequest, number: int) -> HttpResponse:
    """Say how it was; whoever hosts it reads there what the others said."""
    found = meeting_or_404(request.member, number)
    check_ended(found)
    form = _form(request, found, request.member.pk)
    if request.method == "POST" and form.is_valid():
        say(found, request.member, form.said)
        messages.success(request, _("Thank you. It is kept, and you can change it."))
        return redirect("meetings:feedback", request.community.slug, found.number)
    return _page(request, found, form)


@require_POST
@member_required
def heard(request: MemberRequest, number: int) -> HttpResponse:
    """Tell everybody what was heard, and what is done another way."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_ended(found)
    form = HeardForm(request.POST)
    if not form.is_valid():
        return _page(request, found, _form(None, found, request.member.pk), heard_form=form)
    given = form.cleaned_data
    try:
        say_heard(found, given["words"], seen=given["seen"], by=request.member)
    except ChangedMeanwhileError as changed:
        newer = request.POST.copy()
        newer["seen"] = stamp(changed.there)
        blank = _form(None, found, request.member.pk)
        return _page(request, found, blank, heard_form=HeardForm(newer), there=changed.there)
    messages.success(request, _("It is told to everybody who is invited."))
    return redirect("meetings:feedback", request.community.slug, found.number)


def check_ended(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence before a meeting has ended, or if it was none."""
    if not meeting.stands or not meeting.is_past():
        check_open(meeting)


def _page(
    request: MemberRequest,
    found: Meeting,
    form: FeedbackForm,
    *,
    heard_form: HeardForm | None = None,
    there: Any = None,
) -> HttpResponse:
    hosts = may_host(request.member, found.series)
    said = heard_of(found)
    initial = {"words": said.words if said else "", "seen": stamp(said)}
    context = {
        "meeting": found,
        "form": form,
        "is_open": is_open(found),
        **_buttons(form),
        "hosts": hosts,
        "results": results_of(found) if hosts else None,
        "heard": said,
        "heard_form": heard_form or HeardForm(initial=initial),
        "there": there,
        "place": "meetings",
    }
    status = HTTPStatus.OK
    if form.errors or (heard_form is not None and heard_form.errors):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if there is not None:
        status = HTTPStatus.CONFLICT
    return render(request, "meetings/feedback/page.html", context, status=status)


@never_cache
@page
def feedback_by_mail(request: HttpRequest, said: str, token: str) -> HttpResponse:
    """Show the questions, the first one marked; a POST says it. The token is the permission."""
    with mailed_person(ACT, token) as (member, (meeting_id,)):
        meeting = seen_meeting_or_404(member, pk=meeting_id)
        form = _form(request, meeting, member.pk, worth=said)
        done, closed = False, ""
        try:
            check_open(meeting)
            if request.method == "POST" and form.is_valid():
                say(meeting, member, form.said)
                done, form = True, _form(None, meeting, member.pk)
        except PermissionDenied as refused:
            closed = str(refused)
        context = {
            "community": member.community,
            "member": member,
            "meeting": meeting,
            "when": day_and_time(meeting),
            "form": form,
            **_buttons(form),
            "done": done,
            "closed": closed,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "meetings/feedback/link.html", context, status=status)


def _form(
    request: HttpRequest | None, meeting: Meeting, member_id: int, *, worth: str = ""
) -> FeedbackForm:
    own = Feedback.objects.filter(meeting=meeting, member=member_id).first()
    data = request.POST if request is not None and request.method == "POST" else None
    return FeedbackForm(data, own=own, worth=worth)


def _buttons(form: FeedbackForm) -> dict[str, Any]:
    return {"changes": [(one.value, one.label) for one in Change], "chosen": form["change"].value()}


_M = "c/<slug:slug>/meetings/<int:number>/feedback/"
urlpatterns = [
    path(_M, feedback, name="feedback"),
    path(f"{_M}heard/", heard, name="heard"),
    path(
        "mail/meeting-feedback/<str:said>/<str:token>/", feedback_by_mail, name="feedback_by_mail"
    ),
]
