"""Where labels stand in somebody's words, and whether one begins what he says of it."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .politeness import is_farewell

# "#A2", "# a2", "#A 2"; without its mark nothing may stand between letter and number.
_ONE = r"(?:#\s?[A-Za-z][ -]?\d{1,2}|[A-Za-z]\d{1,2})"
_AND = r"(?:[ \t]*[,&+/;][ \t]*|[ \t]+(?:and|y|e|und)(?: (?:for|to|on|por|a))?(?: (?:the|la|el))?[ \t]+|[ \t]+)"
_GROUP = re.compile(rf"(?<![\w#@/.:-])\(?{_ONE}(?:{_AND}{_ONE})*(?![\w@-])")
_LABEL = re.compile(r"(#?)\s?([A-Za-z])[ -]?(\d{1,2})")
# Labels that lost their letter or number: "#2", "#Al", "#1A".
_MARKED_NUMBER = re.compile(
    r"^[ \t(]*#\s?(?:\d{1,2}[A-Za-z]?|[A-Za-z][lIiOo]?)\b(?![ -]?\d)", re.MULTILINE
)
# Labels as they are mistyped: "#B2our", "b 2 our", "a 1: ours". "A 2 year old" is none.
_MISTYPED = re.compile(
    r"#\s?([A-Za-z])(\d{1,2})(?=[^\W\d_])"
    r"|^[ \t]*(?![AEIOUYaeiouy])([A-Za-z])[ \t](\d{1,2})\b|^[ \t]*([A-Za-z])[ \t](\d{1,2})[ \t]*[:)–—-]",
    re.MULTILINE,
)
# What may stand between the beginning of a sentence and the label that it is about.
_LEAD_IN = re.compile(
    r"(?:^|(?<=[\n.!?;:…,]))[ \t]*(?:and |y |also |now )?"
    r"(?:for|about|on|re|regarding|concerning|as for|as to|with regards? to|to|(?:in |my )?answer to"
    r"|in response to|sobre|para|en cuanto al?|(?:con )?respecto (?:al?|del?)|(?:con|en) relaci[oó]n (?:con|al?)"
    r"|referente al?|(?:mi |en )?respuesta al?|acerca del?|en|al?)[ :]*(?:the |la |el )?"
    r"(?:(?:item|number|question|point|punto|número|numero|tema|pregunta|inciso) )?$",
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
# A line that ends with one of these goes on in the next, however short it is.
_GOES_ON = frozenset(
    ["in", "of", "at", "with", "the", "en", "de", "del", "la", "el", "al", "con", "un", "una"]
)
# "As I said about #A2", "como dije en la #B1": another thing is spoken of in passing.
_IN_PASSING = re.compile(
    r"\b(?:(?:as|like|what) (?:i|we|you) (?:already |also )?"
    r"(?:said|wrote|mentioned|explained|asked|answered|told you)(?: (?:in|under|about|on|for))?(?: the)?"
    r"|(?:como|lo que) (?:(?:ya|les|le|te|lo) )*"
    r"(?:dije|dec[ií]a|escrib[ií]|puse|coment[eé]|cont[eé]|mencion[eé]|expliqu[eé]|pregunt[eé]|respond[ií])"
    r"(?: (?:en|sobre|de|a))?(?: (?:la|el|lo de(?: la)?))?)\s+$",
    re.IGNORECASE,
)
# What has a letter and a number of its own: "room B1", "nivel A2", "A4 paper" needs none.
_NUMBERED = frozenset(
    [
        "room",
        "rooms",
        "classroom",
        "salón",
        "salon",
        "aula",
        "edificio",
        "building",
        "apartment",
        "apt",
        "level",
        "nivel",
        "vitamin",
        "vitamina",
    ]
)
_JOINS = frozenset(["and", "y", "e", "also", "&", "+", "pero", "but", "plus", "tambien", "también"])
_IS_ABOUT = re.compile(
    r"\s*(?:['’]s\b|is\b|are\b|was\b|were\b|has\b|says\b|es\b|son\b|está\b|dice\b)"
)
_PART_OFF = re.compile(r"[*)\]]*[ \t]*(?P<sign>[:)\]–—=→]|\. ?-+|-+>?(?=\s)|,|\.(?=\s))[*]*")
_POSTSCRIPT = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:p\.? ?[sd]|posdata|postdata)\b[ .:,–—-]*$", re.IGNORECASE
)
# What may stand behind a label in the middle of a sentence, or at its end.
_GOES_ON_BEHIND = frozenset(["", ",", "."])
# What a line of a list or in bold letters begins with.
_BULLETS = "*•·–—-"
_OPENS = f" \t([{_BULLETS}"
_NUMBERED_LINE = re.compile(r"(?:^|(?<=\n))[ \t]*\d{1,2}[.)][ \t]*$")
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
    end = stop = 0
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
        sign = parted["sign"] if parted else ""
        place = _place(text[: found.start()], sign=sign)
        if not marked and not named and not (place == "line" and parted and len(labels) == 1):
            continue
        if begun and _is_in_passing(text, stop, found.start(), sign):
            continue
        if not marked and place == "numbered" and sign in _GOES_ON_BEHIND:
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
            if _may_begin(text, found.start(), place, said) and is_act(labels[0], said):
                use = Use.BEGINS
        stop = parted.end() if parted else found.end() + _closing(text, found.end())
        yield Mark(labels, use, start, stop, found[0].strip("( "))
        end, begun = found.end(), True


def has_marked_number(text: str) -> bool:
    """Return whether a line begins with a label that lost its letter: "#2"."""
    return bool(_MARKED_NUMBER.search(text))


def mistyped_label(text: str, known: Collection[str]) -> str:
    """Return what may be a label and is not written as one; empty for none."""
    for found in _MISTYPED.finditer(text):
        label = "".join(part for part in found.groups() if part).upper()
        if label in known:
            return found[0].strip()
    return ""


def _may_begin(text: str, at: int, place: str, said: str) -> bool:
    """Return whether a label begins something here if nothing but acts are said behind it."""
    if place in {"sentence", "lead"}:
        return True
    # Thanks at the end of a line may be a farewell.
    return place == "bare" and (text[:at].endswith("\n") or not is_farewell(said))


def _is_in_passing(text: str, stop: int, at: int, sign: str) -> bool:
    """Return whether a label is only spoken of, in words that are said of the one before it."""
    begins = max(stop, at - 80)
    found = None if sign not in _GOES_ON_BEHIND else _IN_PASSING.search(text[begins:at])
    if found is None:
        return False
    above = text[stop : begins + found.start()]
    sentence = re.split(r"[.!?;:]\s|\n", above)[-1]
    # At the beginning of a new sentence it may be what that is about.
    return not above.strip() or len(sentence.split()) > 1


def _closing(text: str, at: int) -> int:
    """Return how many signs close a label, such as the stars of bold letters."""
    return len(text[at : at + 3]) - len(text[at : at + 3].lstrip("*)]"))


def _place(before: str, *, sign: str) -> str:
    """Return in a word what stands before a label; `sign` is what parts it from what follows."""
    same_line = before.rstrip(" \t([*")
    opened = _NUMBERED_LINE.sub("", before.rstrip(_OPENS))
    if not opened or (opened.endswith("\n") and opened != before.rstrip(" \t([")):
        return "line"
    if same_line.endswith("\n"):
        above = same_line[:-1].rsplit("\n", 1)[-1].rstrip()
        last = re.split(r"\s+", above)[-1].lower()
        goes_on = sign in _GOES_ON_BEHIND
        if last in _NUMBERED and goes_on:
            return "refers"
        if len(above) < WRAPPED and not (last in _GOES_ON and goes_on):
            return "line"
        if not above or above[-1] in ".!?:;…" or (sign and last not in _REFERS):
            return "line"
        same_line = same_line.rstrip()
    if _LEAD_IN.search(before) or _POSTSCRIPT.search(before):
        return "lead"
    return _after(re.split(r"\s+", same_line)[-1].lower())


def _after(word: str) -> str:
    """Return in a word what a label stands behind, that stands in the middle of a line."""
    if word[-1] in ".!?;…":
        return "sentence"
    if word in _JOINS or word[-1] == ",":
        return "joined"
    if word in _NUMBERED:
        return "numbered"
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
    line = text.rfind("\n", 0, at) + 1
    if line == at or not _NUMBERED_LINE.sub("", text[line:at].strip(_OPENS)):
        return line
    lead = _LEAD_IN.search(text, 0, at) or _POSTSCRIPT.search(text, 0, at)
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
