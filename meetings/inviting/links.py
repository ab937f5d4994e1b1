"""The links of mails about meetings: each for one person and one act."""

from meetings.mailed_links import mailed_url
from meetings.models import Answer

LATE = "late"
SAID = (*Answer.values, LATE)
STOP = "meeting-stop"
FILE = "meeting-file"


def answer_url(said: str, *, community: int, member: int, series: int, meeting: int = 0) -> str:
    """Return the page with one button that says this, of one meeting or (0) of the whole series."""
    return mailed_url(
        "answer_by_mail", answer_act(said), community, member, series, meeting, said=said
    )


def answer_act(said: str) -> str:
    """Return what a link is signed for that says this."""
    return f"meeting.{said}"


def stop_url(*, community: int, member: int, series: int) -> str:
    """Return the page at which one is not invited to a series any more."""
    return mailed_url("stop_by_mail", STOP, community, member, series)


def file_url(*, community: int, member: int, file: int) -> str:
    """Return where one person opens a file beside a series, as long as he sees that."""
    return mailed_url("file_by_mail", FILE, community, member, file)
