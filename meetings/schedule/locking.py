"""One host at a time: who changes a series holds its row, and the numbers of its community."""

from communities.models import Community
from meetings.models import Meeting, Series


def lock_series(series_id: int, community_id: int) -> Series:
    """Return the series as it stands now, held until the transaction ends.

    Keys stay free: whoever answers meanwhile refers to both rows and must not wait for us.
    """
    Community.objects.select_for_update(no_key=True).get(pk=community_id)
    held = Series.objects.select_for_update(no_key=True, of=["self"])
    return held.select_related("audience", "host__user", "by__user").get(pk=series_id)


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it stands now, with its series; both are held."""
    series = lock_series(meeting.series_id, meeting.community_id)
    found = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    found.series = series
    found.community = series.community = meeting.community
    return found
