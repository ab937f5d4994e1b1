"""Clocks of people: which zones to choose from, and when it is seven in the morning there."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DELIVERY_HOUR = 7
"""The hour of a person's own clock at which a digest is due, if he chose none."""

MONDAY = 0
"""As date.weekday() counts."""

type Pace = Literal["daily", "weekly"]
type Choice = tuple[str, object]

UNITED_STATES: tuple[Choice, ...] = (
    ("America/New_York", _("Eastern time (New York)")),
    ("America/Chicago", _("Central time (Chicago)")),
    ("America/Denver", _("Mountain time (Denver)")),
    ("America/Phoenix", _("Mountain time without daylight saving (Phoenix)")),
    ("America/Los_Angeles", _("Pacific time (Los Angeles)")),
    ("America/Anchorage", _("Alaska time (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii time (Honolulu)")),
    ("America/Puerto_Rico", _("Atlantic time (Puerto Rico)")),
    ("Pacific/Guam", _("Guam time (Hagåtña)")),
    ("Pacific/Pago_Pago", _("Samoa time (Pago Pago)")),
)
_REGIONS: dict[str, object] = {
    "America": _("Other places in the Americas"),
    "Africa": _("Africa"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic islands"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Islands of the Indian Ocean"),
    "Pacific": _("Pacific islands"),
}


@cache
def time_zone_choices() -> tuple[tuple[object, tuple[Choice, ...]], ...]:
    """Return groups of zones for a form's select: those of the United States first, by plain names."""
    common = {name for name, _label in UNITED_STATES}
    groups: dict[str, list[Choice]] = {region: [] for region in _REGIONS}
    for name in sorted(available_timezones() - common):
        region, _slash, place = name.partition("/")
        if region in groups and place:
            groups[region].append((name, _place(place)))
    return (
        (_("United States"), UNITED_STATES),
        *((_REGIONS[region], tuple(zones)) for region, zones in groups.items()),
        (_("Anywhere"), (("UTC", pgettext_lazy("time zone", "Universal time (UTC)")),)),
    )


def is_time_zone(name: str) -> bool:
    """Say whether this is one of the zones that can be chosen."""
    return name in _names(zones for _group, zones in time_zone_choices())


def zone_label(name: str) -> str:
    """Return what a zone is called by people, or its name where it is none of the choices."""
    labels = {value: label for _group, zones in time_zone_choices() for value, label in zones}
    return str(labels.get(name, name))


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone, or UTC where the name is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _names(groups: Iterable[tuple[Choice, ...]]) -> frozenset[str]:
    return frozenset(name for zones in groups for name, _label in zones)


def _place(place: str) -> str:
    """Return "Argentina/Buenos_Aires" as "Buenos Aires (Argentina)"."""
    *wider, name = place.replace("_", " ").split("/")
    return f"{name} ({', '.join(wider)})" if wider else name


def local_instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """Return the instant (in UTC) at which the clock of a zone shows hour:00 on a day.

    Where that hour is left out, it is the first instant after the gap; where it comes twice, the first.
    """
    shown = datetime.combine(day, time(hour), tzinfo=zone)
    instant = shown.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return instant
    # In a gap fold=0 reckons with the offset before it and so lands after it, fold=1 the reverse
    # (PEP 495); the clock jumps in between.
    before, after = shown.replace(fold=1).astimezone(UTC), instant
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after


def next_local_time(
    now: datetime, zone: ZoneInfo, hour: int, weekday: int | None = None
) -> datetime:
    """Return the first instant after `now`, in UTC, at which a zone's clock shows hour:00.

    With `weekday` (Monday is 0) only that day of the week counts.
    """
    day = now.astimezone(zone).date()
    while True:
        if weekday is None or day.weekday() == weekday:
            instant = local_instant(day, hour, zone)
            if instant > now:
                return instant
        day += timedelta(days=1)


def period_key(now: datetime, zone: ZoneInfo, pace: Pace, *, hour: int = DELIVERY_HOUR) -> str:
    """Return the name of the digest period that is due: the ISO date of the last delivery.

    Daily it changes at hour:00 of the zone's clock each day, weekly each Monday. It never goes back,
    also when the clock does.
    """
    day = now.astimezone(zone).date()
    step = timedelta(days=1)
    if pace == "weekly":
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
        step = timedelta(days=7)
    while local_instant(day, hour, zone) > now:
        day -= step
    return day.isoformat()
