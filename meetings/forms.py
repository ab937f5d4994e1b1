"""What is typed about meetings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.timezones import is_time_zone, time_zone_choices
from forums.audience_choices import EVERYONE, audience_choices, audience_chosen
from forums.post_languages import language_choices
from meetings.actions import Plan
from meetings.models import Format, OnDaysOff
from meetings.naming_days_off import name_on, named_days_off
from meetings.recurrence.choices import Choices, rule_of
from meetings.recurrence.grammar import LONGEST_INTERVAL, RuleError
from meetings.recurrence.rules import MOST, starts

WEEK, DAY, HOUR = 7 * 24 * 60, 24 * 60, 60
REMINDERS = (
    (WEEK, gettext_lazy("A week before")),
    (DAY, gettext_lazy("A day before")),
    (HOUR, gettext_lazy("An hour before")),
)
LENGTHS = (
    (30, gettext_lazy("Half an hour")),
    (45, gettext_lazy("45 minutes")),
    (60, gettext_lazy("One hour")),
    (90, gettext_lazy("An hour and a half")),
    (120, gettext_lazy("Two hours")),
    (180, gettext_lazy("Three hours")),
    (240, gettext_lazy("Half a day")),
    (480, gettext_lazy("All day")),
)
OFTEN = (
    ("once", gettext_lazy("Once")),
    ("daily", gettext_lazy("Every day")),
    ("weekly", gettext_lazy("Every week")),
    ("monthly", gettext_lazy("Every month")),
    ("yearly", gettext_lazy("Every year")),
)
BY = (
    ("weekday", gettext_lazy("On the same weekday, as the second Tuesday")),
    ("day", gettext_lazy("On the same day of the month, as the 15th")),
)
FARTHEST = timedelta(days=2 * 366)


def _text(rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)


def _line(**kwargs: Any) -> forms.CharField:
    return forms.CharField(required=False, **kwargs)


class MeetingForm(forms.Form):
    """What is said of a meeting whether its time is known or not: what, for whom, how long, where."""

    title = forms.CharField(
        label=gettext_lazy("What is the meeting called?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give the meeting a name.")},
    )
    about = _text(4, max_length=4000, label=gettext_lazy("What is it for?"))
    audience = forms.ChoiceField(
        label=gettext_lazy("Who is invited?"),
        help_text=gettext_lazy("They see it, and can answer. Nobody else does."),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long?"), choices=LENGTHS, coerce=int, initial=60
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("On the clock of"),
        choices=time_zone_choices,
        help_text=gettext_lazy("Everybody else sees it on their own clock, too."),
    )
    format = forms.ChoiceField(label=gettext_lazy("Kind of meeting"), choices=Format)
    place_name = _line(max_length=200, label=gettext_lazy("Place"))
    address = _line(
        max_length=300,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("As one types it into a map."),
    )
    room = _line(max_length=100, label=gettext_lazy("Room"))
    web_link = forms.URLField(
        label=gettext_lazy("Link to join by video"),
        max_length=500,
        required=False,
        assume_scheme="https",
        # A browser would not let a link go without its https://.
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    dial_in = _line(max_length=40, label=gettext_lazy("Telephone number to join by"))
    dial_in_code = _line(max_length=40, label=gettext_lazy("Code to type after dialling"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)

    def __init__(self, data: QueryDict | None = None, *, member: Membership) -> None:
        self.member = member
        super().__init__(data)
        fields = cast("dict[str, Any]", self.fields)
        fields["audience"].choices = audience_choices(member)
        fields["audience"].initial = EVERYONE
        zone = member.user.time_zone
        fields["time_zone"].initial = zone if is_time_zone(zone) else member.community.time_zone
        fields["language"].initial = member.community.language

    def as_typed(self, data: QueryDict) -> Self:
        """Return the form as it was typed, without a word on what is wrong: it is not saved yet."""
        self.initial = {
            name: field.widget.value_from_datadict(data, MultiValueDict(), name)
            for name, field in self.fields.items()
        }
        return self

    def _check_where(self, given: dict[str, Any]) -> None:
        if not any(given[name] for name in ("place_name", "address", "web_link", "dial_in")):
            self.add_error(
                "place_name",
                _("Say where: a place, a link to join by video, or a telephone number."),
            )


class SeriesForm(MeetingForm):
    """All that a host says of a meeting or a series; once valid, `plan` says so."""

    field_order = ("title", "about", "audience", "first_on", "begins", "minutes", "time_zone")

    first_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Choose the day of the first meeting.")},
    )
    begins = forms.TimeField(
        label=gettext_lazy("Begins at"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": gettext_lazy("Say at what time it begins.")},
    )
    often = forms.ChoiceField(label=gettext_lazy("How often?"), choices=OFTEN)
    every = forms.IntegerField(
        label=gettext_lazy("Each how many days, weeks, months or years?"),
        required=False,
        min_value=1,
        max_value=LONGEST_INTERVAL,
        initial=1,
        help_text=gettext_lazy("1: each time; 2: every other time."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("If every week: on which days?"),
        required=False,
        choices=tuple(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns"}),
        help_text=gettext_lazy("Tick nothing for the weekday of the first meeting."),
    )
    by = forms.ChoiceField(label=gettext_lazy("If every month or year"), choices=BY, required=False)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Or say below how many meetings there are."),
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many meetings?"), required=False, min_value=1, max_value=MOST
    )
    on_days_off = forms.ChoiceField(
        label=gettext_lazy("When it falls on a day off"), choices=OnDaysOff
    )
    interpretation = _line(max_length=200, label=gettext_lazy("Interpretation"))
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people fit?"),
        required=False,
        min_value=1,
        max_value=30000,
        help_text=gettext_lazy("Leave it empty if there is room for all. Others wait their turn."),
    )
    accessibility = _line(max_length=500, label=gettext_lazy("Getting in and taking part"))
    child_care = _line(max_length=300, label=gettext_lazy("Child care"))
    meals = _line(max_length=300, label=gettext_lazy("Food"))
    reminders = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reminders"),
        required=False,
        choices=REMINDERS,
        coerce=int,
        initial=[WEEK, DAY],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None = None, *, member: Membership) -> None:
        self.plan: Plan | None = None
        super().__init__(data, member=member)
        self.fields["begins"].initial = "18:00"

    def clean_first_on(self) -> Any:
        day = self.cleaned_data["first_on"]
        today = timezone.localdate()
        if not today <= day <= today + FARTHEST:
            raise ValidationError(_("Choose a day from today on, within the next two years."))
        return day

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        given = self.cleaned_data
        self._check_where(given)
        rule = self._rule(given)
        if self.errors:
            return
        first = datetime.combine(given["first_on"], given["begins"])
        self._check_days_off(starts(first, rule), given["on_days_off"])
        if self.errors:
            return
        self.plan = Plan(
            **{
                name: given[name] for name in Plan.__slots__ if name in given and name != "audience"
            },
            audience=audience_chosen(self.member.community, given["audience"]),
            host=self.member,
            rule=rule,
        )

    def _check_days_off(self, days: Sequence[datetime], on_days_off: str) -> None:
        """Refuse what would leave nothing: a meeting on a day off, if it is left out on such days."""
        if on_days_off != OnDaysOff.SKIP:
            return
        off = named_days_off(self.member.community_id, since=days[0].date())
        if all(name_on(day.date(), off) for day in days):
            self.add_error(
                "first_on",
                _(
                    "That is a day off: %(name)s. Choose another day, or say below that you meet all "
                    "the same."
                )
                % {"name": name_on(days[0].date(), off)},
            )

    def _rule(self, given: dict[str, Any]) -> str:
        first = datetime.combine(given["first_on"], given["begins"])
        if given["often"] != "once" and given["last_day"] and given["times"]:
            self.add_error("times", _("Say either the last day, or how many meetings there are."))
            return ""
        choices = Choices(
            often=given["often"],
            every=given["every"] or 1,
            weekdays=tuple(given["weekdays"]),
            by=given["by"] or "weekday",
            last_day=given["last_day"],
            times=given["times"],
        )
        try:
            return rule_of(choices, first)
        except RuleError as error:
            self.add_error("often", str(error))
            return ""

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the page."""
        shown = (
            (_("What"), ("title", "about", "format", "audience")),
            (_("When"), ("first_on", "begins", "minutes", "time_zone")),
            (
                _("Again"),
                ("often", "every", "weekdays", "by", "last_day", "times", "on_days_off"),
            ),
            (
                _("Where"),
                ("place_name", "address", "room", "web_link", "dial_in", "dial_in_code"),
            ),
            (
                _("So that everybody can come"),
                (
                    *("language", "interpretation", "accessibility"),
                    *("child_care", "meals", "capacity"),
                ),
            ),
            (_("Reminders"), ("reminders",)),
        )
        return [(title, [self[name] for name in names]) for title, names in shown]
