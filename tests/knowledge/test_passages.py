"""Whether words stand in a post as they were said, and what a draft begins with."""

import pytest

from forums.models import Form
from knowledge.harvest.passages import stands_in
from knowledge.harvest.proposals import proposed_evidence, proposed_kind
from knowledge.kinds import Evidence, Kind

POST = "We ring at six.\n\n- Two parents walk in front.\n- “Rain” is no reason to stop."


@pytest.mark.parametrize(
    "words",
    [
        POST,
        "Two parents walk in front.",
        "We ring at six.\r\n   - Two parents",
        'We ring at six. … "Rain" is no reason',
        "We ring […] Rain",
        "Two parents ... to stop",
        "…walk in front…",
    ],
)
def test_passages_in_their_order_stand_in_it(words: str) -> None:
    assert stands_in(words, [POST])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "…",
        "  - … .",
        "Two parents walk behind.",
        "Rain … We ring",
        "two parents",
        "We ring six",
    ],
)
def test_other_words_and_another_order_do_not(words: str) -> None:
    assert not stands_in(words, [POST])


def test_nothing_stands_in_a_post_without_words() -> None:
    assert not stands_in("We", [])


def test_what_a_draft_begins_with() -> None:
    assert proposed_kind(Form.QUESTION, tried=1) == Kind.PRACTICE
    assert proposed_kind(Form.QUESTION, tried=0) == Kind.CASE
    assert proposed_kind(Form.REFLECTION, tried=2) == Kind.LESSON
    assert [proposed_evidence(sites=n) for n in (0, 1, 2)] == [
        Evidence.IDEA,
        Evidence.ONCE,
        Evidence.SEVERAL,
    ]
