"""On which days a series meets, before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from core.timezones import zone_label
from meetings.actions import Plan
from meetings.forms import SeriesForm
from meetings.models import OnDaysOff
from meetings.naming_days_off import NamedDays, name_on, named_days_off
from meetings.recurrence.rules import starts
from meetings.recurrence.words import rule_in_words

# Of a longer series the others are counted.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Day:
    """A meeting that is to be, in words; `off` says what becomes of it on a day off."""

    when: str
    off: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first days of a series, how many it has in all, and its rule in words."""

    days: list[Day]
    total: int
    """All that the rule gives."""
    count: int
    """Those that are not left out: so many meetings there will be."""
    rule: str
    zone: str
    """On whose clock these are."""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.days)


class WhenForm(SeriesForm):
    """What is typed of when a series meets; nothing else needs to be there yet."""

    def __init__(self, data: QueryDict, *, member: Membership) -> None:
        super().__init__(data, member=member)
        self.fields["title"].required = False

    def _check_where(self, given: Mapping[str, object]) -> None:
        """Where it is does not matter yet."""


def preview_of(data: QueryDict, member: Membership) -> Preview | None:
    """Return the days of what is typed: one query; None if something is wrong with it."""
    form = WhenForm(data, member=member)
    if not form.is_valid() or form.plan is None:
        return None
    plan = form.plan
    first = datetime.combine(plan.first_on, plan.begins)
    found = starts(first, plan.rule)
    off = named_days_off(member.community_id, since=plan.first_on)
    return Preview(
        days=[_day(start, plan, off) for start in found[:SHOWN]],
        total=len(found),
        count=sum(1 for start in found if not _is_left_out(start, plan, off)),
        rule=rule_in_words(plan.rule, first) if plan.rule else "",
        zone=zone_label(plan.time_zone),
    )


def _day(start: datetime, plan: Plan, off: NamedDays) -> Day:
    hour = date_format(start, "TIME_FORMAT")
    when = f"{date_format(start, 'l')}, {date_format(start, 'DATE_FORMAT')}, {hour}"
    name = name_on(start.date(), off)
    if not name:
        return Day(when)
    said = {
        OnDaysOff.SKIP: _("Day off: %(name)s. It is left out."),
        OnDaysOff.ASK: _("Day off: %(name)s. You will be asked."),
        OnDaysOff.MEET: _("Day off: %(name)s. You meet all the same."),
    }
    return Day(when, said[OnDaysOff(plan.on_days_off)] % {"name": name})


def _is_left_out(start: datetime, plan: Plan, off: NamedDays) -> bool:
    return plan.on_days_off == OnDaysOff.SKIP and bool(name_on(start.date(), off))
