"""The schedule of the data set: 200 meetings in one month, of 50 series that meet each week."""

import random
from datetime import UTC, date, datetime, time, timedelta

from bench.people import ZONES, People
from bench.texts import a_title
from communities.models import Community
from core.timezones import zone_named
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.models import Meeting, Rsvp, Series, StandingAnswer, Way
from meetings.recurrence.moments import moment, slot_of

# Four weeks fit into each month.
WEEKS = 4
MINUTES = 90


def make_meetings(
    choice: random.Random, community: Community, people: People, count: int, *, until: datetime
) -> None:
    """Make so many meetings in the month after `until`, all for everyone.

    The first member answered a third of them one by one, and to a third of the series.
    """
    first = (until.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    everyone = audience_chosen(community, EVERYONE)
    zones = [zone_named(name) for name in ZONES]
    series = Series.objects.bulk_create(
        Series(
            community=community,
            number=number,
            title=a_title(choice),
            audience=everyone,
            host=host,
            by=host,
            language="en",
            time_zone=zones[number % len(zones)].key,
            first_on=first + timedelta(days=number % 7),
            begins=time(8 + number % 12),
            minutes=MINUTES,
            rule=f"FREQ=WEEKLY;COUNT={WEEKS}",
            place_name="Eastgate School" if number % 2 else "",
            web_link="" if number % 2 else "https://video.example/room",
            uid=f"bench-{community.pk}-{number}",
            created_at=until,
            changed_at=until,
        )
        for number in range(1, count // WEEKS + 1)
        for host in (people.members[number % len(people.members)],)
    )
    starts = [(one, week) for one in series for week in range(WEEKS)]
    meetings = Meeting.objects.bulk_create(
        _meeting(one, number, week, until) for number, (one, week) in enumerate(starts, 1)
    )
    measured = people.members[0]
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
