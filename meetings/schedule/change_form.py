"""The form of planning, filled with a meeting: what one changes in it, and for which meetings."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.timezones import zone_named
from forums.audience_choices import audience_choices, audience_chosen
from meetings.forms import FARTHEST, SeriesForm
from meetings.meanwhile import Meanwhile, in_words
from meetings.models import Meeting
from meetings.recurrence.choices import Choices, rule_of, week_of_month
from meetings.recurrence.grammar import RuleError
from meetings.recurrence.moments import local_start, moment
from meetings.recurrence.rules import starts
from meetings.recurrence.words import rule_in_words
from meetings.schedule.changing import Part, Scope, part_for, part_of
from meetings.schedule.shown import ALIKE, ALL, DAYS, KEPT, OWN, WHERE, plain, shown

_SALT = "meetings.change"
_PLAIN = {*ALIKE, *WHERE, "title", "begins", "minutes", "time_zone"} - {"audience"}


class ChangeForm(SeriesForm):
    """Once valid: `theirs` is what others changed meanwhile, `values` what is to be changed."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Which meetings do you change?"),
        choices=(
            (Scope.THIS, gettext_lazy("This meeting only")),
            (Scope.LATER, gettext_lazy("This meeting and all later ones")),
            (Scope.ALL, gettext_lazy("All meetings that are to come")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which meetings you change.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why, or what is special"),
        help_text=gettext_lazy(
            "Whoever is invited reads it. At one meeting it stands on its page."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, member: Membership, meeting: Meeting
    ) -> None:
        self.meeting, self.series = meeting, meeting.series
        self.values: dict[str, Any] = {}
        self.mine: set[str] = set()
        self.theirs: set[str] = set()
        self.part = part_of(meeting, Scope.ALL)
        self.now = shown(meeting, self.part.slots)
        super().__init__(data, member=member)
        self.initial = {
            **self.now,
            "scope": Scope.THIS,
            "basis": signing.dumps(self.now, salt=_SALT),
        }
        fields = cast("dict[str, Any]", self.fields)
        fields["audience"].choices = audience_choices(member, self.series.audience)
        fields["times"].help_text = _("From this meeting on.")
        if self.now["often"] == KEPT:
            words = rule_in_words(self.series.rule, self.series.first_start)
            label = _("As it is now: %(rule)s") % {"rule": words}
            fields["often"].choices = [*fields["often"].choices, (KEPT, label)]
        if self.now["minutes"] not in dict(fields["minutes"].choices):
            minutes = self.now["minutes"]
            label = _("%(count)s minutes") % {"count": minutes}
            fields["minutes"].choices = [*fields["minutes"].choices, (minutes, label)]
        if not self.series.recurs:
            del self.fields["scope"]

    @property
    def basis_values(self) -> dict[str, Any]:
        """What the form showed when it was opened."""
        given = self.cleaned_data.get("basis") or ""
        try:
            found = signing.loads(given, salt=_SALT)
        except signing.BadSignature:
            return self.now
        return {**self.now, **found}

    @property
    def chosen_scope(self) -> Scope:
        if self.series.recurs:
            return Scope(self.cleaned_data["scope"])
        # What has begun is not changed as a series, but its link, say, may be wrong.
        return Scope.THIS if self.meeting.starts_at <= timezone.now() else Scope.ALL

    def clean_first_on(self) -> Any:
        day = self.cleaned_data["first_on"]
        today = timezone.localdate()
        if plain(day) != self.now["first_on"] and not today <= day <= today + FARTHEST:
            raise ValidationError(_("Choose a day from today on, within the next two years."))
        return day

    def clean(self) -> None:
        forms.Form.clean(self)
        if self.errors:
            return
        given = self.cleaned_data
        self._check_where(given)
        if self.errors:
            return
        base = self.basis_values
        self.mine = {name for name in ALL if plain(given[name]) != base[name]}
        self.theirs = {name for name in ALL if base[name] != self.now[name]}
        if self.theirs:
            return
        if self.chosen_scope == Scope.THIS:
            self._clean_one(given)
        else:
            self._clean_many(given)

    def merged(self) -> "ChangeForm":
        """Return the form again with what is typed, and with what others changed elsewhere in it."""
        data = cast("QueryDict", self.data).copy()
        for name in self.theirs - self.mine:
            now = self.now[name]
            data.setlist(name, [str(one) for one in (now if isinstance(now, list) else [now])])
        data["basis"] = signing.dumps(self.now, salt=_SALT)
        return ChangeForm(data, member=self.member, meeting=self.meeting)

    @property
    def meanwhile(self) -> list[Meanwhile]:
        """Return what others changed since the form was opened, beside what was typed."""
        return [
            Meanwhile(
                label=str(self.fields[name].label),
                theirs=in_words(self.fields[name], self.now[name]),
                mine=in_words(self.fields[name], plain(self.cleaned_data[name]))
                if name in self.mine
                else "",
            )
            for name in ALL
            if name in self.theirs
        ]

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        head = [self["scope"]] if "scope" in self.fields else []
        return [(_("What changes"), [*head, self["note"]]), *super().parts]

    def _clean_one(self, given: Mapping[str, Any]) -> None:
        for name in sorted(self.mine - set(OWN)):
            self.add_error(
                name,
                _("This is the same at all meetings. Choose above to change later ones, too."),
            )
        if self.mine & {"first_on", "begins"}:
            starts = datetime.combine(given["first_on"], given["begins"])
            self._check_start(starts, self.series.zone)
        self.values = {name: given[name] for name in ("title", *WHERE, "note")}

    def _clean_many(self, given: Mapping[str, Any]) -> None:
        values = {name: given[name] for name in self.mine & _PLAIN}
        if "audience" in self.mine:
            values["audience"] = audience_chosen(self.member.community, given["audience"])
        names = {*values, *(("first_on",) if self.mine & set(DAYS) else ())}
        part = part_for(part_of(self.meeting, self.chosen_scope), self.chosen_scope, names)
        zone = zone_named(values.get("time_zone", self.series.time_zone))
        if part.before == len(part.slots):
            self.add_error("scope", _("No other meeting is to come. Choose this meeting only."))
        elif "first_on" in names:
            values |= self._days(given, part, zone)
        elif {"begins", "time_zone"} & names:
            begins = values.get("begins", self.series.begins)
            self._check_start(datetime.combine(local_start(part.first), begins), zone)
        if not self.errors and {"first_on", "on_days_off"} & {*values}:
            self._check_days_left(values, part)
        self.values, self.part = values, part

    def _check_days_left(self, values: Mapping[str, Any], part: Part) -> None:
        if "first_on" in values:
            first = datetime.combine(values["first_on"], self.series.begins)
            days = starts(first, values["rule"])
        else:
            days = [local_start(slot) for slot in part.slots[part.before :]]
        self._check_days_off(days, values.get("on_days_off", self.series.on_days_off))

    def _days(self, given: Mapping[str, Any], part: Part, zone: ZoneInfo) -> dict[str, Any]:
        """Return day and rule of the first meeting that is changed."""
        if given["often"] == KEPT:
            self.add_error("often", _("Say anew how often it meets."))
            return {}
        if given["often"] != "once" and given["last_day"] and given["times"]:
            self.add_error("times", _("Say either the last day, or how many meetings there are."))
            return {}
        begins = given["begins"] if "begins" in self.mine else self.series.begins
        first = datetime.combine(self._first_day(given, part), begins)
        here = part.slots.index(self.meeting.slot)
        times = given["times"] and given["times"] + here - part.before
        choices = Choices(
            often=given["often"],
            every=given["every"] or 1,
            weekdays=tuple(given["weekdays"]),
            by=given["by"] or "weekday",
            last_day=given["last_day"],
            times=times,
        )
        self._check_start(first, zone)
        try:
            return {"first_on": first.date(), "rule": rule_of(choices, first)}
        except RuleError as error:
            self.add_error("often", str(error))
            return {}

    def _first_day(self, given: Mapping[str, Any], part: Part) -> date:
        """Return the day of the first meeting of the part, when this one is on the day typed."""
        typed: date = given["first_on"]
        first = local_start(part.first).date()
        moved_by = typed - date.fromisoformat(self.now["first_on"])
        if part.first == self.meeting.slot:
            return typed if moved_by else first
        if not moved_by or given["often"] not in ("monthly", "yearly"):
            return first + moved_by
        month = first if given["often"] == "monthly" else first.replace(month=typed.month, day=1)
        return _same_day(typed, month) if given["by"] == "day" else _same_weekday(typed, month)

    def _check_start(self, local: datetime, zone: ZoneInfo) -> None:
        begins = moment(local, zone)
        if begins != self.meeting.starts_at and begins <= timezone.now():
            self.add_error("begins", _("That is over already. Choose a later time."))


def _same_day(like: date, month: date) -> date:
    """Return this day of the month, or of the next month that has so many days."""
    found = month.replace(day=1)
    while monthrange(found.year, found.month)[1] < like.day:
        found = (found + timedelta(days=31)).replace(day=1)
    return found.replace(day=like.day)


def _same_weekday(like: date, month: date) -> date:
    """Return the day of a month that is its second Tuesday, if `like` is one."""
    week = week_of_month(like)
    if week > 0:
        first = month.replace(day=1)
        return first + timedelta(days=(like.weekday() - first.weekday()) % 7 + 7 * (week - 1))
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - like.weekday()) % 7)
