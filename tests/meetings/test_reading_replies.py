"""What plain words say of coming; what is not sure is not guessed."""

import pytest

from meetings.inviting.reading import Said, read_reply
from meetings.models import Answer

YES, NO, MAYBE = Answer.YES, Answer.NO, Answer.MAYBE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes", Said(YES)),
        ("yes!\n", Said(YES)),
        ("Sí", Said(YES)),
        ("si, gracias", Said(YES)),
        ("Hi Fay,\n\nyes, I will come.\n\nThanks", Said(YES)),
        ("I'll be there!", Said(YES)),
        ("I’ll be there", Said(YES)),
        ("Yes, I'll bring two", Said(YES, 2)),
        ("Yes, I bring two.", Said(YES, 2)),
        ("Yes with 3 people", Said(YES, 3)),
        ("yes +2", Said(YES, 2)),
        ("Yes. We will be four of us.", Said(YES, 3)),
        ("We'll be three", Said(YES, 2)),
        ("Sí, llevo a dos personas", Said(YES, 2)),
        ("Sí, voy con tres niños.", Said(YES, 3)),
        ("Sí, seremos 4 en total", Said(YES, 3)),
        ("Yes, and my neighbor would like a seat near the door.", Said(YES, says_more=True)),
        ("No", Said(NO)),
        ("Sorry, I can't make it.", Said(NO)),
        ("Lo siento, no puedo ir.", Said(NO)),
        (
            "No, I can't come. My son is ill, but I hope to see you next time.",
            Said(NO, says_more=True),
        ),
        ("maybe", Said(MAYBE)),
        ("Not sure yet.", Said(MAYBE)),
        ("Tal vez, con dos amigos", Said(MAYBE, 2)),
        ("Quizás", Said(MAYBE)),
        ("Running late!", Said(YES, is_late=True)),
        ("Yes, I will be late", Said(YES, is_late=True)),
        ("Llego tarde", Said(YES, is_late=True)),
    ],
)
def test_what_is_sure(text: str, said: Said) -> None:
    assert read_reply(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks!",
        "Who else comes?",
        "Yes, but only if the bus comes.",
        "Yes, if my sister can watch the children",
        "Si puedo",
        "Yes. No, wait, I can't.",
        "Yes, not in July.",
        "Sí, pero no en julio",
        "No, I'll bring two",
        "With two",
        "I asked my boss about it and he said yes",
        "Yes, 45 people would be too many, I bring 45",
        "Yes, I bring two. I bring three.",
        "no idea",
        "Yes or no?",
        "Is there parking? Yes",
        "x" * 3_000,
    ],
)
def test_what_is_not_sure_is_not_guessed(text: str) -> None:
    assert read_reply(text) is None


def test_hostile_text_costs_little() -> None:
    for text in ("i " * 990, "+" * 1_990, "bring " * 330, "yes, " * 390, "with a " * 280):
        read_reply(text)
