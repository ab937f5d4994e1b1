"""What is typed after a meeting."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.feedback.saying import Said
from meetings.models import Change, Feedback, Worth
from meetings.models.feedback import LONGEST_HEARD, LONGEST_WORDS


class FeedbackForm(forms.Form):
    """Two questions and a line; the second one is answered by the button that sends it."""

    worth = forms.ChoiceField(
        label=gettext_lazy("Was it worth your time?"),
        choices=Worth,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these answers.")},
    )
    words = forms.CharField(
        label=gettext_lazy("A line to the host"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_named = forms.BooleanField(
        label=gettext_lazy("Show my name beside it"),
        required=False,
    )
    change = forms.ChoiceField(
        choices=Change,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these answers.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, own: Feedback | None = None, worth: str = ""
    ) -> None:
        initial: dict[str, Any] = {"worth": worth if worth in Worth.values else ""}
        if own is not None:
            initial = {
                "worth": initial["worth"] or own.worth,
                "words": own.words,
                "is_named": own.is_named,
                "change": own.change,
            }
        super().__init__(data, initial=initial)

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if not self.errors and not any(given.get(name) for name in ("worth", "words", "change")):
            self.add_error(None, _("Choose an answer, or write a line."))

    @property
    def said(self) -> Said:
        """Return what a valid form says; a question that it leaves open stays as it was."""
        given = self.cleaned_data
        return Said(
            worth=given["worth"] or None,
            change=given["change"] or None,
            words=given["words"],
            is_named=given["is_named"],
        )


class HeardForm(forms.Form):
    """What the host heard; `seen` says which state of it the form showed."""

    words = forms.CharField(
        label=gettext_lazy("In a few lines"),
        max_length=LONGEST_HEARD,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say in a few words what you heard.")},
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
