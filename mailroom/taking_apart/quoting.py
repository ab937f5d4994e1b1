"""Which thing a quotation is of, where somebody answers between the lines."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from mailroom.trimming import trim
from mailroom.trimming.lines import is_quoted

_QUOTED_LABEL = re.compile(r"[\s>*|•-]*#\s?([A-Za-z])(\d{1,2})\b")
# Of the frame of a mail of ours: what stands below it belongs to no item.
_FOOT = re.compile(r"/(?:mail/pace|u|n)/")


@dataclass
class Block:
    """Lines that were written one below the other, and the labels of what is quoted above them."""

    lines: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


@dataclass(frozen=True)
class Context:
    """Of what a quotation is: one label, or none; unclear if that cannot be told."""

    label: str = ""
    is_unclear: bool = False


def blocks_of(written: str) -> list[Block]:
    """Return what was written, parted where something is quoted."""
    blocks = [Block()]
    for line in written.split("\n"):
        if is_quoted(line):
            if blocks[-1].text.strip():
                blocks.append(Block())
            blocks[-1].quoted.append(line.lstrip().lstrip("> ").strip())
        else:
            blocks[-1].lines.append(line)
    return blocks


def own_lines(written: str) -> str:
    """Return what was written without what stands quoted in it."""
    return "\n".join(line for line in written.split("\n") if not is_quoted(line))


def context_of(
    block: Block,
    before: Context,
    known: Collection[str],
    headings: Collection[str],
    *,
    inline: bool,
) -> Context:
    """Return of what the quotation above a block is; with nothing new in it, of the one before.

    `inline` says that he answers in several places: then the last of several items is meant.
    """
    if not block.quoted:
        return before
    found: list[str] = []
    is_unclear = False
    for line in block.quoted:
        label = _QUOTED_LABEL.match(line)
        if label:
            found.append(f"{label[1].upper()}{label[2]}")
            is_unclear = found[-1] not in known
        elif line in headings or _FOOT.search(line):
            is_unclear = True
    if not found:
        return Context(is_unclear=True) if is_unclear else before
    is_unclear = is_unclear or (len(found) > 1 and not inline)
    return Context("" if is_unclear else found[-1], is_unclear)


def with_last_answer(written: str, whole: str, is_act: Callable[[str], bool]) -> str:
    """Return what was written with the words below the last quotation, if they are nothing but acts.

    Where somebody answers between the lines, a last "me too" is cut off as if it were a name.
    """
    lines = whole.replace("\r", "").rstrip().split("\n")
    last = _last_quoted(lines)
    below = _below(lines, last)
    if last < 0 or not any(is_quoted(line) for line in written.split("\n")):
        return written
    if not below or not is_act(below) or written.rstrip().endswith(below):
        return written
    first = last
    while first > 0 and (is_quoted(lines[first - 1]) or not lines[first - 1].strip()):
        first -= 1
    return "\n".join([written, "", *lines[first : last + 1], "", below])


def cut_below(written: str, whole: str) -> str:
    """Return what stands below the last quotation and was cut off, where he answers between lines."""
    lines = whole.replace("\r", "").rstrip().split("\n")
    below = _below(lines, _last_quoted(lines))
    is_inline = any(is_quoted(line) for line in written.split("\n"))
    return "" if not is_inline or written.rstrip().endswith(below) else below


def _last_quoted(lines: Sequence[str]) -> int:
    return max((row for row, line in enumerate(lines) if is_quoted(line)), default=-1)


def _below(lines: Sequence[str], last: int) -> str:
    return trim("\n".join(lines[last + 1 :])).written.strip()


def answers_inline(blocks: Sequence[Block]) -> bool:
    """Return whether he wrote below more than one quotation."""
    return sum(1 for block in blocks if block.quoted and block.text.strip()) > 1
