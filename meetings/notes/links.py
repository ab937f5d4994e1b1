"""The link of a mail that says of one thing to do that it is done; it opens a page with one button."""

from meetings.mailed_links import mailed_url

ACT = "meeting.action_done"


def done_url(*, community: int, member: int, item: int) -> str:
    """Return the page with the button, for one person and one thing to do."""
    return mailed_url("done_by_mail", ACT, community, member, item)
