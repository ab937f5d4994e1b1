"""The pages behind the links of mails that ask for a time, without signing in."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.models import Membership
from meetings.finding.answering import (
    answer_poll,
    check_times_to_come,
    open_slots,
    ticked_by,
)
from meetings.finding.following import stop_asking
from meetings.finding.forms import TickForm
from meetings.finding.links import STOP, TICK
from meetings.finding.loading import seen_poll
from meetings.finding.permissions import NotAskedError
from meetings.finding.results import times_of
from meetings.inviting.mail_words import where_of
from meetings.mailed_links import mailed_person
from meetings.models import TimePoll, Way

page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def times_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show the times with what one ticked; a POST keeps it. The token is the permission."""
    with mailed_person(TICK, token) as (member, (poll_id,)):
        return _tick_page(request, member, _poll_or_404(member, poll_id))


def _tick_page(request: HttpRequest, member: Membership, poll: TimePoll) -> HttpResponse:
    reply, _mine = ticked_by(member, poll)
    data = request.POST if request.method == "POST" else None
    form = TickForm(data, slots=open_slots(poll), words=reply.words if reply else "")
    done = closed = ""
    try:
        check_times_to_come(poll)
        if form.is_valid():
            words = form.cleaned_data["words"]
            answer_poll(poll, member, form.ticked, words=words, way=Way.LINK)
            done = _("Thank you. Your answer is kept. Until the time is chosen, you can change it.")
    except NotAskedError as late:
        closed = str(late)
    context = {
        "community": member.community,
        "member": member,
        "poll": poll,
        "where": where_of(poll),
        "changed_since": poll.changed_since(reply.answered_at if reply else None) and not done,
        "times": [time for time in times_of(poll, member) if not time.is_past],
        "chosen": form.typed,
        "tick_form": form,
        "done": done,
        "closed": closed,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/finding/tick_link.html", context, status=status)


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; the token is the permission.
@never_cache
@page
def stop_times_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST stops mails about it, whoever sends it."""
    with mailed_person(STOP, token) as (member, (poll_id,)):
        poll = _poll_or_404(member, poll_id)
        if stopped := request.method == "POST":
            stop_asking(member, poll)
        context = {
            "community": member.community,
            "member": member,
            "poll": poll,
            "stopped": stopped,
        }
        return render(request, "meetings/finding/stop_link.html", context)


def _poll_or_404(member: Membership, poll_id: int) -> TimePoll:
    poll = seen_poll(member, pk=poll_id)
    if poll is None:
        raise Http404
    return poll


urlpatterns = [
    path("mail/times/stop/<str:token>/", stop_times_by_mail, name="stop_times_by_mail"),
    path("mail/times/<str:token>/", times_by_mail, name="times_by_mail"),
]
