"""The schedule of the data set: 200 meetings in one month, of 50 series that meet each week.

In the months after stand meetings of one day, so that a calendar of all has 500 events.
"""

import random
from datetime import UTC, date, datetime, time, timedelta

from bench.people import ZONES, People
from bench.texts import a_title
from communities.models import Audience, Community, Membership
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.models import CalendarKey, Meeting, Rsvp, Series, StandingAnswer, Way
from meetings.recurrence.moments import moment, slot_of

# Four weeks fit into each month.
WEEKS = 4
MINUTES = 90
# Events of the calendar that is measured: each series is one, and each meeting that stands alone.
EVENTS = 500
FEED_KEY = "be" * 16
# What the UIDs of its series begin with.
UID = "bench-"


def make_meetings(
    choice: random.Random, community: Community, people: People, count: int, *, until: datetime
) -> None:
    """Make so many meetings in the month after `until`, and single ones after it, all for everyone.

    The first member answered a third of them one by one, and to a third of the series. Her calendar
    has EVENTS events, if so many meetings are made at all.
    """
    first = (until.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    everyone = audience_chosen(community, EVERYONE)
    weekly, later = count // WEEKS, first + timedelta(days=5 * 7)
    alone = min(EVENTS - weekly, count * 9 // WEEKS)
    series = Series.objects.bulk_create(
        _series(
            community,
            people.members[number % len(people.members)],
            number,
            a_title(choice),
            # A week has seven days; what meets once is spread over a year.
            first + timedelta(days=number % 7)
            if number <= weekly
            else later + timedelta(days=number % 365),
            f"FREQ=WEEKLY;COUNT={WEEKS}" if number <= weekly else "",
            everyone,
            until,
        )
        for number in range(1, weekly + alone + 1)
    )
    starts = [(one, week) for one in series for week in range(WEEKS if one.rule else 1)]
    made = Meeting.objects.bulk_create(
        _meeting(one, number, week, until) for number, (one, week) in enumerate(starts, 1)
    )
    meetings, series = made[: weekly * WEEKS], series[:weekly]
    measured = people.members[0]
    CalendarKey.objects.create(community=community, member=measured, key=FEED_KEY)
    mine = {"community": community, "member": measured, "way": Way.PAGE, "answered_at": until}
    Rsvp.objects.bulk_create(
        Rsvp(**mine, meeting=one, answer=choice.choice(("yes", "no", "maybe")), by=measured)
        for one in meetings[::3]
    )
    StandingAnswer.objects.bulk_create(
        StandingAnswer(**mine, series=one, answer="yes") for one in series[::3]
    )


def month_of(community: Community) -> date:
    """Return a day of the month that is measured; inside the scope."""
    first = Meeting.objects.filter(community=community).earliest("starts_at")
    return first.starts_at.astimezone(UTC).date().replace(day=15)


def last_of_month(community: Community) -> Meeting:
    """Return the last meeting of the month that is measured; inside the scope."""
    there = Meeting.objects.filter(community=community).exclude(series__rule="")
    return there.latest("starts_at", "pk")


def _series(
    community: Community,
    host: Membership,
    number: int,
    title: str,
    first_on: date,
    rule: str,
    audience: Audience,
    until: datetime,
) -> Series:
    return Series(
        community=community,
        number=number,
        title=title,
        audience=audience,
        host=host,
        by=host,
        language="en",
        time_zone=ZONES[number % len(ZONES)],
        first_on=first_on,
        begins=time(8 + number % 12),
        minutes=MINUTES,
        rule=rule,
        place_name="Eastgate School" if number % 2 else "",
        web_link="" if number % 2 else "https://video.example/room",
        uid=f"{UID}{community.pk}-{number}",
        created_at=until,
        changed_at=until,
    )


def _meeting(series: Series, number: int, week: int, until: datetime) -> Meeting:
    local = series.first_start + timedelta(weeks=week)
    begins = moment(local, series.zone)
    return Meeting(
        community_id=series.community_id,
        series=series,
        number=number,
        slot=slot_of(local),
        starts_at=begins,
        ends_at=begins + timedelta(minutes=MINUTES),
        changed_at=until,
    )
