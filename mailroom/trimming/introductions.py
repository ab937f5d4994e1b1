"""The line that says whose words come next: "On Monday, February 1, 2016, Ana wrote:".

No form of any program is written down here: such a line says when, or gives an address, and has
a word for writing, or a colon, at its end. It is looked for over at most SPAN lines and LONGEST
characters, so a mail takes time in proportion to its length, whatever is in it.
"""

import re
from collections.abc import Iterator, Sequence

from .languages import LANGUAGES
from .lines import DECORATION, is_quoted, plain

SPAN = 6
"""Lines over which a mail program may wrap its "On …, … wrote:"."""
LONGEST = 400
"""Characters of one such line put together again."""

# Without spaces between words a verb is found as a piece of text, elsewhere as a word.
_SPACELESS = ("zh", "ja", "ko")
_WROTE = frozenset(
    word.rpartition(" ")[2] for row in LANGUAGES if row.code not in _SPACELESS for word in row.wrote
)
_WROTE_WITHIN = tuple(word for row in LANGUAGES if row.code in _SPACELESS for word in row.wrote)
# First words of "On Monday …": a line of them alone may be the beginning of a wrapped one.
_OPENINGS = frozenset(
    {
        "on",
        "at",
        "in",
        "le",
        "el",
        "am",
        "op",
        "den",
        "em",
        "no",
        "il",
        "dia",
        "w",
        "dne",
        "dnia",
        "dňa",
        "a",
        "på",
        "pe",
        "vào",
        "në",
        "la",
        "pada",
        "dana",
        "στις",
        "בתאריך",
        "في",
        "在",
        "於",
        "于",
    }
)

_WORD = re.compile(r"[^\W\d_]+")
_TIME = re.compile(r"\d{1,2} ?[:.h] ?\d{2}(?!\d)|\d{1,2} ?(?:am|pm|a\. ?m\.|p\. ?m\.)")
_DATE = re.compile(
    r"(?<!\d)(?:"
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})"
    r"|(?:19|20)\d\d[^\w\s]{0,2} ?\d{1,2}[./-]? ?\d{1,2}"
    r"|\d{1,2}[^\d\n]{1,24}(?:19|20)\d\d"
    r")(?!\d)"
    r"|(?:19|20)\d\d[年년]"
)
_BRACKETED_ADDRESS = re.compile(r"[<\[(] ?[^<>\s]{1,200}@[^<>\s]{1,200} ?[>\])]|&lt;")
# The end of a sentence: inside an introduction only abbreviations end with a full stop.
_SENTENCE_END = re.compile(r"(?:[!?…]|\.\.|[^\W\d_]{5}\.)(?: |$)")


def attribution_end(lines: Sequence[str], start: int) -> int | None:
    """Return where "On …, … wrote:" that starts at this line ends, None if it is none.

    It may be wrapped anywhere, even so that a line begins with the ">" of an address.
    """
    if not may_begin_an_attribution(lines[start]):
        return None
    for joined, row in _put_together(lines, start):
        if joined.count("<") > joined.count(">") or not _may_end(joined):
            if _ends_a_sentence(joined):
                break
        elif end := _introduction_end(lines, joined, row):
            return None if _begins_below(lines, start, end) else end
        elif joined[-1] in ":：":
            break
    return None


def _put_together(lines: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    """Yield the first line, the first two, three … as one each, and the row of the last."""
    joined = ""
    for row in range(start, min(start + SPAN, len(lines))):
        line = lines[row].strip()
        if not line:
            if _goes_on_below_a_blank_line(joined, _line_at(lines, row + 1)):
                continue
            return
        if row > start and line.startswith(">") and joined.count("<") <= joined.count(">"):
            return
        joined = f"{joined} {line}" if joined else line
        if len(joined) > LONGEST:
            return
        yield joined, row


def _goes_on_below_a_blank_line(joined: str, below: str) -> bool:
    """Tell whether a blank line stands inside: round the address, or before the "wrote:"."""
    if below.startswith("<") or joined.count("<") > joined.count(">"):
        return True
    return len(below) <= 25 and below.endswith((":", "：")) and _wrote(below.lower()) is not None


def _introduction_end(lines: Sequence[str], joined: str, row: int) -> int | None:
    """Return where what was put together up to this row ends as an introduction, if it is one.

    The colon may have been wrapped to the next line, alone or with some words.
    """
    below = _line_at(lines, row + 1)
    if joined[-1] not in ":：" and below.endswith((":", "：")):
        longer = f"{joined} {below}"
        if len(below) <= 80 and _introduces(longer, quote_follows=_quote_below(lines, row + 2)):
            return row + 2
    if _introduces(joined, quote_follows=_quote_below(lines, row + 1)):
        return row + 1
    return None


def _begins_below(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the first line is a sentence of the writer's, over a whole introduction."""
    if end == start + 1 or _opens(plain(lines[start])) or _DATE.search(lines[start]):
        return False
    quote_follows = _quote_below(lines, end)
    for row in range(start + 1, end):
        joined = " ".join(line.strip() for line in lines[row:end])
        if (
            not joined.startswith("<")
            and joined.count("<") == joined.count(">")
            and may_begin_an_attribution(lines[row])
            and _introduces(joined, quote_follows=quote_follows)
        ):
            return True
    return False


def _line_at(lines: Sequence[str], row: int) -> str:
    return lines[row].strip() if row < len(lines) else ""


def _ends_a_sentence(text: str) -> bool:
    return any(
        found.end() == len(text) or text[found.end()].isupper()
        for found in _SENTENCE_END.finditer(text)
    )


def _quote_below(lines: Sequence[str], row: int) -> bool:
    for line in lines[row : row + 3]:
        if line.strip():
            return is_quoted(line)
    return False


def may_begin_an_attribution(line: str) -> bool:
    """Tell, quickly, whether it is worth the while to put this line and the next ones together."""
    if len(line) > LONGEST:
        return False
    said = plain(line).lstrip(DECORATION)
    if not said:
        return False
    if "@" in said or said[0].isdigit():
        return True
    opening = said.split(None, 1)[0].rstrip(".,")
    opens = opening in _OPENINGS or said[0] in _OPENINGS
    if (opens or len(opening) <= 4) and any(sign.isdigit() for sign in said[:60]):
        return True
    return (opens and len(said) <= 30) or _wrote(said) is not None or _dated_opening(said)


def _dated_opening(said: str) -> bool:
    """Tell whether a day or a month comes first, as in "Monday, February 1, 2016 …"."""
    head = said[:40]
    digit = next((at for at, sign in enumerate(head) if sign.isdigit()), None)
    return digit is not None and len(head[:digit].split()) <= 2


def _may_end(joined: str) -> bool:
    return joined[-1] in ":：>" or joined[-1] in "-—_*" or _wrote(joined[-24:].lower()) is not None


def _wrote(said: str) -> int | None:
    """Return where the last word for writing ends, None without one."""
    end = None
    for word in _WORD.finditer(said):
        if word.group() in _WROTE:
            end = word.end()
    if not said.isascii():
        for words in _WROTE_WITHIN:
            if (at := said.rfind(words)) >= 0:
                end = max(end or 0, at + len(words))
    return end


def _introduces(joined: str, *, quote_follows: bool) -> bool:
    """Tell whether a line put together again introduces somebody's mail."""
    return not _ends_a_sentence(joined) and _says_who(
        plain(joined).strip(" \t-_=~#‐–—"), quote_follows=quote_follows
    )


def _says_who(said: str, *, quote_follows: bool) -> bool:
    """Tell whether words introduce somebody's mail.

    Without an address or a quote below it, it has to say when, and to begin with that.
    """
    address = _BRACKETED_ADDRESS.search(said) is not None
    dated = _DATE.search(said) is not None
    timed = _TIME.search(said) is not None
    wrote = _wrote(said)
    if dated and timed and quote_follows and said.endswith((":", "：")):
        return True
    if wrote is None:
        # People give addresses too, but not in angle brackets.
        return (
            address
            and "<" in said
            and _introduces_without_verb(
                said, dated=dated, timed=timed, quote_follows=quote_follows
            )
        )
    # Some programs put the ending of the other sex in brackets behind the verb.
    wrote_last = len(said[wrote:].strip(" :：()/")) <= 3
    if not (wrote_last or said.endswith((":", "："))):
        return False
    if quote_follows:
        return dated or timed or address or (wrote_last and len(said) <= 120)
    if address:
        return dated or timed or wrote_last
    return dated and (timed or _opens(said) or _dated_opening(said))


def _introduces_without_verb(said: str, *, dated: bool, timed: bool, quote_follows: bool) -> bool:
    """Tell whether "2016-02-01 4:58 GMT-06:00 Ana <address>:", or such a line, introduces."""
    if said.endswith((":", "：")) and (quote_follows or dated or timed):
        return quote_follows or _dated_opening(said) or said[0] == "<" or _opens(said)
    return dated and said[0].isdigit() and said[-1] in ">:："


def _opens(said: str) -> bool:
    return said.split(None, 1)[0] in _OPENINGS or said[0] in _OPENINGS
