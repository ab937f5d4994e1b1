"""Numbers that an address, a form or a mail names."""

import re

# Nine digits fit every column of numbers.
_NUMBER = re.compile(r"[0-9]{1,9}")


def number_in(text: str | int | None) -> int:
    """Return the number that is written there; 0 for anything else, also for one that is too long."""
    return int(text) if text is not None and _NUMBER.fullmatch(str(text)) else 0
