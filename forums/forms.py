"""What people type into the forums."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core import markdown


class PostForm(forms.Form):
    """One post. `form_key` is the same for every press of the button, so it posts once."""

    body = forms.CharField(
        label=_("Your reply"),
        widget=forms.Textarea(attrs={"rows": 8}),
        # Counted by check_source, in its own words.
        max_length=None,
        error_messages={"required": _("Write something first; then send it.")},
        validators=[markdown.check_source],
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4

    @property
    def key(self) -> UUID | None:
        """Return the form's own key, once it is valid."""
        key: UUID | None = self.cleaned_data.get("form_key")
        return key


class TopicForm(PostForm):
    title = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line that tells people whether they can help."),
        max_length=200,
        error_messages={"required": _("Give it a title, so that people know what it is about.")},
    )
    field_order = ["title", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Your question or experience")
