"""What is typed about a recording."""

from typing import cast

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy

from meetings.models.recording import LONGEST_CONSENT


class RecordingForm(forms.Form):
    """Where it is, and that people agreed."""

    link = forms.URLField(
        label=gettext_lazy("Link to the recording"),
        max_length=500,
        assume_scheme="https",
        # A browser would not let a link go without its https://.
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={
            "required": gettext_lazy("Paste the link to the recording."),
            "invalid": gettext_lazy("Paste a whole link, as https://video.example/123."),
        },
    )
    consent = forms.CharField(
        label=gettext_lazy("Who agreed, and how did you ask?"),
        help_text=gettext_lazy("For example: “We asked all at the beginning, and nobody said no.”"),
        min_length=10,
        max_length=LONGEST_CONSENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say who agreed to be recorded, and how you asked."),
            "min_length": gettext_lazy("Say who agreed to be recorded, and how you asked."),
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.URLField", self.fields["link"])
        field.validators = [
            *(one for one in field.validators if not isinstance(one, URLValidator)),
            URLValidator(schemes=["http", "https"], message=field.error_messages["invalid"]),
        ]


class ReasonForm(forms.Form):
    """Why a recording is taken down."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you take it down?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say in a few words why.")},
    )
