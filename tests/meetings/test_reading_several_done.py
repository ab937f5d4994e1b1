"""Which of several things an answer says are done, and what does not say so."""

import pytest

from meetings.notes.reading_several import Done, read_done


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("done 1 and 3", {1, 3}),
        ("Done: 1, 3", {1, 3}),
        ("Hi Fay, done 2. Thanks!", {2}),
        ("1 and 3 are done", {1, 3}),
        ("1, 2 and 3 done", {1, 2, 3}),
        ("1 done, 3 done", {1, 3}),
        ("Number 2 is done.", {2}),
        ("I did the 1st and the 2nd", {1, 2}),
        ("I finished 3.", {3}),
        ("All done!", {1, 2, 3}),
        ("All of them are done", {1, 2, 3}),
        ("everything is done", {1, 2, 3}),
        ("hecho 1 y 3", {1, 3}),
        ("Hechos el 1 y el 3. Gracias", {1, 3}),
        ("El 2 ya está hecho", {2}),
        ("Ya hice el 1 y el 2", {1, 2}),
        ("Listos 1, 2", {1, 2}),
        ("Todo listo", {1, 2, 3}),
        ("Sí, ya está todo hecho", {1, 2, 3}),
    ],
)
def test_it_names_what_is_done(words: str, numbers: set[int]) -> None:
    assert read_done(words, [1, 2, 3]) == Done(frozenset(numbers))


@pytest.mark.parametrize(
    "words",
    [
        *("", "done", "hecho", "1 and 3", "I take 1", "done 4", "done 1 and 7", "not done 1"),
        *("done 1 but not 2", "Done 1. 2 is still open", "1 is done? I thought not", "both done"),
        *("1 done, 2 tomorrow", "almost all done", "done by the 3rd of May", "at 2 pm it is done"),
        *("Hecho 1, pero falta la firma", "no está hecho el 1", "el 2 todavía no", "done 1 or 2"),
        *("done " + "1 " * 2_000, "todo menos el 2", "All done but 2"),
    ],
)
def test_it_is_not_sure(words: str) -> None:
    assert read_done(words, [1, 2, 3]) is None


def test_what_is_said_besides_is_for_the_hosts() -> None:
    assert read_done("Done 1. The bus comes at seven.", [1, 2]) == Done(frozenset({1}), True)


def test_plain_done_is_sure_where_one_is_open() -> None:
    assert read_done("Done, thanks", [2]) == Done(frozenset({2}))
    assert read_done("Both are done", [1, 2]) == Done(frozenset({1, 2}))
