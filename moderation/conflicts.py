"""Two people who act at once: one result, and a sentence for who came second."""


class AlreadyDoneError(Exception):
    """Somebody did this a moment ago; the message is a sentence for the person who came second."""
