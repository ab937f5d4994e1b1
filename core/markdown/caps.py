"""Guards in front of the Markdown library: no input of allowed size may take long.

The library looks at a block again for each sign it finds in it, so that a block of nothing but signs
costs the square of its length, and deep nesting costs a pass for each level. A block that no person
would write is therefore shown as it was typed, as a paragraph, and the rest of the text is rendered as
ever. Measured times stand in docs/reference/markdown.md.
"""

import re
from html import escape
from typing import override

from markdown.preprocessors import Preprocessor

MAX_DEPTH = 6
"""Levels of quotes and lists within each other, and of indentation."""

MAX_SIGNS = 1_200
"""Signs with a meaning in Markdown that one block (text between two blank lines) may have."""

MAX_OPENING_BRACKETS = 100
"""Opening brackets in one block; each makes the library look for its end."""

MAX_LINES = 500
"""Lines of one block."""

MAX_BLOCKS = 1_500
"""Blocks of one text."""

MAX_SIGNS_IN_ALL = 4_000
"""Signs with a meaning in Markdown, and line breaks, in a whole text; prose has one for 30 letters."""

MAX_MARKUP_TO_LINK = 3_000
"""Tags and entities in a text whose addresses are linked; each costs the HTML parser a step."""

MAX_LENGTH_TO_LINK = 200_000
"""Characters of HTML whose addresses are linked."""

_SIGNS = re.compile(r"[\[\]!*_~`<\\|]")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[^\s`]*)[ ]*$")
_BLANK = re.compile(r"\n[ ]*(?:\n[ ]*)+")
_INDENT = re.compile(r"(?P<quote>(?:[ ]{0,3}>[ ]?)*)(?P<indent>[ ]*)")
_PREFIX = re.compile(r"(?:[ ]*(?:>|[-*+][ ]|\d+\.[ ]))*")
_LEVEL = re.compile(r">|[-*+][ ]|\d+\.[ ]")
_RULE = re.compile(r"[ ]{0,3}[-*_][-*_ ]*$")
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|1\.)[ ]+\S")
_NOT_PROSE = re.compile(r"[ ]{4}|[ ]{0,3}(?:[-*+>|]|\d+\.)")


def escaped_paragraph(block: str) -> str:
    """Return one block as it was typed: an HTML paragraph with its line breaks."""
    lines = (escape(line.strip(), quote=False) for line in block.strip("\n").split("\n"))
    return f"<p>{'<br>'.join(lines)}</p>"


def escaped_paragraphs(source: str) -> str:
    """Return a whole text as it was typed, as HTML paragraphs."""
    return "\n".join(escaped_paragraph(block) for block in _BLANK.split(source) if block.strip())


def is_overloaded(block: str) -> bool:
    """Say whether a block has more signs, lines or levels than a person would write."""
    return (
        block.count("[") > MAX_OPENING_BRACKETS
        or block.count("\n") >= MAX_LINES
        or len(_SIGNS.findall(block)) > MAX_SIGNS
        or any(depth(line) > MAX_DEPTH for line in block.split("\n"))
    )


def is_overloaded_in_all(source: str) -> bool:
    """Say whether a whole text has more blocks or signs than a person would write."""
    signs = len(_SIGNS.findall(source)) + source.count("\n")
    return signs > MAX_SIGNS_IN_ALL or len(_BLANK.findall(source)) >= MAX_BLOCKS


def may_be_linked(html: str) -> bool:
    """Say whether HTML is small enough to be parsed again for addresses in its text."""
    markup = html.count("<") + html.count("&")
    return markup <= MAX_MARKUP_TO_LINK and len(html) <= MAX_LENGTH_TO_LINK


def depth(line: str) -> int:
    """Return how many quotes and lists a line opens within each other."""
    if _RULE.match(line):
        return 0
    prefix = _PREFIX.match(line)
    return len(_LEVEL.findall(prefix.group())) if prefix else 0


def _clip_indent(line: str) -> str:
    found = _INDENT.match(line)
    if found is None or len(found["indent"]) <= MAX_DEPTH * 4:
        return line
    return found["quote"] + " " * (MAX_DEPTH * 4) + line[found.end() :]


def _part_list_from_prose(block: str) -> str:
    """Put a blank line before a list that follows its introduction directly, as people write it."""
    lines = block.split("\n")
    if _NOT_PROSE.match(lines[0]):
        return block
    for number, line in enumerate(lines[1:], start=1):
        if _ITEM.match(line) and not _RULE.match(line):
            return "\n".join([*lines[:number], "", *lines[number:]])
    return block


class FencePreprocessor(Preprocessor):
    """Take out code between fences in one pass; a fence that is never closed is plain text."""

    @override
    def run(self, lines: list[str]) -> list[str]:
        result: list[str] = []
        unclosed: dict[str, int] = {}
        number = 0
        while number < len(lines):
            opening = _FENCE.match(lines[number])
            end = None
            if opening:
                fence = opening["fence"]
                if len(fence) < unclosed.get(fence[0], len(fence) + 1):
                    end = _closing_line(lines, number + 1, fence)
                    if end is None:
                        unclosed[fence[0]] = len(fence)
            if end is None:
                result.append(lines[number])
                number += 1
                continue
            code = escape("\n".join(lines[number + 1 : end]), quote=False)
            placeholder = self.md.htmlStash.store(f"<pre><code>{code}\n</code></pre>")
            result += ["", placeholder, ""]
            number = end + 1
        return result


def _closing_line(lines: list[str], start: int, fence: str) -> int | None:
    for number in range(start, len(lines)):
        line = lines[number].rstrip()
        if len(line) >= len(fence) and line == fence[0] * len(line):
            return number
    return None


class CapsPreprocessor(Preprocessor):
    """Show an overloaded block as it was typed, and flatten indentation past the deepest level."""

    @override
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(_clip_indent(line) for line in lines)
        blocks: list[str] = []
        for block in _BLANK.split(text):
            if is_overloaded(block):
                blocks.append(self.md.htmlStash.store(escaped_paragraph(block)))
            else:
                blocks.append(_part_list_from_prose(block))
        return "\n\n".join(blocks).split("\n")
