"""What one line of a mail, or a few together, are: told by the words of languages.py."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from .additions import (
    ABOVE_THIS_LINE,
    APOLOGIES,
    DEVICES,
    FOOTERS,
    MINE,
    SCANNERS,
    SHORT_DEVICES,
)
from .languages import LANGUAGES


def _all(field: str) -> tuple[str, ...]:
    words: Iterable[str] = chain.from_iterable(getattr(row, field) for row in LANGUAGES)
    return tuple(dict.fromkeys(words))


_ORIGINAL = frozenset(_all("original"))
_FORWARDED = frozenset(_all("forwarded"))
_SENT_FROM = _all("sent_from")
_SENT_FROM_END = _all("sent_from_end")
_SENT_BY = _all("sent_by")
_FROM_MINE = _all("from_mine")
# Scripts from here on do not set words apart, so what follows need not be looked for.
_FIRST_OF_THE_EAST = "\u2e80"
_LEGAL = tuple(row.legal for row in LANGUAGES if row.legal)


def _labels() -> dict[str, frozenset[str]]:
    """Return for each label of a quoted head what it can stand for."""
    kinds: dict[str, set[str]] = {}
    for kind in ("sender", "sent", "to", "subject"):
        for label in _all(kind):
            kinds.setdefault(label, set()).add(kind)
    return {label: frozenset(kind) for label, kind in kinds.items()}


_LABELS = _labels()
_LONGEST_LABEL = max(map(len, _LABELS))

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\([^()\s]{0,2000}\)")
_BRACKETED_LINK = re.compile(r"<(?:https?:|mailto:)[^<>\s]{0,2000}>")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)")
_CONTACT = re.compile(
    r"\S@\S|https?:|www\.|\(?\+?\d[\d ().-]{6,}\d|(?:^|\s)(?:tel|phone|fax|mob)\b"
)
_RULE_CHARACTERS = frozenset("-_=*~#‐‑–—─━ᐧ·• ")
DECORATION = " \t-_=*~#‐‑–—─━>|<[](){}:：.,;\"'"


def plain(line: str) -> str:
    """Return a line for comparing: lower case, no marks that one does not see, no bold stars."""
    line = line.replace("\xa0", " ").replace("&nbsp;", " ").replace("*", "")
    if not line.isascii():
        line = _INVISIBLE.sub("", line)
    return line.strip().lower()


def is_quoted(line: str) -> bool:
    return line.lstrip(" \t\xa0\u200b\ufeff").startswith(">")


def is_rule(line: str) -> bool:
    """Tell whether a line is drawn only: dashes, stars, underscores."""
    drawn = line.strip()
    return bool(drawn) and _RULE_CHARACTERS.issuperset(drawn)


def is_signature_mark(line: str) -> bool:
    """Tell whether a line is the usual "-- " over a signature, or what programs make of it."""
    return line.strip() in {"--", "—", "–", "- -", "ᐧ", "——", "――"}


def apologises(line: str) -> bool:
    """Tell whether a line below "Sent from my phone" belongs to it: "Please excuse typos."."""
    return len(line) <= 100 and any(word in plain(line) for word in APOLOGIES)


def asks_for_the_answer_above(line: str) -> bool:
    said = plain(line) if len(line) <= 200 else ""
    return any(words in said for words in ABOVE_THIS_LINE)


def divides(line: str) -> str:
    """Return "original" or "forwarded" for "-----Original Message-----" and the like, else ""."""
    if len(line) > 200:
        return ""
    said = plain(line)
    bare = said.strip(DECORATION)
    drawn = said.startswith(("--", "__", "==", "‐‐")) or line.lstrip().startswith("**")
    if bare in _FORWARDED or (drawn and _begins_with(bare, _FORWARDED)):
        return "forwarded"
    if bare in _ORIGINAL or (drawn and (bare == "original" or _begins_with(bare, _ORIGINAL))):
        return "original"
    return ""


def _begins_with(said: str, phrases: frozenset[str]) -> bool:
    return any(said.startswith(phrase) for phrase in phrases)


def names_a_device(line: str) -> bool:
    """Tell whether a line is "Sent from my phone", in any language, links and brackets apart."""
    if len(line) > 400:
        return False
    said = plain(_BRACKETED_LINK.sub("", _LINK.sub(r"\1", line))).strip(DECORATION)
    if not said or len(said) > 120:
        return False
    words = _WORD.findall(said)
    if said.startswith(_SENT_FROM):
        return (
            len(words) <= 4
            or not MINE.isdisjoint(words)
            or _names(DEVICES, words)
            or (len(words) <= 7 and _names(SHORT_DEVICES, words))
            or said[0] >= _FIRST_OF_THE_EAST
        )
    if said.startswith((*_SENT_BY, *_FROM_MINE)) or said.endswith(_SENT_FROM_END):
        return len(words) <= 12 and _names(DEVICES, words)
    return len(words) <= 3 and said.endswith((" from mobile", " via mobile"))


def _names(devices: tuple[str, ...], words: Iterable[str]) -> bool:
    return any(word.startswith(devices) for word in words)


def is_footer(paragraph: Sequence[str]) -> bool:
    """Tell whether a machine wrote this paragraph: a list's footer, a scanner's, a legal notice."""
    said = " ".join(plain(line) for line in paragraph)[:4000]
    if said.endswith("?"):
        # A machine asks nothing: this is somebody who wants to know how to leave the list.
        return False
    if said.lstrip(DECORATION).startswith(FOOTERS) or any(word in said for word in SCANNERS):
        return True
    return len(said) >= 80 and any(
        sum(phrase in said for phrase in phrases) >= 2 for phrases in _LEGAL
    )


def looks_like_a_signature(lines: Sequence[str], *, with_contact: bool = False) -> bool:
    """Tell whether a few short lines are a name and where to reach it, not sentences."""
    said = [line.strip() for line in lines[:40] if line.strip()]
    if not said or len(said) > 8 or len(lines) > 40 or any(len(line) > 90 for line in said):
        return False
    if any(_CONTACT.search(line.lower()) for line in said):
        return True
    return not with_contact and all(
        len(line) <= 45 and line[-1] not in ".?!:;" and line[0] not in "-*+#>0123456789`|"
        for line in said
    )


def head_end(lines: Sequence[str], start: int) -> int | None:
    """Return where a quoted mail's head ("From: … Sent: … Subject: …") that starts here ends.

    Four kinds of label make a head, or three of them with an address, or a day and an hour. Long
    lists of people go on over several lines.
    """
    kinds = label_kinds(lines[start], whole=True)
    if not kinds:
        return None
    found = {*kinds}
    row = last = start
    strays = 0
    while (row := row + 1) < min(len(lines), start + 24):
        line = lines[row]
        if is_quoted(line):
            break
        if not line.strip():
            following = lines[row + 1] if row + 1 < len(lines) else ""
            if not label_kinds(following):
                break
            continue
        if kinds := label_kinds(line):
            found |= kinds
            last, strays = row, 0
        elif (strays := strays + 1) > 3:
            break
        elif strays == row - last and len(found) >= 3:
            last = row
            strays = 0 if line[:1] in " \t" else strays
    head = " ".join(lines[start : last + 1])[:2000]
    # An announcement may also say from when to when, for whom and which day.
    enough = 3 if "@" in head or (_YEAR.search(head) and _CLOCK.search(head)) else 4
    return last + 1 if len(found) >= enough else None


def label_kinds(line: str, *, whole: bool = False) -> set[str]:
    """Return the kinds of label a line begins with; with `whole`, of a head put on one line too."""
    colon = line.find(":")
    if colon < 0:
        colon = line.find("：")
    if not 0 < colon <= _LONGEST_LABEL + 12:
        return set()
    first = _LABELS.get(plain(line[:colon]).strip(DECORATION))
    if first is None:
        return set()
    kinds = set(sorted(first)[:1])
    for piece in line[colon + 1 : 400].split(":", 12)[:-1] if whole else ():
        words = plain(piece[-30:]).split()
        for size in (1, 2):
            kinds |= _LABELS.get(" ".join(words[-size:]), frozenset())
    return kinds
