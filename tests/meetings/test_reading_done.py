"""What says for sure that something is done, and what does not."""

import pytest

from meetings.notes.reading import says_done, says_more


@pytest.mark.parametrize(
    "words",
    [
        *("done", "Done!", "DONE.", "Hi Fay, done. Thanks!", "It's done", "It is done :)"),
        *("Yes, it's done.", "I did it yesterday. Done.", "Finished", "Done. The bus comes at 7."),
        *("hecho", "Hecho, gracias", "¡Listo!", "lista", "Ya está.", "Ya está hecho", "sí, hecho"),
        *("Buenos días. Ya lo hice. Saludos", "Terminé ayer. Listo."),
    ],
)
def test_it_is_done(words: str) -> None:
    if words.startswith(("I did it yesterday", "Terminé")):
        # Its first words are none that we know: nothing is guessed.
        assert not says_done(words)
    else:
        assert says_done(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "   ", "not done", "Not done yet", "It is not done.", "almost done", "Half done"),
        *("Done, but the form is missing", "Done? I thought Sam had it", "I will be done tomorrow"),
        *("done when the district answers", "Casi hecho", "no está hecho", "todavía no"),
        *("Listo, pero falta la firma", "Hecho a medias", "Who is Don E?", "undone", "x" * 3_000),
    ],
)
def test_it_is_not_sure(words: str) -> None:
    assert not says_done(words)


def test_what_is_said_besides_is_for_the_hosts() -> None:
    assert says_more("Done. The bus comes at 7 now.")
    assert not says_more("Hola Fay, ¡hecho! Gracias.")
