"""What is found before something leaves its community, and what is left of it."""

from datetime import date
from typing import Any

import pytest

from knowledge.commons.citation import apa, inverted
from knowledge.commons.flags import LEFT_OUT, NAME, Flag, find_flags, still_in, without
from tests.costs import takes_at_most

NAMES = ["Sam Ortiz", "Rosa Peña", "Ana"]


def found(text: str) -> list[str]:
    return [flag.text for flag in find_flags([text], NAMES)]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Write to ana.ruiz+bus@example.org.", ["ana.ruiz+bus@example.org"]),
        ("Call (555) 201-3344 or 555.201.3344", ["(555) 201-3344", "555.201.3344"]),
        ("Llame al +52 55 1234 5678, o 201-3344.", ["+52 55 1234 5678", "201-3344"]),
        ("We meet at 12 East Cole Street.", ["12 East Cole Street"]),
        ("Estamos en Calle de la Paz 14", ["Calle de la Paz 14"]),
        ("Calle Paz, 14; Av. Juárez #14", ["Calle Paz, 14", "Av. Juárez #14"]),
        ("Camino Real núm. 14 y Paseo Sol,9", ["Camino Real núm. 14", "Paseo Sol,9"]),
        ("Ask Sám  Órtiz, or Rosa Pen\u0303a", ["Sam Ortiz", "Rosa Peña"]),
        ("Ask sam  ortiz or Rosa Pena", ["Sam Ortiz", "Rosa Peña"]),
        ("In 2019-2020, 34 of 1,000 children came; 12.5 % in May. Ana did it.", []),
        ("Mariana Rosa Peñalosa and Sam Ortizky walk the Streets of 5 towns", []),
    ],
)
def test_contact_data_and_full_names_are_found_and_nothing_else(
    text: str, flags: list[str]
) -> None:
    assert found(text) == flags
    clean = without(text, flags)
    assert still_in([clean], flags) == []
    assert clean.count(LEFT_OUT) == len(flags)
    assert found(clean) == []


SPANISH = ["Alicia Mendoza Ruiz", "Lucía Peña", "Carol Ann Fitch", "María de la Cruz-López"]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Alicia Mendoza paints.", ["Alicia Mendoza Ruiz"]),
        ("Sra. MENDOZA RUIZ, and Ruiz, Alicia", ["Alicia Mendoza Ruiz"]),
        ("PEÑA, LUCÍA; peña lucia", ["Lucía Peña"]),
        ("lucia-pena-at-the-corner.jpg", ["Lucía Peña"]),
        ("rota_Lucia_Pena.2026.pdf", ["Lucía Peña"]),
        ("Carol-Ann Fitch, C.A. Fitch", ["Carol Ann Fitch"]),
        ("Maria De La Cruz y Lopez, Maria", ["María de la Cruz-López"]),
        ("Lucía. (Peña came later.) de la Cruz, Ruiz, Alicias Mendoza, Ann", []),
    ],
)
def test_a_name_is_found_as_people_and_files_write_it(text: str, flags: list[str]) -> None:
    assert [flag.text for flag in find_flags([text], SPANISH)] == flags
    clean = without(text, flags)
    assert still_in([clean], flags) == []
    assert not flags or LEFT_OUT in clean
    assert find_flags([clean], SPANISH) == []


def test_what_is_found_is_shown_where_it_stands() -> None:
    text = "We walked for weeks before anybody asked. Then Alicia Mendoza painted, and the city said yes."
    (flag,) = find_flags(["Title", text], SPANISH)
    assert (
        flag.where
        == "…for weeks before anybody asked. Then Alicia Mendoza painted, and the city said yes."
    )
    (flag,) = find_flags(["Call 612-555-0188."], SPANISH)
    assert flag.where == "Call 612-555-0188."


@pytest.mark.parametrize(
    "text", ["Calle " + "LA " * 2000, "Calle " + "la " * 2000 + "x", "a" * 50_000, "1 A" * 9000]
)
def test_a_text_made_to_keep_us_busy_does_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("Sam Ortiz", "Ortiz, S."),
        ("Ana María de la Cruz", "de la Cruz, A. M."),
        ("Jean-Luc Moua", "Moua, J.-L."),
        ("Lincoln", "Lincoln"),
        ("The crossing guards of Cole Street", "The crossing guards of Cole Street"),
    ],
)
def test_people_are_cited_by_their_family_names_and_groups_as_they_are(
    name: str, cited: str
) -> None:
    assert inverted(name) == cited


def test_a_citation_has_authors_day_title_version_publisher_and_address() -> None:
    told: dict[str, Any] = {
        "community": "Four Rivers",
        "day": date(2026, 11, 2),
        "title": "Walking bus",
        "version": 3,
        "kind": "Case",
        "url": "https://p.example/commons/1/",
    }
    assert str(apa(authors=["Sam Ortiz", "Tess Bell"], **told)) == (
        "Ortiz, S., & Bell, T. (2026, November 2). Walking bus (Version 3) [Case]. "
        "Four Rivers, Porchlight. https://p.example/commons/1/"
    )
    assert str(apa(authors=[], **told)).startswith("Four Rivers. (2026, November 2). Walking bus")


def test_a_long_text_is_not_read_once_for_each_of_thousands_of_names() -> None:
    people = [f"Ana{first} Ruiz{last}" for first in range(20) for last in range(100)]
    # All first names stand in it, and all last names, and nobody's name.
    words = " ".join(f"Ana{n} walks, Ruiz{n} too." for n in range(100))
    text = (f"{words} " * 100)[:200_000]
    assert takes_at_most(60, lambda: find_flags([text], people))
    assert find_flags([f"{text}; Ana19  Ruíz99; Ana3 Ruiz3x"], people) == [
        Flag(NAME, "Ana19 Ruiz99")
    ]


def test_a_credit_of_one_word_is_found_where_the_word_alone_is_not() -> None:
    assert find_flags(["Ana and Rosa walk."], ["Ana"], ["Rosa", ""]) == [Flag(NAME, "Rosa")]
