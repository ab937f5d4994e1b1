"""How a text will look, before it is sent."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import markdown
from core.htmx import is_htmx


def preview_html(request: HttpRequest, form: forms.Form) -> str | None:
    """Return safe HTML if the person pressed "Preview" and the text can be shown, else None."""
    if request.method != "POST" or "preview" not in request.POST:
        return None
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    return markdown.render(body) if body else None


def preview_piece(request: HttpRequest, preview: str | None) -> HttpResponse | None:
    """Return the piece of the page that shows the preview, where a script asks for no more."""
    if "preview" not in request.POST or not is_htmx(request):
        return None
    return render(request, "forums/_preview.html", {"preview": preview})
