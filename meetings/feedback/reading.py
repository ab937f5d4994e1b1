"""What somebody answers in plain words to the mail that asks how a meeting was."""

import re
from dataclasses import dataclass

from meetings.models import Worth

_WORDS = {
    Worth.YES: ("yes", "sí", "si"),
    Worth.PARTLY: ("in part", "partly", "en parte"),
    Worth.NO: ("no",),
}
# The word stands by itself: "No, it was too long", and not "No problem".
_BEGINS = re.compile(
    rf"({'|'.join(word for words in _WORDS.values() for word in words)})[ \t]*(?:[,.;:!\n–—]+|\Z)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidByMail:
    """`worth` is None where the mail does not begin with an answer; `words` is what is left."""

    worth: Worth | None
    words: str


def read_feedback(text: str) -> SaidByMail:
    """Return the answer that a mail begins with, and what else it says; nothing is guessed."""
    text = text.strip()
    begins = _BEGINS.match(text)
    if begins is None:
        return SaidByMail(None, text)
    word = begins[1].lower()
    worth = next(worth for worth, words in _WORDS.items() if word in words)
    return SaidByMail(worth, text[begins.end() :].strip())
