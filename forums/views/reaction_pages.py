"""Thanks, we face this too, we tried this: with htmx only what stands under the post is swapped."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.htmx import is_htmx, render_either
from forums.actions import introduce, react, remove_trial, take_back_reaction
from forums.forms import TrialForm
from forums.loading import post_or_404
from forums.models import Post, Reaction, ReactionKind
from forums.permissions.reactions import check_react, check_remove_trial
from forums.post_rows import post_rows
from forums.views.topic_pages import post_url, under_posts


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def reaction(request: MemberRequest, number: int, post_number: int, kind: str) -> HttpResponse:
    """Say it; "we tried this" asks what happened first."""
    post = post_or_404(request.member, number, post_number)
    said = _kind_or_404(kind)
    check_react(request.member, said, post)
    if said == ReactionKind.TRIED:
        return _trial(request, post)
    if request.method != "POST":
        return redirect(post_place(request, post))
    react(post, said, by=request.member)
    return under_post(request, post)


@require_POST
@member_required
def delete_reaction(
    request: MemberRequest, number: int, post_number: int, kind: str
) -> HttpResponse:
    post = post_or_404(request.member, number, post_number)
    take_back_reaction(post, _kind_or_404(kind), of=request.member.pk)
    return under_post(request, post)


@require_POST
@member_required
def introduction(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Be shown to the others who face this and want it too."""
    post = post_or_404(request.member, number, post_number)
    introduce(post, member=request.member, wanted=True)
    return under_post(request, post)


@require_POST
@member_required
def delete_introduction(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    post = post_or_404(request.member, number, post_number)
    introduce(post, member=request.member, wanted=False)
    return under_post(request, post)


@require_POST
@member_required
def delete_trial(
    request: MemberRequest, number: int, post_number: int, membership_id: int
) -> HttpResponse:
    """Take away what somebody says he tried: who keeps the forum going may."""
    post = post_or_404(request.member, number, post_number)
    check_remove_trial(post.topic)
    remove_trial(post, of=membership_id, by=request.member)
    return under_post(request, post)


def _trial(request: MemberRequest, post: Post) -> HttpResponse:
    mine = Reaction.objects.filter(
        post=post, kind=ReactionKind.TRIED, member=request.member
    ).first()
    form = TrialForm(
        request.POST or None, initial={"what_happened": mine.what_happened if mine else ""}
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["what_happened"]
        react(post, ReactionKind.TRIED, by=request.member, what_happened=words)
        return under_post(request, post)
    context = {
        "form": form,
        "mine": mine,
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "place": "forums",
        "back": post_place(request, post),
    }
    status = 422 if form.errors else 200
    return render_either(request, "forums/trial.html", "trial", context, status=status)


def under_post(request: MemberRequest, post: Post) -> HttpResponse:
    """Return what stands under the post now, or lead back to the post."""
    if not is_htmx(request):
        return redirect(post_place(request, post))
    (row,) = post_rows(post.topic, request.community, first=post.number, last=post.number)
    under = under_posts(request, post.topic, first=post.number, last=post.number)
    return HttpResponse(under.html(row))


def _kind_or_404(kind: str) -> ReactionKind:
    if kind not in ReactionKind.values:
        raise Http404
    return ReactionKind(kind)


def post_place(request: MemberRequest, post: Post) -> str:
    """Return the address of a post on its page."""
    return post_url(request, post.topic.number, post.number, post.topic.last_number)
