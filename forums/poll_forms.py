"""What people type to ask for votes."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import PollOption
from forums.models.poll import Shown

FEWEST, MOST = 2, 12


class PollForm(forms.Form):
    question = forms.CharField(
        label=_("What do you want to know?"),
        max_length=200,
        error_messages={"required": _("Write the question that people vote on.")},
    )
    options = forms.CharField(
        label=_("The answers to choose from"),
        help_text=_("One a line, from two to twelve. They cannot be changed afterwards."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write at least two answers, one a line.")},
    )
    multiple = forms.BooleanField(label=_("People may choose several answers"), required=False)
    closes_on = forms.DateField(
        label=_("Last day to vote"),
        help_text=_("Left empty, it stays open until you close it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    results = forms.ChoiceField(
        label=_("When are the results shown?"),
        choices=Shown.choices,
        initial=Shown.ALWAYS,
        widget=forms.RadioSelect,
    )

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if not FEWEST <= len(options) <= MOST:
            raise ValidationError(_("Write from two to twelve different answers, one a line."))
        longest = PollOption._meta.get_field("text").max_length or 0
        if any(len(option) > longest for option in options):
            raise ValidationError(_("One answer is too long: 120 letters are the most."))
        return options

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("That day is over. Choose today or a later one."))
        return day

    @property
    def closes_at(self) -> datetime | None:
        """The end of the last day in the zone of the person who asks."""
        day: date | None = self.cleaned_data["closes_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
