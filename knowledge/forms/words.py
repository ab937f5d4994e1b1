"""The words that an act asks for: why something comes back, is archived, or leads the digest."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy


class WordsForm(forms.Form):
    """A sentence or more, which nobody may leave out; `label` asks for it, `tells` who reads it."""

    words = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say in a sentence why.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, label: str, tells: str = "", auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["words"].label = label
        self.fields["words"].help_text = tells
