"""The steps of a peer consult."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by
from communities.roles import roles_by_id
from forums.actions import attach_files, commit_to, move_on, report_back
from forums.attached_files import attached_files
from forums.forms import PostForm
from forums.loading import consult_or_404
from forums.models import Consult, Post
from forums.names_to_call import offer_names
from forums.permissions.consults import check_commit, check_move_on, check_report
from forums.previews import preview_html, preview_piece
from forums.refusals import PostRefusedError
from forums.views.mention_pages import warn_of_refused_calls
from forums.views.topic_pages import post_url


@require_POST
@member_required
def consult_step(request: MemberRequest, number: int) -> HttpResponse:
    """Move on to the step that the button names."""
    consult = consult_or_404(request.member, number)
    check_move_on(request.member, consult.topic)
    move_on(consult, to=request.POST.get("to", ""))
    return redirect(consult.topic)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def commitment(request: MemberRequest, number: int) -> HttpResponse:
    """Say what one will do."""
    consult = consult_or_404(request.member, number)
    check_commit(request.member, consult)
    return _write(
        request,
        consult,
        commit_to,
        heading=_("What I will do"),
        guide=_("You will be asked in a month what came of it."),
        label=_("What I take from your advice, what I will do, and by when"),
        done=_("Your commitment is posted. In a month a mail will remind you of it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def report(request: MemberRequest, number: int) -> HttpResponse:
    """Tell what came of it."""
    consult = consult_or_404(request.member, number)
    check_report(request.member, consult)
    return _write(
        request,
        consult,
        report_back,
        heading=_("What came of it"),
        guide=_("A few lines are enough."),
        label=_("What I did, and what happened"),
        done=_("Thank you. Those who advised you can read it now."),
    )


def _write(
    request: MemberRequest,
    consult: Consult,
    act: Callable[..., Post],
    *,
    heading: str,
    guide: str,
    label: str,
    done: str,
) -> HttpResponse:
    """Show the form of a post, or do what it is for and lead to the post."""
    topic = consult.topic
    topic.author = request.member
    form = PostForm(request.POST or None)
    files = form.attached = attached_files(request)
    form.fields["body"].label = label
    offer_names(form, request.member, topic.forum)
    preview = preview_html(request, form, topic.forum)
    if piece := preview_piece(request, preview):
        return piece
    if request.method == "POST" and preview is None and form.is_valid():
        key: UUID | None = form.key
        try:
            post = act(consult, body=form.cleaned_data["body"], form_key=key)
        except PostRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            attach_files(post, files.entries)
            messages.success(request, done)
            warn_of_refused_calls(request, post)
            return redirect(post_url(request, topic.number, post.number, topic.last_number))
    roles = roles_by_id(request.community)
    context = {
        "topic": topic,
        "forum": topic.forum,
        "form": form,
        "heading": heading,
        "guide": guide,
        "preview": preview,
        "draft_key": f"consult-{consult.pk}-{act.__name__}",
        "seen_by": seen_by(request.community, topic.forum.audience_id, roles),
        "place": "forums",
    }
    status = 422 if form.errors and preview is None else 200
    return render(request, "forums/consult_post.html", context, status=status)
