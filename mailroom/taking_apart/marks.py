"""Where labels stand in somebody's words, and whether one begins what he says of it."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

# "#A2", "# a2", "#A 2"; without its mark nothing may stand between letter and number.
_ONE = r"(?:#\s?[A-Za-z][ -]?\d{1,2}|[A-Za-z]\d{1,2})"
_AND = r"(?:[ \t]*[,&+/;][ \t]*|[ \t]+(?:and|y|e|und)[ \t]+|[ \t]+)"
_GROUP = re.compile(rf"(?<![\w#@/.:-])\(?{_ONE}(?:{_AND}{_ONE})*(?![\w@-])")
_LABEL = re.compile(r"(#?)\s?([A-Za-z])[ -]?(\d{1,2})")
_MARKED_NUMBER = re.compile(r"^\s*#\s?\d{1,2}\b", re.MULTILINE)
# What may stand between the beginning of a sentence and the label that it is about.
_LEAD_IN = re.compile(
    r"(?:^|(?<=[\n.!?;:…,]))[ \t]*(?:and |y |also |now )?"
    r"(?:for|about|on|re|regarding|as for|to|answer to|sobre|para|en cuanto a|respecto a|con respecto a"
    r"|acerca de|en|a)[ :]*(?:the |la |el )?$",
    re.IGNORECASE,
)
_REFERS = frozenset(
    [
        "in",
        "as",
        "like",
        "than",
        "see",
        "of",
        "at",
        "from",
        "with",
        "by",
        "per",
        "via",
        "que",
        "como",
        "en",
        "de",
        "a",
        "al",
        "por",
        "con",
        "segun",
        "según",
        "ver",
        "vea",
        "lee",
        "read",
        "said",
        "says",
        "dice",
        "igual",
        "the",
        "la",
        "el",
        "is",
        "es",
        "for",
        "about",
        "on",
        "to",
        "under",
        "para",
        "sobre",
    ]
)
_JOINS = frozenset(["and", "y", "e", "also", "&", "+", "pero", "but", "plus", "tambien", "también"])
_IS_ABOUT = re.compile(
    r"\s*(?:['’]s\b|is\b|are\b|was\b|were\b|has\b|says\b|es\b|son\b|está\b|dice\b)"
)
_PART_OFF = re.compile(r"\)?[ \t]*(?:[:)–—]|-+(?=\s)|,|\.(?=\s))")
# A line as long as this may have been broken by a mail program.
WRAPPED = 60


class Use(Enum):
    BEGINS = auto()
    """What follows is said of it."""
    ENDS = auto()
    """What stands before it in the sentence is said of it: "thanks for #A2"."""
    UNCLEAR = auto()


@dataclass(frozen=True)
class Mark:
    """One label or several together, and where the words about them begin or end."""

    labels: tuple[str, ...]
    use: Use
    start: int
    """Where they begin, with what leads up to them."""
    stop: int
    text: str
    """As it was written."""


def marks_in(
    text: str, known: Collection[str], is_act: Callable[[str, str], bool]
) -> Iterator[Mark]:
    """Yield the marks of a text in their order; a label in passing that nobody gave out is none.

    `is_act` says of a label and words whether they are nothing but acts.
    """
    end = 0
    begun = False
    for found in _GROUP.finditer(text):
        signs = [sign for sign, _letter, _number in _LABEL.findall(found[0])]
        labels = tuple(
            dict.fromkeys(
                f"{letter.upper()}{number}" for _s, letter, number in _LABEL.findall(found[0])
            )
        )
        marked, named = any(signs), all(label in known for label in labels)
        parted = _PART_OFF.match(text, found.end())
        place = _place(text[: found.start()], parted=bool(parted))
        if not marked and not named and not (place == "line" and parted and len(labels) == 1):
            continue
        start = _start(text, found.start())
        clause = _clause(text, end, found.start(), after_mark=begun)
        if named and clause and _ends(text, found.end()) and is_act(labels[0], clause):
            use, start = Use.ENDS, found.start() - len(clause)
        elif not named:
            use = Use.UNCLEAR
        else:
            use = _use(text, found.end(), place, marked=marked, parted=bool(parted), begun=begun)
            said = re.split(r"[.!?;](?:\s|$)|\n", text[found.end() :], maxsplit=1)[0]
            if place == "sentence" and is_act(labels[0], said):
                use = Use.BEGINS
        yield Mark(
            labels, use, start, parted.end() if parted else found.end(), found[0].strip("( ")
        )
        end, begun = found.end(), True


def has_marked_number(text: str) -> bool:
    """Return whether a line begins with a label that lost its letter: "#2"."""
    return bool(_MARKED_NUMBER.search(text))


def _place(before: str, *, parted: bool) -> str:
    """Return in a word what stands before a label."""
    same_line = before.rstrip(" \t(")
    if not same_line:
        return "line"
    if same_line.endswith("\n"):
        above = same_line[:-1].rsplit("\n", 1)[-1].rstrip()
        last = re.split(r"\s+", above)[-1].lower()
        if len(above) < WRAPPED or above[-1] in ".!?:;…" or (parted and last not in _REFERS):
            return "line"
        same_line = same_line.rstrip()
    if _LEAD_IN.search(before):
        return "lead"
    return _after(re.split(r"\s+", same_line)[-1].lower())


def _after(word: str) -> str:
    """Return in a word what a label stands behind, that stands in the middle of a line."""
    if word[-1] in ".!?;…":
        return "sentence"
    if word in _JOINS or word[-1] == ",":
        return "joined"
    return "refers" if word[-1] == ":" or word.strip("¿¡\"'") in _REFERS else "bare"


def _use(text: str, stop: int, place: str, *, marked: bool, parted: bool, begun: bool) -> Use:
    if place == "refers" or re.match(r"['’]", text[stop:]):
        return Use.UNCLEAR
    if begun and not parted and _IS_ABOUT.match(text, stop):
        return Use.UNCLEAR
    if marked or place == "line":
        return Use.BEGINS
    return Use.BEGINS if parted and place in {"lead", "sentence"} else Use.UNCLEAR


def _start(text: str, at: int) -> int:
    lead = _LEAD_IN.search(text, 0, at) if "\n" not in text[max(0, at - 1) : at] else None
    return lead.start() if lead else at


def _clause(text: str, end: int, at: int, *, after_mark: bool) -> str:
    """Return the words of the same sentence before a label; empty if they follow another label."""
    begins = [found.end() for found in re.finditer(r"[.!?;]\s+|\n", text[:at])]
    begin = begins[-1] if begins else 0
    if after_mark and begin < end:
        return ""
    return text[begin:at]


def _ends(text: str, stop: int) -> bool:
    return bool(re.match(r"\)?[ \t]*(?:[.!]+(?:\s|$)|\n|$)", text[stop:]))
