"""A mail made to waste our time takes no more of it than any other of its length."""

from functools import partial

import pytest

from mailroom.trimming import trim
from tests.costs import takes_at_most

MEGABYTE = 1_000_000
INTRODUCTION = "On Mon, Feb 1, 2016 at 4:58 AM, Ana <ana@maple.example> wrote:"


def filled(piece: str) -> str:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


@pytest.mark.parametrize(
    "piece",
    [
        ">",
        ">\n",
        "> ",
        "<",
        "\n",
        " ",
        "\r",
        "a",
        "a ",
        "a\n",
        "-",
        "--\n",
        "-----\n",
        "_____\nfoo\n\n",
        "----------------\n\n",
        "1:2 ",
        "On ",
        "On 12:30 2016 a\n",
        "On 12:30 2016 <a@b\n",
        "On … wrote\n",
        "On 1/2/2016, x <\n",
        INTRODUCTION,
        f"{INTRODUCTION}\n",
        f"{INTRODUCTION}\n> x\n",
        f"{INTRODUCTION}\n> x\ny\n",
        "> On 12:30 2016 a\n> b\nx\n",
        "> quoted\n-\n",
        "In 10:30 Ana <\n\n<a@b.c>\n wrote\n",
        "From: a\n",
        "From: a\nTo: b\nx\ny\nz\nw\n",
        "From: a\n\n",
        "from: to: sent: ",
        "a: " * 60 + "\n",
        "Sent from my iPhone\n",
        "Sent from my iPhone\nx\n",
        "-----Original Message-----\n> x\n",
        "[" * 200 + "\n",
        "[a](" * 90 + "\n",
        "<https:" * 50 + "\n",
        "```\n",
        "confidential intended recipient\n",
        "confidential privileged this is a long sentence of the law, and a longer one still.\n\n",
        "在 2016年2月1日 写道\n",
        "> " + "x" * 70 + "\ny\n",
        "a.b.c.d" * 40 + "\n",
        "ab!! " * 70 + ":\n",
    ],
)
def test_a_megabyte_takes_as_little_as_any_other(piece: str) -> None:
    # Some half a second; the plainest megabytes take one or two pieces.
    assert takes_at_most(16, partial(trim, filled(piece)))
