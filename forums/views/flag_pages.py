"""Reporting a post, and the pages on which facilitators decide."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from forums.actions import decide_on_flags, flag_post
from forums.care_forms import DecisionForm, FlagForm
from forums.flag_cases import case_or_none, open_cases, reports_of, said_before
from forums.models import Post
from forums.permissions.facilitating import check_moderate
from forums.permissions.posts import check_flag_post
from forums.views.topic_pages import post_url
from moderation.conflicts import second_is_told


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def flag(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    posts = Post.objects.visible_to(request.member).select_related("topic__forum", "author__user")
    post = get_object_or_404(posts, topic__number=number, number=post_number)
    check_flag_post(request.member, post)
    post.topic.community = request.community
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        is_new = flag_post(post, by=request.member, why=given["why"], words=given["words"])
        messages.success(
            request,
            _("Thank you. Those who keep this forum going look at it.")
            if is_new
            else _("You reported this already. Those who keep this forum going look at it."),
        )
        return redirect(post_url(request, number, post_number, post.topic.last_number))
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "form": form,
        "place": "forums",
    }
    return render(request, "forums/post_flag.html", context, status=422 if form.is_bound else 200)


@require_safe
@member_required
def flags(request: MemberRequest) -> HttpResponse:
    """List the reported posts that wait for the reader."""
    check_moderate(request.member)
    context = {"cases": open_cases(request.member), "place": "forums"}
    return render(request, "forums/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def flagged_post(request: MemberRequest, post_id: int) -> HttpResponse:
    """Show a reported post with what was said before it, and decide."""
    check_moderate(request.member)
    post = case_or_none(request.member, post_id)
    if post is None:
        raise Http404
    post.topic.community = post.author.community = request.community
    reports = reports_of(post)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        with second_is_told(request):
            decide_on_flags(
                post, by=request.member, outcome=given["outcome"], reason=given["reason"]
            )
            messages.success(request, _("It is decided."))
        return redirect("forums:flags", request.community.slug)
    if not reports:
        messages.info(request, _("Somebody decided on this post already."))
        return redirect("forums:flags", request.community.slug)
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "reports": reports,
        "before": said_before(post),
        # Of a forum that he does not see, a moderator reads the post with its context and no more.
        "sees_forum": post.topic.forum.audience_id in request.member.audience_ids,
        "form": form,
        "place": "forums",
    }
    status = 422 if form.is_bound else 200
    return render(request, "forums/flagged_post.html", context, status=status)
