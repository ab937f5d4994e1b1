"""A post that may not be made now: what was typed stays, and the page says when to try again."""

from django import forms
from django.http import HttpResponse

from communities.access import MemberRequest
from forums.actions import take_calls, take_turn
from forums.forms import PostForm
from forums.models import Forum, Post, Topic
from forums.refusals import PostRefusedError


def refusal(
    request: MemberRequest, form: PostForm, forum: Forum, topic: Topic | None = None
) -> PostRefusedError | None:
    """Return why this post may not be made now, said on its (valid) form too; None if it may."""
    body = form.cleaned_data.get("body", "")
    try:
        take_turn(request.member, forum, topic=topic, body=body, form_key=form.key)
    except PostRefusedError as refused:
        say(form, refused)
        return refused
    return None


def refusal_of_change(
    request: MemberRequest, form: PostForm, post: Post
) -> PostRefusedError | None:
    """Return why a post may not be changed so now, said on its (valid) form too; None if it may."""
    try:
        take_calls(post, by=request.member, body=form.cleaned_data["body"])
    except PostRefusedError as refused:
        say(form, refused)
        return refused
    return None


def say(form: forms.Form, refused: PostRefusedError) -> None:
    """Let the form say why."""
    form.add_error("body" if "body" in form.fields else None, str(refused))


def not_now(response: HttpResponse, refused: PostRefusedError | None) -> HttpResponse:
    """Give a page with a refusal its status, and say when to try again (RFC 6585)."""
    if refused is not None:
        response.status_code = refused.status
        if refused.retry_after:
            response["Retry-After"] = str(refused.retry_after)
    return response
