"""From a discussion to a meeting, and back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.permissions import check_may_write
from forums.actions import take_turn
from forums.loading import topic_or_404
from forums.models import HeldPost
from forums.refusals import PostRefusedError
from meetings.agenda.bringing import choices, meetings_to_come
from meetings.agenda.forms import BringForm, TakeBackForm
from meetings.agenda.going_back import AlreadyBackError, body_of, check_not_back, take_back
from meetings.agenda.loading import item_or_404
from meetings.agenda.permissions import check_take_back
from meetings.agenda.proposing import NotProposedError, propose
from meetings.models import AgendaItem
from meetings.permissions import may_host
from meetings.views.agenda_pages import of_meeting, to_agenda


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def bring_topic(request: MemberRequest, topic_number: int) -> HttpResponse:
    """Propose a discussion for a meeting to come."""
    topic = topic_or_404(request.member, topic_number)
    if topic.removed_at is not None:
        raise Http404
    check_may_write(request.member)
    meetings = meetings_to_come(request.member)
    form = BringForm(request.POST or None, topic=topic, meetings=choices(topic, meetings.values()))
    if form.is_valid():
        meeting = meetings[form.cleaned_data["meeting"]]
        try:
            propose(meeting, form.words(topic), by=request.member, form_key=form.key)
        except NotProposedError as refused:
            form.add_error("meeting", str(refused))
        else:
            messages.success(
                request, _("Thank you. The others can say now that they want it, too.")
            )
            return to_agenda(request, meeting)
    context = {
        "topic": topic,
        "forum": topic.forum,
        "form": form,
        "meetings": meetings,
        "place": "meetings",
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda/bring.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def item_back(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Say in its discussion what came of an item."""
    item = item_or_404(request.member, number, item_number)
    if item.topic is None:
        raise Http404
    # Who does not see the discussion is told nothing of it.
    topic = topic_or_404(request.member, item.topic.number)
    hosts = may_host(request.member, item.meeting.series)
    check_take_back(request.member, item, hosts=hosts)
    form = TakeBackForm(request.POST or None)
    try:
        check_not_back(item)
    except AlreadyBackError as first:
        return _back_already(request, item, first)
    if form.is_valid():
        words = form.cleaned_data["body"]
        try:
            body = body_of(item.meeting, words)
            take_turn(request.member, topic.forum, topic=topic, body=body, form_key=form.key)
            post = take_back(item, topic, words, by=request.member, form_key=form.key)
        except PostRefusedError as refused:
            form.add_error("body", str(refused))
        except AlreadyBackError as first:
            return _back_already(request, item, first)
        else:
            if isinstance(post, HeldPost):
                return redirect(post)
            messages.success(request, _("It stands in the discussion now."))
            return redirect(topic)
    context = {
        **of_meeting(item.meeting),
        "item": item,
        "topic": topic,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda/back.html", context, status=status)


def _back_already(
    request: MemberRequest, item: AgendaItem, first: AlreadyBackError
) -> HttpResponse:
    messages.info(request, str(first))
    return to_agenda(request, item.meeting)


urlpatterns = [
    path("c/<slug:slug>/meetings/topics/<int:topic_number>/", bring_topic, name="bring_topic"),
    path(
        "c/<slug:slug>/meetings/<int:number>/agenda/<int:item_number>/back/",
        item_back,
        name="item_back",
    ),
]
