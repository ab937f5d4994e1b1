"""Replying, and changing what one wrote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by
from communities.roles import roles_by_id
from core.pagination import post_page
from forums.actions import (
    attach_files,
    edit_post,
    hold_edit_if_needed,
    hold_if_needed,
    replace_files,
    reply,
    say_language,
    waiting_edit,
)
from forums.actions.drafts import drop_draft
from forums.attached_files import attached_files
from forums.drafts import draft_of_change, place_of_change
from forums.forms import EditForm, ReplyForm
from forums.loading import own_post_or_404, topic_or_404
from forums.models import Topic
from forums.names_to_call import offer_names
from forums.permissions.posts import check_edit_post
from forums.previews import preview_html, preview_piece
from forums.refusals import PostRefusedError
from forums.views.mention_pages import warn_of_refused_calls
from forums.views.topic_pages import post_url, render_topic
from forums.views.turns import not_now, refusal, refusal_of_change, say


@require_POST
@member_required
def posts(request: MemberRequest, number: int) -> HttpResponse:
    """Reply to a topic."""
    topic = topic_or_404(request.member, number)
    form = ReplyForm(request.POST)
    files = form.attached = attached_files(request)
    preview = preview_html(request, form, topic.forum)
    if piece := preview_piece(request, preview):
        return piece
    if preview is not None or not form.is_valid():
        page = post_page(topic.last_number, page=request.POST.get("page") or topic.last_number)
        status = 200 if preview is not None else 422
        return render_topic(request, topic, page, form, preview=preview, status=status)
    if refused := refusal(request, form, topic.forum, topic):
        return _refused(request, topic, form, refused)
    try:
        if held := hold_if_needed(
            topic.forum,
            by=request.member,
            topic=topic,
            body=form.cleaned_data["body"],
            reply_to=form.cleaned_data["reply_to"],
            name_hidden=form.cleaned_data["name_hidden"],
            form_key=form.key,
        ):
            attach_files(held, files.entries)
            if topic.has_draft:
                drop_draft(request.member, topic=topic)
            return redirect(held)
        post = reply(
            topic,
            by=request.member,
            body=form.cleaned_data["body"],
            reply_to=form.cleaned_data["reply_to"],
            name_hidden=form.cleaned_data["name_hidden"],
            form_key=form.key,
        )
        attach_files(post, files.entries)
    except PostRefusedError as refused:
        say(form, refused)
        return _refused(request, topic, form, refused)
    if topic.has_draft:
        drop_draft(request.member, topic=topic)
    messages.success(request, _("Your reply is posted."))
    warn_of_refused_calls(request, post)
    return redirect(post_url(request, topic.number, post.number, topic.last_number))


def _refused(
    request: MemberRequest, topic: Topic, form: ReplyForm, refused: PostRefusedError
) -> HttpResponse:
    page = post_page(topic.last_number, page=topic.last_number)
    return not_now(render_topic(request, topic, page, form), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def post_edit(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    post = own_post_or_404(request.member, number, post_number)
    check_edit_post(request.member, post)
    waiting = waiting_edit(post)
    before = {"body": waiting.body if waiting else post.body, "language": post.said_language}
    form = EditForm(request.POST or None, initial=before)
    draft = place_of_change(request.member, post, draft_of_change(request.member, post), form)
    files = form.attached = attached_files(request, post, waiting)
    form.fields["body"].label = _("What it should say")
    offer_names(form, request.member, post.topic.forum)
    preview = preview_html(request, form, post.topic.forum, post)
    if piece := preview_piece(request, preview):
        return piece
    sent = request.method == "POST" and preview is None and form.is_valid()
    refused = refusal_of_change(request, form, post) if sent else None
    if sent and refused is None:
        say_language(post, form.cleaned_data["language"], by=request.member)
        body = form.cleaned_data["body"]
        if hold_edit_if_needed(
            post, by=request.member, body=body, files=files.entries, form_key=form.key
        ):
            messages.info(
                request,
                _("Your change waits until a facilitator has read it. Until then the post stays."),
            )
        else:
            replace_files(post, files.entries)
            edit_post(post, by=request.member, body=body, form_key=form.key)
            messages.success(request, _("Your post is changed."))
            warn_of_refused_calls(request, post)
        drop_draft(request.member, post=post)
        return redirect(post_url(request, number, post_number, post.topic.last_number))
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "form": form,
        "waiting": waiting,
        "draft_key": f"post-{post.pk}-edit",
        "draft": draft,
        "preview": preview,
        "seen_by": seen_by(
            request.community, post.topic.forum.audience_id, roles_by_id(request.community)
        ),
        "place": "forums",
    }
    status = 422 if form.errors and preview is None else 200
    return not_now(render(request, "forums/post_edit.html", context, status=status), refused)
