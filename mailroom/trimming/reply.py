"""A reply taken apart, by rules that look at what stands above and below.

- What an introduction ("On …, … wrote:", a quoted head, "-----Original Message-----") stands over
  goes with it: the ">" lines below it, or all the rest where nothing is marked by ">".
- Answers between quoted lines stay, and so do the lines they answer.
- A quotation that nothing introduces was put there by the writer: it stays if he says something
  below it.
- From a signature's mark on, the rest goes; a line that names a device goes by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .introductions import attribution_end, may_begin_an_attribution
from .lines import (
    apologises,
    asks_for_the_answer_above,
    divides,
    head_end,
    is_footer,
    is_quoted,
    is_rule,
    is_signature_mark,
    label_kinds,
    looks_like_a_signature,
    names_a_device,
)

SIGNATURE_LINES = 15
"""Lines under a "--" without its blank that may still be a signature."""
LINES = 3_000
"""Lines that are read; what comes after them is cut. The longest mails of people have hundreds."""
PROBES = 300
"""Lines that are looked at closely for each thing: a person's mail never has as many that need it,
and one made to waste our time gets no more of it."""
TAILS = 100
"""Times that the lines below a drawn one are looked at."""


_LINE_DRAWN = frozenset("-_=‐–—─━")


@dataclass(frozen=True)
class Trimmed:
    written: str
    """What the person wrote; empty if there is nothing but quotation."""
    cut: str
    """All other lines, in their order."""
    forwarded: str = ""
    """The mail of somebody else that was passed on, with its head; empty if there is none."""


class Kind(Enum):
    BLANK = auto()
    OWN = auto()
    QUOTE = auto()
    LEAD = auto()
    CUT = auto()


@dataclass(frozen=True)
class Run:
    """Lines of one kind, with the blank ones between them."""

    kind: Kind
    start: int
    stop: int


def trim(text: str, *, is_forward: bool = False) -> Trimmed:
    """Return a mail's text parted into what was written and what was cut; every line is in one.

    `is_forward`: its subject says so. Not every program says it above the mail that is passed on.
    """
    *lines, unread = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", LINES)
    if len(lines) < LINES:
        lines, unread = [*lines, unread], ""
    reading = _Reading(lines, is_forward=is_forward)
    kept = _kept_rows(lines, reading.kinds, reading.last_lead)
    written = "\n".join(_with_gaps(lines, kept))
    cut = "\n".join([*(line for row, line in enumerate(lines) if not kept[row]), unread])
    start = reading.forwarded_from
    forwarded = "" if start is None else "\n".join([*lines[start:], unread]).strip("\n")
    return Trimmed(written.rstrip(), cut.strip("\n"), forwarded=forwarded)


class _Reading:
    """The kind of every line, told from the top down."""

    def __init__(self, lines: Sequence[str], *, is_forward: bool) -> None:
        self.lines = lines
        self._is_forward = is_forward
        self.forwarded_from: int | None = None
        self.last_lead = -1
        self.kinds: list[Kind] = []
        self._fenced = _fenced_rows(lines)
        self._left = {"attribution": PROBES, "head": PROBES, "device": PROBES, "tail": TAILS}
        while len(self.kinds) < len(lines):
            self._read_on()

    def _read_on(self) -> None:
        row = len(self.kinds)
        line = self.lines[row]
        if row in self._fenced:
            self._take(Kind.OWN)
        elif not line.strip():
            self._take(Kind.BLANK)
        elif is_quoted(line):
            self._take(Kind.QUOTE)
        elif end := self._lead_end(row):
            self._take_lead(row, end)
        elif self._ends_what_is_his(row):
            self._take(Kind.CUT, len(self.lines))
        elif is_rule(line) and not self._tail(row, most=1):
            self._take(Kind.CUT)
        elif self._is_device(row):
            # "Please excuse typos." goes with it.
            self._take(Kind.CUT, row + 1 + apologises(self._line_at(row + 1)))
        elif self._is_wrapped_quote(row):
            self._take(Kind.QUOTE)
        else:
            self._take(Kind.OWN)

    def _take(self, kind: Kind, end: int | None = None) -> None:
        self.kinds += [kind] * ((end or len(self.kinds) + 1) - len(self.kinds))

    def _spend(self, what: str) -> bool:
        self._left[what] -= 1
        return self._left[what] >= 0

    def _lead_end(self, row: int) -> int | None:
        """Return where an introduction to quoted lines that starts at this row ends."""
        line = self.lines[row]
        if len(line) <= 200 and (divided := divides(line)):
            if divided == "forwarded" and self.forwarded_from is None:
                self.forwarded_from = row
            following = _next_text(self.lines, row + 1)
            return (following is not None and head_end(self.lines, following)) or row + 1
        if label_kinds(line) and self._spend("head") and (end := head_end(self.lines, row)):
            return end
        if may_begin_an_attribution(line) and self._spend("attribution"):
            return attribution_end(self.lines, row)
        return None

    def _take_lead(self, row: int, end: int) -> None:
        self.last_lead = row
        above = any(kind is not Kind.BLANK for kind in self.kinds)
        if self.lines[row].lstrip().startswith("<") and self.kinds and self.kinds[-1] is Kind.OWN:
            # The name of the address was wrapped to the line above.
            self.kinds[-1] = Kind.LEAD
        following = _next_text(self.lines, end)
        if following is not None and is_quoted(self.lines[following]):
            self._take(Kind.LEAD, end)
        elif above or attribution_end(self.lines, row) is None:
            # Programs that put a head over a mail take the answer above it.
            if self._is_forward and self.forwarded_from is None:
                self.forwarded_from = row
            self._take(Kind.CUT, len(self.lines))
        else:
            # Nothing stands above "… wrote:" and nothing below is marked: the answer is there.
            self._take(Kind.LEAD, end)

    def _ends_what_is_his(self, row: int) -> bool:
        line = self.lines[row]
        if is_signature_mark(line):
            if line.startswith("-- "):
                return True
            return len(self._tail(row, most=SIGNATURE_LINES + 1)) <= SIGNATURE_LINES
        if asks_for_the_answer_above(line):
            return True
        return is_rule(line) and self._is_end_rule(row)

    def _is_end_rule(self, row: int) -> bool:
        drawn = self.lines[row].strip()
        if drawn.startswith("_" * 20):
            return True
        tail = self._tail(row, most=12)
        blank_above = row == 0 or not self.lines[row - 1].strip()
        if not tail:
            return False
        # Stars and the like also part the paragraphs of one text.
        if looks_like_a_signature(tail, with_contact=drawn[:2] not in {"--", "__", "—", "––"}):
            return blank_above or any("@" in line for line in tail)
        longer_than_markdown = 4 if _LINE_DRAWN.issuperset(drawn) else 10
        return blank_above and len(drawn) >= longer_than_markdown and len(tail) <= 8

    def _tail(self, row: int, *, most: int) -> list[str]:
        """Return up to `most` lines with text below a row, as far as nothing quoted comes."""
        found: list[str] = []
        left = self._spend("tail")
        for at in range(row + 1, min(len(self.lines), row + 4 * most) if left else 0):
            line = self.lines[at]
            if not line.strip():
                continue
            if (
                len(found) == most
                or is_quoted(line)
                or divides(line)
                or head_end(self.lines, at)
                or attribution_end(self.lines, at)
            ):
                break
            found.append(line)
        return found if left else [self.lines[row]] * most

    def _is_device(self, row: int) -> bool:
        if not (names_a_device(self.lines[row]) and self._spend("device")):
            return False
        below = self._line_at(row + 1)
        return (
            apologises(below)
            or not below.strip()
            or is_quoted(below)
            or is_rule(below)
            or names_a_device(below)
            or bool(attribution_end(self.lines, row + 1))
            or bool(head_end(self.lines, row + 1))
        )

    def _line_at(self, row: int) -> str:
        return self.lines[row] if row < len(self.lines) else ""

    def _is_wrapped_quote(self, row: int) -> bool:
        """Tell whether a line is the end of the quoted one above, which a program wrapped."""
        if not 0 < row < len(self.lines) - 1 or not is_quoted(self.lines[row + 1]):
            return False
        above, line = self.lines[row - 1], self.lines[row].lstrip()
        return is_quoted(above) and len(above) >= 65 > len(line) and not line[0].isupper()


def _fenced_rows(lines: Sequence[str]) -> frozenset[int]:
    """Return the rows of code between ``` and ```; one that is never closed is none."""
    rows: set[int] = set()
    opened: tuple[int, str] | None = None
    for row, line in enumerate(lines):
        mark = line.lstrip(" ")[:3]
        if mark not in {"```", "~~~"}:
            continue
        if opened is None:
            opened = (row, mark)
        elif opened[1] == mark:
            rows.update(range(opened[0], row + 1))
            opened = None
    return frozenset(rows)


def _next_text(lines: Sequence[str], row: int) -> int | None:
    return next((at for at in range(row, len(lines)) if lines[at].strip()), None)


def _kept_rows(lines: Sequence[str], kinds: Sequence[Kind], last_lead: int) -> list[bool]:
    """Return for each row whether it is among what was written, blank ones as their neighbours."""
    runs = list(_runs(kinds))
    kept = [False] * len(lines)
    if not any(run.kind is Kind.OWN for run in runs):
        return kept
    for run in _kept_runs(lines, runs, last_lead):
        stop = run.stop
        if run.kind is Kind.OWN:
            stop = _without_footers(lines, run)
        kept[run.start : stop] = [True] * (stop - run.start)
    if not any(kept[row] for row, kind in enumerate(kinds) if kind is Kind.OWN):
        return [False] * len(lines)
    return kept


def _runs(kinds: Sequence[Kind]) -> Iterator[Run]:
    """Yield the runs of the mail; what is cut parts nothing."""
    kind: Kind | None = None
    start = stop = 0
    for row, its in enumerate(kinds):
        if its is Kind.BLANK:
            continue
        if its is not kind:
            if kind not in {None, Kind.CUT}:
                yield Run(kind, start, stop)
            kind, start = its, row
        stop = row + 1
    if kind not in {None, Kind.CUT}:
        yield Run(kind, start, stop)


def _kept_runs(lines: Sequence[str], runs: Sequence[Run], last_lead: int) -> Iterator[Run]:
    """Yield what he wrote, and the quotations that he answers where they stand."""
    introduced = False
    spoken = False
    quotes = 0
    for at, run in enumerate(runs):
        following = runs[at + 1].kind if at + 1 < len(runs) else None
        if run.kind is Kind.LEAD:
            introduced, quotes = True, 0
        elif run.kind is Kind.QUOTE:
            quotes += 1
            introduced = introduced or _introduces_itself(lines[run.start : run.start + 8])
            answered = following is Kind.OWN
            between = at + 2 < len(runs) and runs[at + 2].kind is Kind.QUOTE
            if answered and (not introduced or quotes > 1 or between):
                yield run
        elif (
            spoken
            and introduced
            # Between two quotations stands an answer, however short.
            and (following is not Kind.QUOTE or last_lead >= run.stop)
            and _is_left_over(lines, run, last_lead)
        ):
            continue
        else:
            spoken = True
            yield run


def _is_left_over(lines: Sequence[str], run: Run, last_lead: int) -> bool:
    """Tell whether a run below an answer and a quotation is what a program left unmarked of it.

    That is a signature, or what stands over the introduction of a still older mail.
    """
    return last_lead >= run.stop or looks_like_a_signature(lines[run.start : run.stop])


def _introduces_itself(quoted: Sequence[str]) -> bool:
    """Tell whether the introduction stands inside the quotation, as phones put it."""
    lines = [line.lstrip().removeprefix(">").strip() for line in quoted]
    end = attribution_end(lines, 0)
    # What it introduces is marked once more if the writer left out who quoted it.
    following = None if end is None else _next_text(lines, end)
    return following is not None and not is_quoted(lines[following])


def _without_footers(lines: Sequence[str], run: Run) -> int:
    """Return where a run ends without the paragraphs that machines put under it."""
    stop = run.stop
    while stop > run.start:
        start = stop - 1
        while start > run.start and lines[start - 1].strip():
            start -= 1
        paragraph = lines[start:stop]
        if not (is_footer(paragraph) or all(is_rule(line) for line in paragraph)):
            break
        stop = start
        while stop > run.start and not lines[stop - 1].strip():
            stop -= 1
    return stop


def _with_gaps(lines: Sequence[str], kept: Sequence[bool]) -> Iterator[str]:
    """Yield the lines that stay, with one blank line wherever something between them went."""
    last = None
    for row, line in enumerate(lines):
        if not kept[row]:
            continue
        if last is not None and row > last + 1:
            yield ""
        yield line
        last = row
