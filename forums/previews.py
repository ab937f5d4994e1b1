"""How a text will look, before it is sent."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.access import MemberRequest
from core import markdown
from core.htmx import is_htmx
from forums.mentions import calls_in
from forums.models import Forum, Post


def preview_html(
    request: MemberRequest, form: forms.Form, forum: Forum | None = None, post: Post | None = None
) -> str | None:
    """Return safe HTML if the person pressed "Preview" and the text can be shown, else None.

    In a forum names are linked, as they will be once it is sent; `post` is what it changes.
    """
    if request.method != "POST" or "preview" not in request.POST:
        return None
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    if not body:
        return None
    if forum is None:
        return markdown.render(body)
    calls = calls_in(body, by=request.member, forum=forum, post=post)
    return markdown.render(body, mentions=calls.addresses)


def preview_piece(request: HttpRequest, preview: str | None) -> HttpResponse | None:
    """Return the piece of the page that shows the preview, where a script asks for no more."""
    if "preview" not in request.POST or not is_htmx(request):
        return None
    return render(request, "forums/_preview.html", {"preview": preview})
