"""The links of mails that ask for a time: each for one person and one act."""

from meetings.mailed_links import mailed_url

TICK, STOP = "times", "times-stop"


def tick_url(*, community: int, member: int, poll: int) -> str:
    """Return the page on which this person says which times suit him."""
    return mailed_url("times_by_mail", TICK, community, member, poll)


def stop_url(*, community: int, member: int, poll: int) -> str:
    """Return the page at which one gets no more mails about it."""
    return mailed_url("stop_times_by_mail", STOP, community, member, poll)
