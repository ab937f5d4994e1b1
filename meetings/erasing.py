"""What is left of somebody in the schedule once he is erased: that a meeting was, not his words."""

from communities.models import Membership
from meetings.models import Rsvp, Series
from meetings.search_documents import refresh_series


def erase_meetings(member: Membership) -> None:
    """Take away what the member said of meetings; when and where they were stays for the others."""
    Rsvp.objects.filter(member=member).update(words="")
    Rsvp.objects.filter(by=member).update(words="")
    for series in Series.objects.filter(by=member).exclude(about=""):
        series.about = ""
        series.save(update_fields=["about"])
        series.community = member.community
        refresh_series(series)
