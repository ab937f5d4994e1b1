"""A post that may not be made now: the sentence that says why, and when to try again."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format


class PostRefusedError(Exception):
    """The message is a sentence for the person; what was typed is to be kept."""

    def __init__(self, sentence: str, *, status: int = 403, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        # 403: not at all; 429: not yet (RFC 6585), and then in how many seconds.
        self.status = status
        self.retry_after = retry_after


def not_yet(sentence: str, again: datetime, **values: object) -> PostRefusedError:
    """Return the refusal that says with %(time)s from when on it may be made."""
    # Said in whole minutes, and then it is so.
    moment = timezone.localtime(again + timedelta(seconds=59))
    time = date_format(moment, "TIME_FORMAT")
    if moment.date() != timezone.localdate():
        time = date_format(moment, "DATETIME_FORMAT")
    seconds = max(1, int((again - timezone.now()).total_seconds()) + 1)
    return PostRefusedError(sentence % {**values, "time": time}, status=429, retry_after=seconds)
