"""The links of mails that ask how a meeting was: each for one person and one meeting."""

from meetings.mailed_links import mailed_url

ACT = "meeting.feedback"
# Instead of an answer, where the page opens with none.
UNMARKED = "open"


def feedback_url(said: str, *, community: int, member: int, meeting: int) -> str:
    """Return the page on which this is marked already; it is said with a button there."""
    return mailed_url("feedback_by_mail", ACT, community, member, meeting, said=said)
