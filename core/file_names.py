"""Names of files that people send, fit for a page, a header and a folder of theirs."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.template.defaultfilters import filesizeformat

MAX_LENGTH = 120

# What Windows takes in no name, and what stands for a path.
_UNFIT = re.compile(r'[<>:"|?*]+')


def safe_name(name: str) -> str:
    """Return the last part of a name without what could mislead or do harm; "file" if nothing stays.

    Control characters go, those that turn the direction of writing too: they make "txt.exe" of
    "exe.txt". A name that is too long is cut before its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if c.isspace() else c for c in last if _is_seen(c))
    words = " ".join(_UNFIT.sub("_", seen).split()).strip(". ")
    ending = ending_of(words)
    return (words[: -len(ending)] if ending else words)[: MAX_LENGTH - len(ending)] + ending or (
        "file"
    )


def ending_of(name: str) -> str:
    """Return ".pdf" of "Plan.PDF"; empty where there is none, or none that a program knows."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""


def with_ending(name: str, ending: str) -> str:
    """Return the name with another ending, or with one."""
    old = ending_of(name)
    return (name[: -len(old)] if old else name) + ending


def kind_words(name: str, size: int) -> str:
    """Return "PDF · 1.2 MB", in the reader's language."""
    return f"{ending_of(name)[1:].upper()} · {filesizeformat(size)}"


def _is_seen(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")
