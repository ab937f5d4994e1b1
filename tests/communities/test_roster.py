"""A list of people, read line by line."""

import pytest

from communities.community_templates import all_templates, community_template
from communities.known_people import KnownPeople
from communities.role_book import role_book
from communities.roster import Level, Roster, RosterRules, Source, SourceLine
from communities.roster_columns import column_of
from communities.roster_reading import address_in, read_roster


def rules(**given: object) -> RosterRules:
    book = role_book(community_template("promise-neighborhood"))
    values: dict[str, object] = {"book": book} | given
    return RosterRules(**values)  # type: ignore[arg-type]


def read(*rows: dict[str, str], **given: object) -> Roster:
    lines = [SourceLine(number, row) for number, row in enumerate(rows, 2)]
    return read_roster(Source(lines), rules(**given))


def test_a_good_line_is_a_person_with_everything_it_says() -> None:
    roster = read(
        {
            "email": "Rosa@Example.org",
            "name": " Rosa  Peña ",
            "site": "Eastgate",
            "roles": "Resident Leader",
            "circle": "núcleo",
            "standing": "Facilitadora",
            "language": "Español",
        }
    )
    (person,) = roster.people
    assert (person.email, person.name, person.site) == ("rosa@example.org", "Rosa Peña", "Eastgate")
    assert (person.circle, person.standing, person.language) == ("core", "facilitator", "es")
    assert person.roles == ["resident-leader"]
    assert [line.level for line in roster.lines] == [Level.OK]
    assert roster.new_sites == ["Eastgate"]


def test_only_the_address_is_needed() -> None:
    (person,) = read({"email": "sam@example.org"}, language="es").people
    assert (person.circle, person.standing, person.language) == ("outer", "member", "es")


def test_first_and_last_name_make_a_name() -> None:
    roster = read({"email": "a@example.org", "first_name": "Ana", "last_name": "Rosario"})
    assert roster.people[0].name == "Ana Rosario"


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Sam <Sam@Example.org>", "sam@example.org"),
        ("mailto:sam@example.org", "sam@example.org"),
        ("sam@", None),
        ("sam", None),
        ("a@example.org; b@example.org", None),
        ("sam@example.org\nBcc: x@example.org", None),
        ("x" * 250 + "@example.org", None),
    ],
)
def test_an_address_is_one_that_mail_can_reach(cell: str, address: str | None) -> None:
    assert address_in(cell) == address


def test_a_line_without_an_address_is_said() -> None:
    roster = read({"name": "Sam"})
    assert roster.lines[0].sentences == ["There is no e-mail address on this line."]
    assert roster.errors == 1
    assert roster.people == []


def test_a_bad_address_is_quoted_with_the_number_of_its_line() -> None:
    roster = read({"email": "ok@example.org"}, {"email": "rosa@", "name": "Rosa"})
    (line,) = [line for line in roster.lines if line.level is Level.ERROR]
    assert (line.number, line.who) == (3, "Rosa")
    assert line.sentences == ["“rosa@” is not an e-mail address."]


def test_unknown_words_are_said_with_those_that_are_known() -> None:
    roster = read({"email": "a@example.org", "circle": "big", "standing": "boss", "language": "fr"})
    assert [sentence.split(" Write ")[0] for sentence in roster.lines[0].sentences] == [
        "“big” is not a circle.",
        "“boss” is not a standing.",
        "We cannot write in “fr” yet.",
    ]


def test_two_lines_of_one_person_are_put_together() -> None:
    roster = read(
        {"email": "pat@example.org", "name": "Pat Lund", "roles": "principal"},
        {"email": "PAT@example.org", "name": "pat lund", "roles": "parent", "site": "Northbank"},
    )
    (person,) = roster.people
    assert person.roles == ["principal", "parent"]
    assert person.site == "Northbank"
    assert roster.lines[1].sentences == ["The same person as on line 2: put together."]
    assert roster.lines[1].level is Level.NOTE


def test_the_first_line_holds_where_two_say_different_things() -> None:
    roster = read(
        {"email": "pat@example.org", "site": "Northbank"},
        {"email": "pat@example.org", "site": "Eastgate"},
    )
    assert roster.people[0].site == "Northbank"
    assert "this is left out: Eastgate" in roster.lines[1].sentences[1]
    assert roster.new_sites == ["Northbank"]


def test_two_people_with_one_mailbox_share_an_account_with_both_names() -> None:
    roster = read(
        {"email": "casa@example.org", "name": "Ana Rosario", "language": "es"},
        {"email": "casa@example.org", "name": "Luis Rosario"},
    )
    (person,) = roster.people
    assert "Ana Rosario" in person.name
    assert "Luis Rosario" in person.name
    assert "they share one account" in roster.lines[1].sentences[0]


def test_one_name_with_two_addresses_is_noted() -> None:
    roster = read(
        {"email": "pat@example.org", "name": "Pat Lund"},
        {"email": "pat@example.com", "name": "Pat Lund"},
    )
    assert len(roster.people) == 2
    assert "line 2 with another address" in roster.lines[1].sentences[0]


@pytest.mark.parametrize("cell", ["Supt.", "superintendente", "SUPERINTENDENTS"])
def test_roles_are_known_by_their_aliases_in_both_languages(cell: str) -> None:
    assert read({"email": "a@example.org", "roles": cell}).people[0].roles == ["superintendent"]


@pytest.mark.parametrize("cell", ["principal; parent", "principal, parent", "Principal and parent"])
def test_a_cell_may_name_several_roles(cell: str) -> None:
    assert read({"email": "a@example.org", "roles": cell}).people[0].roles == [
        "principal",
        "parent",
    ]


def test_every_name_of_every_template_is_one_role() -> None:
    for template in all_templates():
        book = role_book(template)
        for role in template.roles:
            for name in (*role.singular.values(), *role.plural.values(), *role.aliases):
                assert book.words(name) == [name]
                assert book.find(name) == role.key


def test_the_closest_role_is_suggested() -> None:
    roster = read({"email": "a@example.org", "roles": "superintendant"})
    assert roster.lines[0].sentences == [
        "There is no role “superintendant” here. Is it “superintendent”?"
    ]
    assert roster.unknown_roles["superintendant"].suggestion == "superintendent"
    assert roster.people == []


@pytest.mark.parametrize(
    ("decision", "roles", "new"),
    [
        ("superintendent", ["superintendent"], {}),
        ("-", [], {}),
        ("+", ["bus-driver"], {"bus-driver": "Bus driver"}),
    ],
)
def test_an_unknown_role_is_mapped_left_out_or_added(
    decision: str, roles: list[str], new: dict[str, str]
) -> None:
    roster = read(
        {"email": "a@example.org", "roles": "Bus driver"},
        {"email": "b@example.org", "roles": "bus driver"},
        decisions={"bus driver": decision},
    )
    assert [person.roles for person in roster.people] == [roles, roles]
    assert roster.new_roles == new
    assert roster.errors == 0
    assert roster.unknown_roles["bus driver"].lines == [2, 3]


def test_a_site_written_in_another_way_is_the_same_site() -> None:
    roster = read(
        {"email": "a@example.org", "site": "north-bank"},
        {"email": "b@example.org", "site": "Nortbank"},
        sites=["North Bank"],
    )
    assert [person.site for person in roster.people] == ["North Bank", "Nortbank"]
    assert "looks like “North Bank”" in roster.lines[1].sentences[0]


def test_who_is_known_is_said_and_not_invited() -> None:
    known = KnownPeople(
        members={"here@example.org": "active", "left@example.org": "left"},
        invitations={"asked@example.org": "waiting", "no@example.org": "withdrawn"},
    )
    names = ("here", "left", "asked", "no", "new")
    roster = read(*({"email": f"{name}@example.org"} for name in names), known=known)
    assert [person.email for person in roster.people] == ["new@example.org"]
    assert [person.email for person in roster.former] == ["left@example.org", "no@example.org"]
    assert [line.level for line in roster.lines] == [Level.NOTE] * 4 + [Level.OK]


def test_a_facilitator_may_not_name_admins() -> None:
    roster = read(
        {"email": "a@example.org", "standing": "admin"},
        {"email": "b@example.org", "standing": "member"},
        standings=frozenset({"guest", "member"}),
    )
    assert [person.email for person in roster.people] == ["b@example.org"]
    assert roster.lines[0].sentences == [
        "Only an admin of this community may invite facilitators and admins."
    ]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("E-Mail", "email"),
        ("Correo electrónico", "email"),
        ("NOMBRE", "name"),
        ("Organización", "site"),
        ("Role(s):", "roles"),
        ("Círculo", "circle"),
        ("Shoe size", None),
    ],
)
def test_headers_are_understood_in_both_languages(header: str, column: str | None) -> None:
    assert column_of(header) == column
