"""Without one's name: saying "we face this too", and looking up who it was, which is noted."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from core.htmx import render_either
from forums.actions import look_up_held, look_up_post, react
from forums.facilitators import forums_moderated_by
from forums.loading import post_or_404
from forums.models import HeldPost, Post, ReactionKind
from forums.permissions.facilitating import check_look_up_name
from forums.permissions.reactions import check_react
from forums.views.reaction_pages import post_place, under_post

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@member_required
def unnamed_reaction(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Warn who can see it all the same; then say it."""
    post = post_or_404(request.member, number, post_number)
    check_react(request.member, ReactionKind.FACE, post)
    if request.method == "POST":
        react(post, ReactionKind.FACE, by=request.member, name_hidden=True)
        return under_post(request, post)
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "back": post_place(request, post),
        "place": "forums",
    }
    return render_either(request, "forums/unnamed_reaction.html", "unnamed", context)


@get_or_post
@member_required
def post_name(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Ask once more; then show who wrote a post, or faces it, without a name."""
    posts = Post.objects.with_removed_for(request.member).select_related(
        "topic__forum", "author__user", "author__site"
    )
    post = get_object_or_404(posts, topic__number=number, number=post_number, moved_to=None)
    check_look_up_name(request.member, post.topic.forum)
    post.topic.community = request.community
    people = look_up_post(post, by=request.member) if request.method == "POST" else None
    url = post.get_absolute_url()
    return _page(request, post, people, title=post.topic.title, back=url)


@get_or_post
@member_required
def held_name(request: MemberRequest, held_id: int) -> HttpResponse:
    """The same of a post that waits."""
    waiting = HeldPost.objects.filter(forums_moderated_by(request.member))
    held = get_object_or_404(
        waiting.select_related("author__user", "author__site", "forum", "topic"), pk=held_id
    )
    check_look_up_name(request.member, held.forum)
    held.community = request.community
    people = look_up_held(held, by=request.member) if request.method == "POST" else None
    return _page(request, held, people, title=held.label, back=held.get_absolute_url())


def _page(
    request: MemberRequest, post: Post | HeldPost, people: object, *, title: str, back: str
) -> HttpResponse:
    context = {"post": post, "title": title, "back": back, "people": people, "place": "forums"}
    return render(request, "forums/hidden_name.html", context)
