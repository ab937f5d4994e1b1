"""At what hour, and on which day of the week, the mails with what is new come."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import capfirst
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

    class Meta:
        model = User
        fields = ["digest_hour", "digest_weekday"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the language that is active now.
        hours: Any = self.fields["digest_hour"]
        hours.choices = [(hour, time_format(time(hour), "TIME_FORMAT")) for hour in HOURS]
        days: Any = self.fields["digest_weekday"]
        days.choices = [(day, capfirst(name)) for day, name in WEEKDAYS.items()]

    def keep(self) -> None:
        """Write nothing but the two: another page may have changed the person meanwhile."""
        if self.changed_data:
            self.instance.save(update_fields=self._meta.fields)
