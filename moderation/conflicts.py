"""Two people who act at once: one result, and a sentence for who came second."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


class AlreadyDoneError(Exception):
    """Somebody did this a moment ago; the message is a sentence for the person who came second."""


@contextmanager
def second_is_told(request: HttpRequest) -> Iterator[None]:
    """Let who came second read, on the next page, that somebody was first."""
    try:
        yield
    except AlreadyDoneError as conflict:
        messages.info(request, str(conflict))
