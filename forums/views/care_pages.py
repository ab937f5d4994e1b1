"""Keeping topics in order: closing, pinning, moving, splitting, merging, each with its way back."""

from collections.abc import Callable
from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.markdown import excerpt
from core.pagination import post_page
from forums import actions
from forums.care_forms import LockForm, MergeForm, MoveForm, PinForm, SplitForm
from forums.loading import topic_or_404
from forums.models import Forum, Topic
from forums.permissions import check_facilitate
from moderation.conflicts import AlreadyDoneError

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@member_required
def lock(request: MemberRequest, number: int) -> HttpResponse:
    topic = _topic(request, number)
    form = LockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        return _do(
            request,
            topic,
            lambda: actions.lock_topic(topic, by=request.member, note=note),
            _("The topic is closed to replies."),
        )
    return _ask(
        request,
        topic,
        form,
        heading=_("Close this topic"),
        sentence=_(
            "Everybody reads it as before. Only people who keep this forum going may reply."
        ),
        button=_("Close it to replies"),
    )


@require_POST
@member_required
def unlock(request: MemberRequest, number: int) -> HttpResponse:
    topic = _topic(request, number)
    return _do(
        request,
        topic,
        lambda: actions.unlock_topic(topic, by=request.member),
        _("The topic takes replies again."),
    )


@get_or_post
@member_required
def pin(request: MemberRequest, number: int) -> HttpResponse:
    topic = _topic(request, number)
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        # The whole of that day, where the facilitator is.
        end = timezone.make_aware(datetime.combine(form.cleaned_data["until"], time.max))
        return _do(
            request,
            topic,
            lambda: actions.pin_topic(topic, by=request.member, until=end),
            _("The topic stands first in its forum."),
        )
    return _ask(
        request,
        topic,
        form,
        heading=_("Pin this topic"),
        sentence=_("It stands first in its forum's list until then."),
        button=_("Pin it"),
    )


@require_POST
@member_required
def unpin(request: MemberRequest, number: int) -> HttpResponse:
    topic = _topic(request, number)
    return _do(
        request,
        topic,
        lambda: actions.unpin_topic(topic, by=request.member),
        _("The topic stands where its newest post puts it."),
    )


@get_or_post
@member_required
def move(request: MemberRequest, number: int) -> HttpResponse:
    topic = _topic(request, number)
    forums_ = Forum.objects.facilitated_by(request.member).exclude(pk=topic.forum_id)
    form = MoveForm(request.POST if request.method == "POST" else None, forums=forums_)
    if form.is_valid():
        to = form.cleaned_data["forum"]
        return _do(
            request,
            topic,
            lambda: actions.move_topic(topic, by=request.member, to=to),
            _("The topic is in %(forum)s now.") % {"forum": to.label},
        )
    return _ask(
        request,
        topic,
        form,
        heading=_("Move to another forum"),
        sentence=_("Its address stays the same. Other people will see it than now."),
        button=_("Move it"),
    )


@get_or_post
@member_required
def split(request: MemberRequest, number: int) -> HttpResponse:
    """Choose posts of one page, and a title for them."""
    topic = _topic(request, number)
    page = post_page(topic.last_number, page=request.GET.get("page") or topic.last_number)
    form = SplitForm(
        request.POST if request.method == "POST" else None,
        choices=_choices(topic, page.first, page.last),
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            new = actions.split_topic(
                topic, by=request.member, numbers=given["posts"], title=given["title"]
            )
        except AlreadyDoneError as conflict:
            form.add_error("posts", str(conflict))
        else:
            messages.success(request, _("These posts are a topic of their own now."))
            new.community = request.community
            return redirect(new)
    return _ask(
        request,
        topic,
        form,
        heading=_("Make a topic of some posts"),
        sentence=_("In their places a line will lead to the new topic. Their old addresses work."),
        button=_("Move them to a new topic"),
        page=page,
    )


@get_or_post
@member_required
def merge(request: MemberRequest, number: int) -> HttpResponse:
    """Merge into another topic; of one that was merged, ask whether to undo it."""
    merged = Topic.objects.filter(
        community=request.community, number=number, merged_into__isnull=False
    ).select_related("forum", "merged_into__forum")
    topic = merged.first() or _topic(request, number)
    if topic.merged_into is not None:
        return _ask_to_unmerge(request, topic)
    form = MergeForm(request.POST if request.method == "POST" else None)
    into = _other(request, topic, form) if form.is_valid() else None
    if into is not None:
        return _do(
            request,
            topic,
            lambda: actions.merge_topic(topic, by=request.member, into=into),
            _("The two topics are one now."),
            lead_to=into,
        )
    return _ask(
        request,
        topic,
        form,
        heading=_("Merge with another topic"),
        sentence=_("All posts go to the end of the other topic. Old addresses lead there."),
        button=_("Merge"),
    )


@require_POST
@member_required
def unmerge(request: MemberRequest, number: int) -> HttpResponse:
    topic = get_object_or_404(
        Topic.objects.with_removed_for(request.member).select_related("forum"), number=number
    )
    check_facilitate(request.member, topic.forum)
    topic.community = request.community
    return _do(
        request,
        topic,
        lambda: actions.unmerge_topic(topic, by=request.member),
        _("The topics are two again."),
    )


def _topic(request: MemberRequest, number: int) -> Topic:
    """Return the topic; 403 with the reason unless the member keeps its forum going."""
    topic = topic_or_404(request.member, number)
    if not topic.facilitated:
        raise PermissionDenied(_("Only people who keep this forum going may do this."))
    return topic


def _do(
    request: MemberRequest,
    topic: Topic,
    act: Callable[[], None],
    done: str,
    *,
    lead_to: Topic | None = None,
) -> HttpResponse:
    """Act, say what came of it, and go to the topic: who comes second reads who was first."""
    try:
        act()
        messages.success(request, done)
    except AlreadyDoneError as conflict:
        messages.info(request, str(conflict))
    return redirect(lead_to or topic)


def _ask(
    request: MemberRequest, topic: Topic, form: forms.Form | None, **words: object
) -> HttpResponse:
    """Show what will happen, with the form and one button; `words` are heading, sentence, button."""
    context = {"topic": topic, "forum": topic.forum, "form": form, "place": "forums", **words}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "forums/topic_care.html", context, status=status)


def _ask_to_unmerge(request: MemberRequest, topic: Topic) -> HttpResponse:
    if not Topic.objects.with_removed_for(request.member).filter(pk=topic.pk).exists():
        raise Http404
    check_facilitate(request.member, topic.forum)
    topic.community = request.community
    return _ask(
        request,
        topic,
        None,
        heading=_("Make two topics again"),
        sentence=_("This topic was merged into another. Its posts go back to their places."),
        button=_("Undo the merge"),
        undo=True,
    )


def _other(request: MemberRequest, topic: Topic, form: MergeForm) -> Topic | None:
    """Return the topic to merge into, or None with the reason on the form."""
    found = Topic.objects.visible_to(request.member).with_facilitated(request.member)
    into: Topic | None = found.filter(number=form.cleaned_data["topic"]).first()
    if into is None or into.pk == topic.pk:
        form.add_error("topic", _("There is no other topic with this address that you see."))
        return None
    if not into.facilitated:
        form.add_error("topic", _("That topic is in a forum that you do not keep going."))
        return None
    into.community = request.community
    return into


def _choices(topic: Topic, first: int, last: int) -> list[tuple[int, str]]:
    posts = topic.posts.filter(number__range=(first, last), removed_at=None)
    return [
        (post.number, f"#{post.number} {post.author.name}: {excerpt(post.html, 100)}")
        for post in posts.select_related("author__user").order_by("number")
    ]
