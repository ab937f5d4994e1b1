"""Polls in a topic."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from forums.actions import close_poll, delete_poll, open_poll, vote
from forums.loading import topic_or_404
from forums.models import Poll
from forums.permissions.polls import check_delete_poll, check_keep_poll, check_open_poll, check_vote
from forums.poll_forms import PollForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new_poll(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    check_open_poll(request.member, topic)
    form = PollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_poll(
            topic,
            question=form.cleaned_data["question"],
            options=form.cleaned_data["options"],
            multiple=form.cleaned_data["multiple"],
            results=form.cleaned_data["results"],
            closes_at=form.closes_at,
        )
        messages.success(request, _("Your poll is open."))
        return redirect(topic)
    context = {"topic": topic, "forum": topic.forum, "form": form, "place": "forums"}
    return render(request, "forums/poll_new.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def votes(request: MemberRequest, number: int) -> HttpResponse:
    """Vote, or change one's vote."""
    poll = _poll_or_404(request, number)
    check_vote(request.member, poll)
    known = {str(pk): pk for pk in poll.options.values_list("pk", flat=True)}
    chosen = {known[value] for value in request.POST.getlist("option") if value in known}
    if not chosen or (len(chosen) > 1 and not poll.multiple):
        messages.error(request, _("Choose an answer first; then vote."))
    else:
        vote(poll, by=request.member, options=chosen)
        messages.success(
            request, _("Your vote is counted. You can change it while the poll is open.")
        )
    return redirect(poll.topic)


@require_POST
@member_required
def closure(request: MemberRequest, number: int) -> HttpResponse:
    """Close a poll now."""
    poll = _poll_or_404(request, number)
    check_keep_poll(request.member, poll.topic)
    close_poll(poll, by=request.member)
    messages.success(request, _("The poll is closed."))
    return redirect(poll.topic)


@require_POST
@member_required
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Take away a poll that nobody has voted in."""
    poll = _poll_or_404(request, number)
    check_delete_poll(request.member, poll)
    delete_poll(poll, by=request.member)
    messages.success(request, _("The poll is taken away."))
    return redirect(poll.topic)


def _poll_or_404(request: MemberRequest, number: int) -> Poll:
    topic = topic_or_404(request.member, number)
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise Http404
    poll.topic = topic
    return poll
