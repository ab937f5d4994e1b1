"""Posts that wait for a facilitator: the list, one of them, and the rules."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, facilitator_required, member_required
from forums.actions import approve_held, decline_held
from forums.care_forms import HeldForm, HoldRulesForm
from forums.facilitators import forums_moderated_by
from forums.models import Forum, HeldPost, HoldRules
from forums.models.held_post import HoldState
from forums.permissions.facilitating import check_moderate
from forums.refusals import PostRefusedError
from moderation.conflicts import AlreadyDoneError

LISTED = 50


@require_safe
@member_required
def held_posts(request: MemberRequest) -> HttpResponse:
    """List what waits for the reader, the oldest first."""
    check_moderate(request.member)
    waiting = HeldPost.objects.filter(forums_moderated_by(request.member), state=HoldState.WAITING)
    shown = waiting.select_related("author__user", "forum", "topic").order_by("created_at", "pk")
    context = {
        "held": shown[:LISTED],
        "may_rule": request.member.is_facilitator,
        "place": "forums",
    }
    return render(request, "forums/held_posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def held_post(request: MemberRequest, held_id: int) -> HttpResponse:
    """Show a post that waits: to its author that it does; to a facilitator, to decide."""
    found = HeldPost.objects.filter(pk=held_id).select_related(
        "author__user", "author__site", "forum", "topic", "edits"
    )
    held = found.filter(forums_moderated_by(request.member)).first()
    is_mine = held is None
    mine = Forum.objects.visible_to(request.member)
    held = held or found.filter(author=request.member, forum__in=mine).first()
    if held is None:
        raise Http404
    held.author.community = request.community
    data = request.POST if request.method == "POST" and not is_mine else None
    form = HeldForm(data, initial={"body": held.body})
    if form.is_valid() and _decide(request, held, form):
        return redirect("forums:held_posts", request.community.slug)
    context = {
        "held": held,
        "is_mine": is_mine,
        "waits": held.state == HoldState.WAITING,
        "form": form,
        "place": "forums",
    }
    return render(request, "forums/held_post.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def hold_rules(request: MemberRequest) -> HttpResponse:
    """Say what waits."""
    rules = HoldRules.objects.filter(community=request.community).first()
    form = HoldRulesForm(
        request.POST if request.method == "POST" else None,
        instance=rules or HoldRules(community=request.community),
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds from the next post on."))
        return redirect("forums:held_posts", request.community.slug)
    context = {"form": form, "place": "forums"}
    return render(request, "forums/hold_rules.html", context, status=422 if form.is_bound else 200)


def _decide(request: MemberRequest, held: HeldPost, form: HeldForm) -> bool:
    """Do what was chosen; False with the reason on the form if that cannot be."""
    given = form.cleaned_data
    try:
        if given["outcome"] == HoldState.APPROVED:
            approve_held(held, by=request.member, body=given["body"])
            messages.success(request, _("The post is shown now, and its author gets a mail."))
        else:
            decline_held(held, by=request.member, reason=given["reason"])
            messages.success(request, _("The post is declined. Its author gets your reason."))
    except AlreadyDoneError as conflict:
        messages.info(request, str(conflict))
    except PostRefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True
