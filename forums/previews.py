"""How a text will look, before it is sent."""

from django import forms
from django.http import HttpRequest

from core import markdown


def preview_html(request: HttpRequest, form: forms.Form) -> str | None:
    """Return safe HTML if the person pressed "Preview" and the text can be shown, else None."""
    if request.method != "POST" or "preview" not in request.POST:
        return None
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    return markdown.render(body) if body else None
