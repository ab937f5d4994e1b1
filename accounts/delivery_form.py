"""When mails come: the hour and the day of those with what is new, and hours without mails at once."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User

HOURS = range(24)


class DeliveryForm(forms.ModelForm):  # type: ignore[type-arg]
    """For all communities of a person: they come in one mail. What is not sent stays as it is."""

    digest_hour = forms.TypedChoiceField(
        label=_("From what time on?"), coerce=int, empty_value=None, required=False
    )
    digest_weekday = forms.TypedChoiceField(
        label=_("On which day, if once a week or once a month?"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    quiet_from = forms.TypedChoiceField(
        label=_("Quiet hours: no mail at once from"),
        help_text=_(
            "What comes in this time waits, and comes in one mail. Codes to sign in come at once."
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet hours: until"), coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = User
        fields = ["digest_hour", "digest_weekday", "quiet_from", "quiet_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the language that is active now.
        hours: Any = self.fields["digest_hour"]
        hours.choices = [(hour, time_format(time(hour), "TIME_FORMAT")) for hour in HOURS]
        for name in ("quiet_from", "quiet_until"):
            quiet: Any = self.fields[name]
            quiet.choices = [("", gettext("No quiet hours")), *hours.choices]
        days: Any = self.fields["digest_weekday"]
        days.choices = [(day, capfirst(name)) for day, name in WEEKDAYS.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (begin is None) != (end is None) or (begin is not None and begin == end):
            self.add_error(
                "quiet_until",
                gettext("Choose two different times for your quiet hours, or none in both."),
            )
        return cleaned

    def keep(self) -> None:
        """Write nothing but these: another page may have changed the person meanwhile."""
        if self.changed_data:
            self.instance.save(update_fields=self._meta.fields)
