"""Removing a post and restoring it, and what it said before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from forums.actions import remove_post, restore_post
from forums.care_forms import DeletionForm, RemovalForm
from forums.models import Post
from forums.permissions.posts import check_remove_post, check_restore_post, check_see_history
from forums.post_history import versions_of
from forums.views.topic_pages import post_url
from moderation.conflicts import second_is_told


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def removal(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Ask once more, and for a reason unless it is one's own post; then remove it."""
    post = _post(request, number, post_number)
    check_remove_post(request.member, post)
    is_mine = post.author_id == request.member.pk
    # Who deletes his own post sends nothing but the token.
    data = request.POST if request.method == "POST" else None
    form = (DeletionForm if is_mine else RemovalForm)(data)
    if request.method == "POST" and form.is_valid():
        with second_is_told(request):
            remove_post(post, by=request.member, reason=form.cleaned_data.get("reason", ""))
            messages.success(request, _("The post is removed."))
        return redirect(post_url(request, number, post_number, post.topic.last_number))
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "is_mine": is_mine,
        "form": form,
        "place": "forums",
    }
    return render(
        request, "forums/post_removal.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@member_required
def restoration(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Take a removal back."""
    post = _post(request, number, post_number)
    with second_is_told(request):
        if post.removed_at:
            check_restore_post(request.member, post)
        else:
            check_remove_post(request.member, post)
        restore_post(post, by=request.member)
        messages.success(request, _("The post is shown again."))
    return redirect(post_url(request, number, post_number, post.topic.last_number))


@require_safe
@member_required
def history(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    post = _post(request, number, post_number)
    check_see_history(request.member, post)
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "versions": versions_of(post),
        "may_restore": bool(post.removed_at) and post.removed_by_id != post.author_id,
        "place": "forums",
    }
    return render(request, "forums/post_history.html", context)


def _post(request: MemberRequest, number: int, post_number: int) -> Post:
    """Return the post, removed or not, with topic, forum and author; 404 where one sees none."""
    posts = (
        Post.objects.with_removed_for(request.member)
        .filter(moved_to=None)
        .select_related("topic__forum", "author__user")
    )
    post = get_object_or_404(posts, topic__number=number, number=post_number)
    post.topic.community = request.community
    return post
