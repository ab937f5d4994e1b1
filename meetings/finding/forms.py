"""What is typed to find a time."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.numbers import number_in
from core.timezones import zone_named
from forums.audience_choices import audience_chosen
from meetings.finding.asking import Question
from meetings.forms import FARTHEST, MeetingForm
from meetings.models import TimePoll, TimeSlot
from meetings.models.time_poll import FEWEST_SLOTS, MOST_SLOTS
from meetings.naming_days_off import name_on, named_days_off
from meetings.recurrence.moments import moment

# Rows for times: how many there are at first, and how many more at a press.
ROWS, MORE = 4, 4
# Days for answering, unless the host says otherwise.
USUAL = 7


def _day(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, **kwargs)


def _time(**kwargs: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **kwargs)


class PollForm(MeetingForm):
    """A meeting without a time, and the times to choose from; once valid, `question` and `starts`.

    With `more` it is shown again as it was typed, with further rows, and says nothing of mistakes.
    """

    answer_by = _day(
        label=gettext_lazy("Please answer by"),
        help_text=gettext_lazy(
            "Who has not answered is reminded on the day before. Later answers count, too."
        ),
        error_messages={"required": gettext_lazy("Say until when people are to answer.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, member: Membership, more: bool = False
    ) -> None:
        self.question: Question | None = None
        self.starts: list[datetime] = []
        typed = number_in(data.get("rows")) if data is not None else ROWS
        self.rows = min(max(typed or ROWS, ROWS) + (MORE if more else 0), MOST_SLOTS)
        super().__init__(None if more else data, member=member)
        fields = cast("dict[str, Any]", self.fields)
        fields["answer_by"].initial = timezone.localdate() + timedelta(days=USUAL)
        for number in range(1, self.rows + 1):
            count, needed = {"number": number}, number <= FEWEST_SLOTS
            fields[f"day_{number}"] = _day(
                label=_("Time %(number)s: day") % count,
                required=needed,
                error_messages={"required": _("Propose two times at least.")},
            )
            fields[f"begins_{number}"] = _time(
                label=_("Time %(number)s: begins at") % count,
                required=needed,
                error_messages={"required": _("Say at what time it begins.")},
            )
        # Hours of the series may be any; a day off is one on the clock on which they are typed.
        self.off = self._days_off(data) if data is not None else {}
        if more and data is not None:
            self.as_typed(data)

    @property
    def may_have_more(self) -> bool:
        return self.rows < MOST_SLOTS

    @property
    def slots(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """Return the day and the hour of each row, and the day off on which it falls, if any."""
        return [
            (self[f"day_{n}"], self[f"begins_{n}"], self.off.get(n, ""))
            for n in range(1, self.rows + 1)
        ]

    @property
    def is_off_unsaid(self) -> bool:
        """Whether a time falls on a day off, and whoever typed it has not been told so."""
        return not set(self.days_off) <= set(cast("QueryDict", self.data).getlist("off"))

    @property
    def days_off(self) -> list[str]:
        """Return the days typed that are off, as a browser sends them back."""
        typed = cast("QueryDict", self.data) if self.is_bound else self.initial
        return sorted({str(typed.get(f"day_{n}")) for n in self.off})

    def _days_off(self, data: QueryDict) -> dict[int, str]:
        """Return what the days off are called on which rows fall: one query."""
        days: dict[int, date] = {}
        for number in range(1, self.rows + 1):
            with suppress(ValueError):
                days[number] = date.fromisoformat(data.get(f"day_{number}", ""))
        if not days:
            return {}
        off = named_days_off(self.member.community_id, since=min(days.values()))
        return {number: name for number, day in days.items() if (name := name_on(day, off))}

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        zone = given.get("time_zone")
        if zone:
            self.starts = self._read_starts(given, zone)
        if self.errors:
            return
        self._check_where(given)
        self._check_answer_by(given)
        if self.errors:
            return
        self.question = Question(
            **{
                name: given[name]
                for name in Question.__slots__
                if name in given and name != "audience"
            },
            audience=audience_chosen(self.member.community, given["audience"]),
            host=self.member,
        )

    def _read_starts(self, given: dict[str, Any], zone: str) -> list[datetime]:
        found: list[datetime] = []
        for number in range(1, self.rows + 1):
            day, hour = given.get(f"day_{number}"), given.get(f"begins_{number}")
            names = f"day_{number}", f"begins_{number}"
            if any(name in self.errors for name in names) or not (day or hour):
                continue
            if day is None:
                self.add_error(names[0], _("Choose the day, too."))
            elif hour is None:
                self.add_error(names[1], _("Say at what time it begins."))
            elif wrong := what_is_wrong(start := datetime.combine(day, hour), zone):
                self.add_error(names[0], wrong)
            elif start in found:
                self.add_error(names[0], _("This time stands above already."))
            else:
                found.append(start)
        return found

    def _check_answer_by(self, given: dict[str, Any]) -> None:
        day, last = given["answer_by"], max(self.starts).date()
        today = timezone.now().astimezone(zone_named(given["time_zone"])).date()
        if not today <= day <= last:
            self.add_error(
                "answer_by", _("Choose a day from today on, before the last of the times.")
            )

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the page, beside the times themselves."""
        shown = (
            (_("What"), ("title", "about", "format", "audience", "language")),
            (
                _("Where"),
                ("place_name", "address", "room", "web_link", "dial_in", "dial_in_code"),
            ),
        )
        return [(title, [self[name] for name in names]) for title, names in shown]

    @property
    def clock(self) -> list[forms.BoundField]:
        """Return what holds for all times."""
        return [self[name] for name in ("minutes", "time_zone")]


class SlotForm(forms.Form):
    """One more time, on the clock of the poll; once valid, `start` says when."""

    day = _day(
        label=gettext_lazy("Day"),
        error_messages={"required": gettext_lazy("Choose the day.")},
    )
    begins = _time(
        label=gettext_lazy("Begins at"),
        error_messages={"required": gettext_lazy("Say at what time it begins.")},
    )

    def __init__(self, data: QueryDict | None = None, *, poll: TimePoll) -> None:
        self.poll = poll
        super().__init__(data)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["begins"])

    def clean(self) -> None:
        super().clean()
        if not self.errors and (wrong := what_is_wrong(self.start, self.poll.time_zone)):
            self.add_error("day", wrong)


class CloseForm(forms.Form):
    """Why there is no meeting."""

    words = forms.CharField(
        label=gettext_lazy("A word to those who answered"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TickForm(forms.Form):
    """Which times suit one; with the button `none`, that none does."""

    times = forms.TypedMultipleChoiceField(coerce=int, required=False)
    words = forms.CharField(
        label=gettext_lazy("A word to who asked"), max_length=500, required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, slots: list[TimeSlot], words: str = ""
    ) -> None:
        super().__init__(data, initial={"words": words})
        cast("Any", self.fields["times"]).choices = [(slot.number, "") for slot in slots]

    @property
    def ticked(self) -> list[int]:
        """The numbers of the times of a valid form."""
        return [] if "none" in self.data else list(self.cleaned_data["times"])

    @property
    def typed(self) -> set[int] | None:
        """The numbers that were ticked in a refused form; None of one that was not sent."""
        if not self.errors:
            return None
        given = cast("QueryDict", self.data).getlist("times")
        return {number_in(one) for one in given}

    def clean_times(self) -> list[int]:
        chosen = self.cleaned_data["times"]
        if not chosen and "none" not in self.data:
            raise forms.ValidationError(
                _("Tick the times that suit you, or press “None of these suits me”.")
            )
        return list(chosen)


def what_is_wrong(start: datetime, zone: str) -> str:
    """Return a sentence where nobody can meet then, on the clock of the zone; else nothing."""
    now = timezone.now()
    try:
        at = moment(start, zone_named(zone))
    except OverflowError:
        at = now
    if not now < at <= now + FARTHEST:
        return _("Choose a time that is to come, within the next two years.")
    return ""
