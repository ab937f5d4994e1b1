"""For how long no mails come."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

USUAL_DAYS = 28
MOST_DAYS = 366
UNTIL_A_DAY = "day"
LENGTHS = [
    ("7", gettext_lazy("For one week")),
    ("14", gettext_lazy("For two weeks")),
    (str(USUAL_DAYS), gettext_lazy("For four weeks")),
    (UNTIL_A_DAY, gettext_lazy("Until the day below")),
]


def day_after(today: date, days: int) -> date:
    """Return the day on which mails come again after that many days without."""
    return today + timedelta(days=days)


def why_not_until(until: date, *, today: date) -> str:
    """Return the sentence that says why mails cannot pause until this day; empty if they can."""
    if until <= today:
        return _("This day is over. Please choose a day after today.")
    if until > day_after(today, MOST_DAYS):
        return _("Please choose a day within the next year. To get no mails at all, stop them.")
    return ""


class PauseForm(forms.Form):
    """A length, or the day on which mails come again."""

    length = forms.ChoiceField(
        label=gettext_lazy("For how long?"),
        choices=LENGTHS,
        initial=str(USUAL_DAYS),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose for how long.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Mails come again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("length") == UNTIL_A_DAY and "day" in cleaned:
            day = cleaned["day"]
            why = why_not_until(day, today=self.today) if day else _("Please choose a day.")
            if why:
                self.add_error("day", why)
        return cleaned

    @property
    def until(self) -> date:
        """Return the day on which mails come again, from a valid form."""
        length, day = self.cleaned_data["length"], self.cleaned_data["day"]
        if length == UNTIL_A_DAY:
            chosen: date = day
            return chosen
        return day_after(self.today, int(length))
