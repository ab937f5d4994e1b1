"""The mail that we sent, unmarked below an answer, is told apart by what we sent; nothing is guessed."""

import pytest

from mailroom.trimming import without_sent

SENT = """\
Buses
Superintendents: Four Rivers
Tess Bell answered you. March 2, 2026, 8:05 a.m.

We pay per day, and that is less than it sounds once you count the days on which nobody rides.

Answer on the page: https://porchlight.example/mail/x1/?reply=2
"""
WRAPPED = """\
Buses
Superintendents: Four Rivers
Tess Bell answered you.
March 2, 2026, 8:05 a.m.
We pay per day, and that is less than it sounds once you count the
days on which nobody rides.
[Answer on the page](https://porchlight.example/mail/x1/?reply=2)
"""


@pytest.mark.parametrize("below", [SENT, WRAPPED, f"--------\n{SENT}", SENT.partition("\n")[2]])
def test_our_mail_below_an_answer_goes(below: str) -> None:
    parted = without_sent(f"That helps.\n\nSam\n\n{below}", SENT)
    assert parted
    assert parted[0].rstrip("-\n") == "That helps.\n\nSam"
    assert "nobody rides" in parted[1]


@pytest.mark.parametrize(
    "written",
    [
        # An answer in between, and one below.
        SENT.replace("\n\nAnswer", "\n\nNot with us.\n\nAnswer"),
        f"{SENT}\nThat helps.",
        # Only a piece of ours, which he may have put there.
        "That helps.\n\nnobody rides.",
        # Marked after all, or words that are not ours.
        "That helps.\n\n> Buses\n> nobody",
        "That helps.\n\n👍",
    ],
)
def test_what_is_not_our_whole_mail_to_the_end_stays(written: str) -> None:
    assert without_sent(written, SENT) in (None, (written, ""))


@pytest.mark.parametrize("words", ["Tess", "We pay", "rides", "8:05", "Four Rivers", "👍", "Bus"])
def test_his_words_stay_though_they_stand_in_our_mail_too(words: str) -> None:
    parted = without_sent(f"{words}\n\n{SENT}", SENT)
    assert parted
    assert parted[0] == words


def test_nothing_but_our_mail_leaves_nothing() -> None:
    parted = without_sent(SENT, SENT)
    assert parted
    assert parted[0] == ""
