"""What somebody has begun to write and not sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from forums.actions import waiting_edit
from forums.actions.drafts import NewerDraftError, save_draft
from forums.draft_places import begun_things
from forums.drafts import drafts_of, fields_in, has_words, is_too_long, key_in
from forums.loading import forum_or_404, own_post_or_404, topic_or_404
from forums.models import Draft, Form, Forum
from forums.permissions.posts import check_edit_post


@require_safe
@member_required
def drafts(request: MemberRequest) -> HttpResponse:
    context = {"drafts": drafts_of(request.member), "place": "forums"}
    return render(request, "forums/drafts.html", context)


@require_POST
@member_required
def reply_draft(request: MemberRequest, number: int) -> HttpResponse:
    """Keep a reply that is being written."""
    topic = topic_or_404(request.member, number)
    return _keep(request, back=topic.get_absolute_url() + "#reply", topic=topic)


@require_POST
@member_required
def topic_draft(request: MemberRequest, forum_slug: str) -> HttpResponse:
    """Keep a topic that is being written."""
    forum = forum_or_404(request.member, forum_slug)
    form = _form(request.GET.get("form", ""))
    back = _new_topic(request, forum, form)
    return _keep(request, back=back, forum=forum, form=form)


@require_POST
@member_required
def change_draft(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Keep a change of a post that is being written."""
    post = own_post_or_404(request.member, number, post_number)
    check_edit_post(request.member, post)
    back = address("forums:post_edit", request.community.slug, number, post_number)
    standing = waiting_edit(post) or post
    return _keep(request, back=back, said=standing.body, post=post)


@require_POST
@member_required
def delete_draft(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Throw away what was begun; its place shows an empty form again."""
    draft = get_object_or_404(
        Draft.objects.filter(member=request.member).select_related("topic", "forum", "post__topic"),
        pk=draft_id,
    )
    draft.delete()
    messages.success(request, _("What you had begun is discarded."))
    if request.GET.get("from") != "list":
        if draft.topic:
            return redirect(address("forums:topic", request.community.slug, draft.topic.number))
        if draft.forum:
            return redirect(address("forums:new_topic", request.community.slug, draft.forum.slug))
        if draft.post:
            topic = draft.post.topic
            return redirect(
                address("forums:post_edit", request.community.slug, topic.number, draft.post.number)
            )
        if draft.object_id is not None:
            thing = (draft.kind, draft.object_id)
            begun = begun_things(request.member, [(thing, draft.fields)])
            return redirect(begun[thing].url if thing in begun else _list(request))
    return redirect(_list(request))


def _list(request: MemberRequest) -> str:
    return address("forums:drafts", request.community.slug)


def become(request: MemberRequest, forum: Forum) -> HttpResponse:
    """Go on in another form of topic, with what is written so far."""
    form = _form(request.POST["become"])
    fields = fields_in(request.POST)
    if has_words(fields):
        save_draft(request.member, fields=fields, forum=forum, form=form)
    return redirect(_new_topic(request, forum, form))


def _keep(request: MemberRequest, *, back: str, said: str = "", **place: Any) -> HttpResponse:
    """Keep what was sent of a form of forums. `said` is what it begins with: that is nothing to keep."""
    fields = fields_in(request.POST)
    is_something = has_words(fields) and not _says_only(fields, said)
    return keep(request, fields if is_something else {}, back=back, **place)


def keep(
    request: MemberRequest, fields: dict[str, Any], *, back: str, **place: Any
) -> HttpResponse:
    """Keep these fields of a form; a script is told the version, a person led back to the page.

    Without fields there is nothing to keep, and what was kept goes.
    """
    is_script = "application/json" in request.headers.get("Accept", "")
    if is_script and is_too_long(fields):
        return JsonResponse({}, status=413)
    try:
        draft = save_draft(
            request.member,
            fields=fields,
            form_key=key_in(request.POST),
            after=key_in(request.POST, "after"),
            # A person who presses the button means what he sees.
            base=request.POST.get("base", "") if is_script else None,
            **place,
        )
    except NewerDraftError:
        return JsonResponse({}, status=409)
    if is_script:
        return JsonResponse({"version": draft.version if draft else ""})
    messages.success(
        request,
        _("Kept as a draft: you can go on here, or on another device. Nobody else sees it."),
    )
    return redirect(back)


def _says_only(fields: dict[str, Any], said: str) -> bool:
    lines = said.replace("\r\n", "\n").strip()
    return bool(lines) and str(fields.get("body", "")).strip() == lines


def _form(named: str) -> Form:
    return Form(named) if named in Form.values else Form.DISCUSSION


def _new_topic(request: MemberRequest, forum: Forum, form: Form) -> str:
    return f"{address('forums:new_topic', request.community.slug, forum.slug)}?form={form.value}"
