"""What is said of a resource."""

from django import forms
from django.utils.translation import gettext_lazy

from knowledge.models.comment import LONGEST_COMMENT


class CommentForm(forms.Form):
    """Something said of a paragraph, or of the whole; `version` is what the page showed."""

    body = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write something first; then send it.")},
    )
    anchor = forms.RegexField("^[0-9a-f]{16}$", widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
