"""A mail that somebody passes on: what he wrote above it, and the mail as a quotation."""

import re

# What programs put before the subject, in the languages of mailroom.trimming.
_MARK = re.compile(
    r"\s*(?:fwd?|rv|reenv|tr|enc|wg|i|doorst|vs|vb|pd|p\u0434|\u043f\u0435\u0440|\u8f6c\u53d1|\u8f49\u5bc4)"
    r"\s*[:\uff1a]\s*",
    re.IGNORECASE,
)


def is_forward(subject: str) -> bool:
    """Return whether a subject says that a mail is passed on, as "Fwd: Buses" and "RV: Buses" do."""
    return _MARK.match(subject) is not None


def own_subject(subject: str) -> str:
    """Return the subject without what says that it is passed on."""
    return _MARK.sub("", subject, count=1)


def with_forwarded(written: str, forwarded: str) -> str:
    """Return what was written with the mail that was passed on, as a quotation below it."""
    quoted = "\n".join(f"> {line}".rstrip() for line in forwarded.split("\n"))
    return f"{written}\n\n{quoted}".strip()
