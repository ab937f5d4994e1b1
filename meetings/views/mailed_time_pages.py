"""The pages behind the links of mails that ask for a time, without signing in."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.models import Membership
from communities.scope import scope
from core.timezones import zone_named
from meetings.finding.answering import (
    answer_poll,
    check_times_to_come,
    open_slots,
    ticked_by,
)
from meetings.finding.following import stop_asking
from meetings.finding.forms import TickForm
from meetings.finding.links import STOP, TICK, ids_in
from meetings.finding.loading import seen_poll
from meetings.finding.permissions import NotAskedError
from meetings.finding.results import times_of
from meetings.loading import mailed_member_or_404
from meetings.models import TimePoll, Way

page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def times_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show the times with what one ticked; a POST keeps it. The token is the permission."""
    ids = ids_in(TICK, token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        member, poll = _person_and_poll(ids[1], ids[2])
        zone = zone_named(member.user.time_zone)
        with translation.override(member.user.language), timezone.override(zone):
            return _tick_page(request, member, poll)


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
    ids = ids_in(STOP, token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        member, poll = _person_and_poll(ids[1], ids[2])
        if stopped := request.method == "POST":
            stop_asking(member, poll)
    with translation.override(member.user.language):
        context = {
            "community": member.community,
            "member": member,
            "poll": poll,
            "stopped": stopped,
        }
        return render(request, "meetings/finding/stop_link.html", context)


def _person_and_poll(member_id: int, poll_id: int) -> tuple[Membership, TimePoll]:
    member = mailed_member_or_404(member_id)
    poll = seen_poll(member, pk=poll_id)
    if poll is None:
        raise Http404
    return member, poll


urlpatterns = [
    path("mail/times/stop/<str:token>/", stop_times_by_mail, name="stop_times_by_mail"),
    path("mail/times/<str:token>/", times_by_mail, name="times_by_mail"),
]
