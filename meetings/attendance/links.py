"""The link of a reminder with which one says that one is there: one person, one meeting."""

from meetings.mailed_links import mailed_url

ACT = "meeting.here"


def here_url(*, community: int, member: int, meeting: int) -> str:
    """Return the page with the one button that says so."""
    return mailed_url("here_by_mail", ACT, community, member, meeting)
