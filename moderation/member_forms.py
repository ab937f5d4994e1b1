"""What facilitators are asked when they warn a member or pause one."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(days=366)


class WarningForm(forms.Form):
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is sent to this person by mail."),
        error_messages={"required": _("Give a reason, so that the person can understand it.")},
    )


class PauseForm(WarningForm):
    until = forms.DateField(
        label=_("Until the end of which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate() + timedelta(days=7),
    )
    field_order = ["until", "reason"]

    def clean_until(self) -> datetime:
        """Return the last moment of that day, where the facilitator is."""
        day: date = self.cleaned_data["until"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Choose today or a later day, within a year."))
        return timezone.make_aware(datetime.combine(day, time.max))
