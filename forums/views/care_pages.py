"""Keeping topics in order: closing, pinning, moving, splitting, merging, each with its way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.markdown import excerpt
from core.pagination import PostPage, post_page
from forums import actions
from forums.bylines import name_with
from forums.care_forms import LockForm, MergeForm, MoveForm, PinForm, SplitForm
from forums.loading import topic_or_404
from forums.models import Forum, Topic
from forums.permissions.facilitating import check_facilitate
from moderation.conflicts import AlreadyDoneError, second_is_told

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Words:
    """What a page of this file says before, and what it says when it is done."""

    heading: str
    sentence: str
    button: str
    done: str = ""


@get_or_post
@member_required
def lock(request: MemberRequest, number: int) -> HttpResponse:
    topic, by = _topic(request, number), request.member
    form = LockForm(_sent(request))
    words = Words(
        heading=_("Close this topic"),
        sentence=_(
            "Everybody reads it as before. Only people who keep this forum going may reply."
        ),
        button=_("Close it to replies"),
        done=_("The topic is closed to replies."),
    )
    return _ask(
        request,
        topic,
        form,
        words,
        lambda: actions.lock_topic(topic, by=by, note=form.cleaned_data["note"]),
    )


@require_POST
@member_required
def unlock(request: MemberRequest, number: int) -> HttpResponse:
    topic, by = _topic(request, number), request.member
    done = _("The topic takes replies again.")
    return _do(request, topic, done, lambda: actions.unlock_topic(topic, by=by))


@get_or_post
@member_required
def pin(request: MemberRequest, number: int) -> HttpResponse:
    topic, by = _topic(request, number), request.member
    form = PinForm(_sent(request))
    words = Words(
        heading=_("Pin this topic"),
        sentence=_("It stands first in its forum's list until then."),
        button=_("Pin it"),
        done=_("The topic stands first in its forum."),
    )
    return _ask(
        request,
        topic,
        form,
        words,
        lambda: actions.pin_topic(topic, by=by, until=_end_of(form.cleaned_data["until"])),
    )


@require_POST
@member_required
def unpin(request: MemberRequest, number: int) -> HttpResponse:
    topic, by = _topic(request, number), request.member
    done = _("The topic stands where its newest post puts it.")
    return _do(request, topic, done, lambda: actions.unpin_topic(topic, by=by))


@get_or_post
@member_required
def move(request: MemberRequest, number: int) -> HttpResponse:
    topic, by = _topic(request, number), request.member
    forums_ = Forum.objects.facilitated_by(by).exclude(pk=topic.forum_id)
    form = MoveForm(_sent(request), forums=forums_)
    to = form.cleaned_data["forum"] if form.is_valid() else None
    words = Words(
        heading=_("Move to another forum"),
        sentence=_("Its address stays the same. Other people will see it than now."),
        button=_("Move it"),
        done=_("The topic is in %(forum)s now.") % {"forum": to.label} if to else "",
    )
    return _ask(
        request,
        topic,
        form,
        words,
        lambda: actions.move_topic(topic, by=by, to=form.cleaned_data["forum"]),
    )


@get_or_post
@member_required
def split(request: MemberRequest, number: int) -> HttpResponse:
    """Choose posts of one page, and a title for them."""
    topic, by = _topic(request, number), request.member
    page = post_page(topic.last_number, page=request.GET.get("page") or topic.last_number)
    form = SplitForm(_sent(request), choices=_choices(topic, page.first, page.last))
    if form.is_valid():
        given = form.cleaned_data
        try:
            new = actions.split_topic(topic, by=by, numbers=given["posts"], title=given["title"])
        except AlreadyDoneError as conflict:
            # Not as elsewhere: the title that was typed is worth keeping.
            form.add_error("posts", str(conflict))
        else:
            messages.success(request, _("These posts are a topic of their own now."))
            new.community = request.community
            return redirect(new)
    words = Words(
        heading=_("Make a topic of some posts"),
        sentence=_("In their places a line will lead to the new topic. Their old addresses work."),
        button=_("Move them to a new topic"),
    )
    return _page(request, topic, form, words, page=page)


@get_or_post
@member_required
def merge(request: MemberRequest, number: int) -> HttpResponse:
    """Merge into another topic; of one that was merged, ask whether to undo it."""
    merged = Topic.objects.with_removed_for(request.member).filter(
        number=number, merged_into__isnull=False
    )
    topic = merged.select_related("forum").first()
    if topic is not None:
        return _ask_to_unmerge(request, topic)
    topic, by = _topic(request, number), request.member
    form = MergeForm(_sent(request), topic=topic, by=by)
    words = Words(
        heading=_("Merge with another topic"),
        sentence=_("All posts go to the end of the other topic. Old addresses lead there."),
        button=_("Merge"),
        done=_("The two topics are one now."),
    )
    return _ask(
        request,
        topic,
        form,
        words,
        lambda: actions.merge_topic(topic, by=by, into=form.cleaned_data["topic"]),
        lead_to=lambda: form.cleaned_data["topic"],
    )


@require_POST
@member_required
def unmerge(request: MemberRequest, number: int) -> HttpResponse:
    topic = get_object_or_404(
        Topic.objects.with_removed_for(request.member).select_related("forum"), number=number
    )
    check_facilitate(request.member, topic.forum)
    topic.community = request.community
    done = _("The topics are two again.")
    return _do(request, topic, done, lambda: actions.unmerge_topic(topic, by=request.member))


def _topic(request: MemberRequest, number: int) -> Topic:
    """Return the topic; 403 with the reason unless the member keeps its forum going."""
    topic = topic_or_404(request.member, number)
    if not topic.facilitated:
        raise PermissionDenied(_("Only people who keep this forum going may do this."))
    return topic


def _sent(request: MemberRequest) -> QueryDict | None:
    # A form without anything in it is sent all the same.
    return request.POST if request.method == "POST" else None


def _ask(
    request: MemberRequest,
    topic: Topic,
    form: forms.Form,
    words: Words,
    act: Callable[[], None],
    *,
    lead_to: Callable[[], Topic] | None = None,
) -> HttpResponse:
    """Show what will happen, with the form and one button; when the form is valid, do it."""
    if form.is_valid():
        return _do(request, topic, words.done, act, lead_to=lead_to)
    return _page(request, topic, form, words)


def _do(
    request: MemberRequest,
    topic: Topic,
    done: str,
    act: Callable[[], None],
    *,
    lead_to: Callable[[], Topic] | None = None,
) -> HttpResponse:
    """Act, say what came of it, and go to the topic: who comes second reads who was first."""
    with second_is_told(request):
        act()
        messages.success(request, done)
    return redirect(lead_to() if lead_to else topic)


def _page(
    request: MemberRequest,
    topic: Topic,
    form: forms.Form | None,
    words: Words,
    *,
    page: PostPage | None = None,
    undo: bool = False,
) -> HttpResponse:
    context = {
        "topic": topic,
        "forum": topic.forum,
        "form": form,
        "words": words,
        "page": page,
        "undo": undo,
        "place": "forums",
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "forums/topic_care.html", context, status=status)


def _ask_to_unmerge(request: MemberRequest, topic: Topic) -> HttpResponse:
    check_facilitate(request.member, topic.forum)
    topic.community = request.community
    words = Words(
        heading=_("Make two topics again"),
        sentence=_("This topic was merged into another. Its posts go back to their places."),
        button=_("Undo the merge"),
    )
    return _page(request, topic, None, words, undo=True)


def _end_of(day: date) -> datetime:
    """Return the last moment of that day, where the facilitator is."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _choices(topic: Topic, first: int, last: int) -> list[tuple[int, str]]:
    posts = topic.posts.filter(number__range=(first, last), removed_at=None)
    return [
        (post.number, f"#{post.number} {name_with(post)}: {excerpt(post.html, 100)}")
        for post in posts.select_related("author__user").order_by("number")
    ]
