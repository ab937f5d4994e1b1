"""Every way we know in which a mail program says whose words come next (introductions.txt)."""

import textwrap
from pathlib import Path

import pytest

from mailroom.trimming import trim

INTRODUCTIONS = (
    (Path(__file__).parent / "introductions.txt").read_text(encoding="utf-8").splitlines()
)
ABOVE = (
    "",
    "Thanks a lot!\n\n",
    "See you at 10:30.\n",
    "Yes, we do this with Luis\nand his neighbors.\n\n",
)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_what_it_introduces_goes_with_it(introduction: str) -> None:
    for above in ABOVE:
        text = f"{above}{introduction}\n\n> What do you do?\n> Tell us.\n"
        assert trim(text).written == above.strip()


@pytest.mark.parametrize("introduction", [line for line in INTRODUCTIONS if "<" in line])
def test_it_may_be_wrapped_anywhere(introduction: str) -> None:
    for width in (40, 60, 72):
        wrapped = textwrap.fill(introduction, width, break_on_hyphens=False, break_long_words=False)
        for above in ABOVE:
            text = f"{above}{wrapped}\n> What do you do?\n"
            assert trim(text).written == above.strip()


@pytest.mark.parametrize("introduction", [line for line in INTRODUCTIONS if "<" in line])
def test_unmarked_words_below_it_go_with_it(introduction: str) -> None:
    for above in ABOVE[1:]:
        text = f"{above}{introduction}\n\nWhat do you do?\n\nTell us.\n"
        assert trim(text).written == above.strip()


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_answer_below_the_quotation_stays(introduction: str) -> None:
    text = f"{introduction}\n> What do you do?\n> Tell us.\n\nWe walk with them.\n"
    assert trim(text).written == "We walk with them."


@pytest.mark.parametrize(
    "sentence",
    [
        "On this day I wrote something\n\nwhich was very interesting.",
        "On May 2 we met and I wrote it down.\n\nIt was good.",
        "In 2016 she wrote: be there\n\nand we were.",
        "At 10:30 we start with these:\n\n1. coffee\n2. names",
        "The mail of ana@maple.example says from 10:30 on:\n\nbring bread.",
        "Le 3 mai nous avons mangé ensemble :\n\n- pain\n- soupe",
        "El 3 de mayo a las 10:30 llevamos:\n\n1. pan\n2. sopa",
        "Ana wrote:\n\nno, it was Luis who wrote.",
        "At 10:30 she wrote:\n\nI will be late.",
        "Ana (ana@maple.example) wrote that we should bring:\n\n- bread\n- water",
        "On Monday 10:30 write to Ana (ana@maple.example) about:\n\n- buses",
        "Am 3. Mai um 10:30 treffen wir uns:\n\nalle.",
    ],
)
def test_a_sentence_that_looks_a_little_like_one_stays(sentence: str) -> None:
    assert trim(sentence).written == sentence
