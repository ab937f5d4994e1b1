"""What is typed to answer an invitation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from meetings.actions import Reply
from meetings.models import Answer
from meetings.models.answer import MOST_GUESTS


class WordsForm(forms.Form):
    """Whom one brings, and a word to the host; both may be empty."""

    guests = forms.IntegerField(
        label=gettext_lazy("How many do you bring?"),
        required=False,
        min_value=0,
        max_value=MOST_GUESTS,
        error_messages={
            "max_value": gettext_lazy(
                "You can bring up to %(limit_value)s people. For more, write to the host."
            )
        },
    )
    words = forms.CharField(
        label=gettext_lazy("A word to the host"), max_length=500, required=False
    )

    @property
    def kept(self) -> dict[str, Any]:
        """Return both of a valid form, as Reply takes them."""
        return {"guests": self.cleaned_data["guests"] or 0, "words": self.cleaned_data["words"]}


class AnswerForm(WordsForm):
    """Whether one comes; once valid, `reply` says so."""

    answer = forms.ChoiceField(
        choices=Answer,
        error_messages={
            "required": gettext_lazy("Say yes, no or maybe."),
            "invalid_choice": gettext_lazy("Say yes, no or maybe."),
        },
    )
    is_late = forms.BooleanField(label=gettext_lazy("I will be late"), required=False)

    @property
    def reply(self) -> Reply:
        given = self.cleaned_data
        return Reply(
            Answer(given["answer"]),
            is_late=given["is_late"],
            **self.kept,
        )
