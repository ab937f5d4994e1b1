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
    words = _UNFIT.sub("_", on_one_line(last)).strip(". ")
    ending = ending_of(words)
    return (words[: -len(ending)] if ending else words)[: MAX_LENGTH - len(ending)] + ending or (
        "file"
    )


def on_one_line(text: str) -> str:
    """Return what somebody calls a thing, on one line and without characters that nobody sees."""
    return " ".join("".join(" " if c.isspace() else c for c in text if _is_seen(c)).split())


def name_called(label: str, name: str) -> str:
    """Return the name of a file that people call otherwise, with the ending that it has."""
    ending = ending_of(name)
    # A slash stands between words here; in a name it would begin a folder.
    words = safe_name(re.sub(r"\s*[/\\]\s*", "-", label)) if on_one_line(label) else ""
    if not words:
        return name
    if words.lower().endswith(ending):
        return words
    return f"{words[: MAX_LENGTH - len(ending)]}{ending}"


def is_key(text: str) -> bool:
    """Return whether this can be the key of a file: 128 bits in hexadecimal."""
    return re.fullmatch(r"[0-9a-f]{32}", text) is not None


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
