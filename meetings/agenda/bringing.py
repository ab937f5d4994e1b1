"""To which meetings a discussion can be brought."""

from collections.abc import Collection

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from communities.audience_sources import audience_sources
from communities.models import Membership
from forums.models import Topic
from meetings.agenda.forms import meeting_label
from meetings.models import Meeting

# How many meetings are offered, and how many of one series.
SHOWN, OF_ONE = 8, 2
# Among how many they are looked for.
LOOKED_AT = 100


def meetings_to_come(reader: Membership) -> dict[int, Meeting]:
    """Return by number the next meetings that the reader sees, a few of each series: one query."""
    there = Meeting.objects.visible_to(reader).standing().coming(timezone.now())
    found: list[Meeting] = []
    for one in there.select_related("series")[:LOOKED_AT]:
        if sum(other.series_id == one.series_id for other in found) < OF_ONE:
            one.community = one.series.community = reader.community
            found.append(one)
    return {one.number: one for one in found[:SHOWN]}


def choices(topic: Topic, meetings: Collection[Meeting]) -> list[tuple[int, str]]:
    """Return number and label of each, which says whether it is for more people than the topic."""
    wider = _wider(topic.forum.audience_id, {one.series.audience_id for one in meetings})
    return [
        (
            one.number,
            meeting_label(
                one,
                date_format(timezone.localtime(one.starts_at), "DATE_FORMAT"),
                is_wider=one.series.audience_id in wider,
            ),
        )
        for one in meetings
    ]


def _wider(audience_id: int, others: set[int]) -> set[int]:
    """Return those of these audiences in which is somebody who is not in this one: one query."""
    if not others - {audience_id}:
        return set()
    seen = audience_sources()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH seen AS (SELECT DISTINCT membership_id, audience_id FROM ({seen}) AS pair"  # noqa: S608
            " WHERE audience_id = ANY(%s))"
            " SELECT DISTINCT there.audience_id FROM seen there WHERE there.audience_id <> %s"
            " AND NOT EXISTS (SELECT FROM seen here WHERE here.audience_id = %s"
            " AND here.membership_id = there.membership_id)",
            [[audience_id, *others], audience_id, audience_id],
        )
        return {row[0] for row in cursor.fetchall()}
