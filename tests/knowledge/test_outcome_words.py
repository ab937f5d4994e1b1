"""What a plain answer to "What came of it?" is understood as."""

import pytest

from knowledge.adaptations.reading import outcome_in, says_more


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It worked", "worked"),
        ("worked, we changed the hour.", "worked"),
        ("Hi Fay,\n\nIt worked. But the rain was hard.", "worked"),
        ("Yes", "worked"),
        ("Funcionó", "worked"),
        ("¡Sí!", "worked"),
        ("Funcionó. Ahora vienen treinta.", "worked"),
        ("It's working well!", "worked"),
        ("It went really well. Thirty come.", "worked"),
        ("Nos fue muy bien", "worked"),
        ("It is not working.", "failed"),
        ("It did not go well", "failed"),
        ("We are still working on it", "later"),
        ("We are working on it", ""),
        ("It worked in part", "partly"),
        ("Partly worked. Only on one street.", "partly"),
        ("Funcionó en parte", "partly"),
        ("It did not work", "failed"),
        ("Didn't work for us. Nobody came.", "failed"),
        ("No", "failed"),
        ("No funcionó, nadie vino.", "failed"),
        ("Not yet", "later"),
        ("Todavía no.", "later"),
        ("We have not started yet.", "later"),
        ("We haven't used it yet, sorry", "later"),
        ("Still trying. Ask again in spring.", "later"),
        ("No lo hemos usado todavía", "later"),
        ("It did not.", "failed"),
        # That nobody used it is no outcome.
        ("We did not use it after all.", "unused"),
        ("We never tried it.", "unused"),
        ("Didn't end up doing it, sorry.", "unused"),
        ("No lo usamos.", "unused"),
        ("Nunca lo probamos", "unused"),
        ("We did not have the money for it.", ""),
        ("They did not come.", ""),
        ("At first we did not use it. In May it worked.", "unused"),
        # A line that a mail program broke is one sentence.
        ("It worked for the families on the street with the bakery and\nonly there.", ""),
        ("It worked at first but then it did not work", ""),
        ("It worked, but only for the older ones", ""),
        ("Did it work? I do not know.", ""),
        ("We changed the route and bought hats for all children. It worked.", ""),
        ("Thirty children come.", ""),
        ("", ""),
    ],
)
def test_what_is_sure_is_understood_and_the_rest_is_asked_about(text: str, said: str) -> None:
    assert outcome_in(text) == said


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Not yet", False),
        ("Hi Fay,\n\nNot yet, please ask me later.\n\nThanks, Tess", False),
        ("Todavía no, gracias.", False),
        ("Not yet. We begin after Easter, when it is light.", True),
        ("It is too early to say, half of the parents are new.", True),
    ],
)
def test_what_is_told_besides_is_kept(text: str, more: bool) -> None:
    assert says_more(text) is more
