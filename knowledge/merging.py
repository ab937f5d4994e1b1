"""Two people changed the same version: what both did, put together, and what only they can settle.

Texts are compared paragraph by paragraph against the version that both began from (as diff3 does with
lines). Nothing here asks the database.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from knowledge.content import Content
from knowledge.kinds import DETAIL, LONG

_BREAK = re.compile(r"\n[ \t]*\n\s*")
MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICES = frozenset({MINE, THEIRS, BOTH})


@dataclass(frozen=True, slots=True)
class Edit:
    """Paragraphs `start` to `end` of the first version became `now`."""

    start: int
    end: int
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed, each in his own way. `key` names it in the form."""

    key: str
    name: str
    """The field: "title", "body", "details.steps"."""
    before: Any
    theirs: Any
    mine: Any

    @property
    def is_text(self) -> bool:
        """Return whether both can stay, one after the other."""
        return is_text(self.name)


@dataclass(frozen=True, slots=True)
class Merged:
    """`content` with what was chosen; conflicts without a choice stand in `open`."""

    content: Content
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]


def is_text(name: str) -> bool:
    """Return whether a field is written at length; the others are taken as a whole."""
    return name in LONG


def merge(
    before: Content, theirs: Content, mine: Content, choices: Mapping[str, str] | None = None
) -> Merged:
    """Return both changes in one. `choices` says what stays where they meet: by the conflict's key."""
    told = choices or {}
    found: list[Conflict] = []

    def settled(name: str, one: Any, other: Any, third: Any) -> Any:
        value, conflicts = _merged(name, one, other, third, told)
        found.extend(conflicts)
        return value

    values = {
        f.name: settled(f.name, *(getattr(c, f.name) for c in (before, theirs, mine)))
        for f in fields(Content)
        if f.name != "details"
    }
    keys = sorted({*before.details, *theirs.details, *mine.details})
    values["details"] = {
        key: settled(DETAIL + key, *(c.details.get(key, "") for c in (before, theirs, mine)))
        for key in keys
    }
    waiting = tuple(one for one in found if told.get(one.key) not in CHOICES)
    return Merged(Content(**values), tuple(found), waiting)


def _merged(
    name: str, before: Any, theirs: Any, mine: Any, told: Mapping[str, str]
) -> tuple[Any, list[Conflict]]:
    if theirs in (before, mine):
        return mine, []
    if mine == before:
        return theirs, []
    if isinstance(before, tuple):
        return _merged_list(before, theirs, mine), []
    if is_text(name):
        return _merged_text(name, before, theirs, mine, told)
    conflict = Conflict(name, name, before, theirs, mine)
    return (theirs if told.get(name) == THEIRS else mine), [conflict]


def _merged_list(
    before: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]
) -> tuple[Any, ...]:
    """Return what is in mine, without what they took out, with what they put in."""
    gone = {one for one in before if one not in theirs}
    kept = [one for one in mine if one not in gone]
    return (*kept, *(one for one in theirs if one not in before and one not in kept))


def _merged_text(
    name: str, before: str, theirs: str, mine: str, told: Mapping[str, str]
) -> tuple[str, list[Conflict]]:
    first = paragraphs(before)
    parts: list[str] = []
    conflicts: list[Conflict] = []
    place = 0
    for start, end, their_edits, my_edits in _groups(
        edits(first, paragraphs(theirs)), edits(first, paragraphs(mine))
    ):
        parts += first[place:start]
        place = end
        their_part = _applied(first, start, end, their_edits)
        my_part = _applied(first, start, end, my_edits)
        if not their_edits or their_part == my_part:
            parts += my_part
        elif not my_edits:
            parts += their_part
        else:
            key = f"{name}-{len(conflicts)}"
            texts = ["\n\n".join(part) for part in (first[start:end], their_part, my_part)]
            conflicts.append(Conflict(key, name, *texts))
            parts += _chosen(told.get(key), their_part, my_part)
    parts += first[place:]
    return "\n\n".join(parts), conflicts


def _chosen(choice: str | None, theirs: list[str], mine: list[str]) -> list[str]:
    if choice == THEIRS:
        return theirs
    return [*theirs, *mine] if choice == BOTH else mine


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a Markdown text, apart from the blank lines between them."""
    plain = text.replace("\r\n", "\n").strip("\n")
    return _BREAK.split(plain) if plain.strip() else []


def around_changes(before: str, after: str) -> tuple[str, str]:
    """Return both texts from the paragraph before the first change to that after the last one.

    "…" stands for what is left out: it is the same in both.
    """
    old, new = paragraphs(before), paragraphs(after)
    if old == new:
        return before, after
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    head, tail = max(first - 1, 0), max(last - 1, 0)

    def kept(parts: list[str]) -> str:
        near = parts[head : len(parts) - tail]
        return "\n\n".join(["…"] * bool(head) + near + ["…"] * bool(tail))

    return kept(old), kept(new)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """Return what was done to the paragraphs, in order.

    Neighbours that were all changed are one edit each, so that two people can change one of them.
    """
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            continue
        if j - i == m - k:
            found += [Edit(i + n, i + n + 1, (after[k + n],)) for n in range(j - i)]
        else:
            found.append(Edit(i, j, tuple(after[k:m])))
    return found


def _groups(
    theirs: Sequence[Edit], mine: Sequence[Edit]
) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Give the edits that meet together: from which paragraph, to which, theirs, mine."""
    waiting = sorted(
        [(e.start, e.end, 0, e) for e in theirs] + [(e.start, e.end, 1, e) for e in mine],
        key=lambda one: one[:3],
    )
    while waiting:
        start, end, side, edit = waiting.pop(0)
        group: tuple[list[Edit], list[Edit]] = ([], [])
        group[side].append(edit)
        # Those that touch do not meet, but for two that put something in at one place.
        while waiting and (waiting[0][0] < end or waiting[0][0] == waiting[0][1] == start == end):
            _start, other_end, side, edit = waiting.pop(0)
            group[side].append(edit)
            end = max(end, other_end)
        yield start, end, *group


def _applied(before: Sequence[str], start: int, end: int, done: Sequence[Edit]) -> list[str]:
    """Return paragraphs `start` to `end` as these edits leave them."""
    parts: list[str] = []
    place = start
    for edit in done:
        parts += [*before[place : edit.start], *edit.now]
        place = edit.end
    return [*parts, *before[place:end]]
