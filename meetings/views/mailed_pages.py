"""The pages behind the links of mails about meetings: one button each, without signing in."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.models import Membership
from meetings.actions import Reply
from meetings.answer_forms import WordsForm
from meetings.inviting.following import stop_inviting
from meetings.inviting.links import LATE, SAID, STOP, answer_act
from meetings.inviting.mail_words import times_of
from meetings.inviting.saying import NobodyMeetsError, answered_thing, check_open, say
from meetings.mailed_links import mailed_person
from meetings.models import Answer, Meeting, Rsvp, Series, Way
from meetings.words import answered

page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def answer_by_mail(request: HttpRequest, said: str, token: str) -> HttpResponse:
    """Show the button; a POST says it. Without signing in: the token is the permission."""
    if said not in SAID:
        raise Http404
    with mailed_person(answer_act(said), token, things=2) as (member, (series_id, meeting_id)):
        found = answered_thing(member, series_id, meeting_id)
        if found is None:
            raise Http404
        return _answer_page(request, member, *found, said)


def _answer_page(
    request: HttpRequest, member: Membership, series: Series, meeting: Meeting | None, said: str
) -> HttpResponse:
    own = Rsvp.objects.filter(meeting=meeting, member=member).first() if meeting else None
    kept = {"guests": own.guests, "words": own.words} if own else {}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=kept)
    done = closed = ""
    try:
        check_open(series, meeting)
        if form.is_valid():
            answer = Answer.YES if said == LATE else Answer(said)
            reply = Reply(answer, is_late=said == LATE, **form.kept)
            done = _sentence(say(series, meeting, member, reply, way=Way.LINK))
    except NobodyMeetsError as nobody:
        closed = str(nobody)
    meetings = [meeting] if meeting else list(_coming(series))
    context = {
        **times_of(series, meeting, meetings),
        "community": member.community,
        "member": member,
        "thing": meeting or series,
        "all": meeting is None,
        "form": form,
        "said": said,
        "label": labels()[said],
        "done": done,
        "closed": closed,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/answer_link.html", context, status=status)


def labels() -> dict[str, str]:
    """Return what the button of each link says."""
    return {
        Answer.YES: _("Yes, I am coming"),
        Answer.MAYBE: _("Maybe I am coming"),
        Answer.NO: _("No, I cannot come"),
        LATE: _("I am coming late"),
    }


def _sentence(rsvp: Rsvp | None) -> str:
    return answered(rsvp) if rsvp else _("Thank you. It counts for every meeting of this series.")


def _coming(series: Series) -> list[Meeting]:
    rows = list(Meeting.objects.filter(series=series).standing().coming(timezone.now())[:4])
    for one in rows:
        one.series = series
    return rows


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; the token is the permission.
@never_cache
@page
def stop_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST stops mails about a series, whoever sends it."""
    with mailed_person(STOP, token) as (member, (series_id,)):
        found = Series.objects.visible_to(member).filter(pk=series_id).first()
        if found is None:
            raise Http404
        if stopped := request.method == "POST":
            stop_inviting(member, found)
        context = {
            "community": member.community,
            "member": member,
            "series": found,
            "stopped": stopped,
        }
        return render(request, "meetings/stop_link.html", context)


urlpatterns = [
    path("mail/meeting/stop/<str:token>/", stop_by_mail, name="stop_by_mail"),
    path("mail/meeting/<str:said>/<str:token>/", answer_by_mail, name="answer_by_mail"),
]
