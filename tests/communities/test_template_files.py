"""The community templates are edited by admins, so a slip must be found before a community is made.

The rules are those of docs/reference/community-templates.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.communities.template_files import FILES, FOLDER, Template, read, role_names

LANGUAGES = {"en", "es"}
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
# Characters that there is room for in the database.
ROOM = {"description": 400, "charter": 2000, "role": 60, "forum name": 120, "title": 240}


def texts(template: Template) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text that people read, with the place where it stands."""
    yield "title", template["title"]
    yield "description", template["description"]
    for part in ("domain", "problem_of_practice", "purpose"):
        yield f"charter.{part}", template["charter"][part]
    for part in ("results", "indicators", "capacities"):
        for entry in template.get(part, []):
            yield f"{part} {entry.get('key', entry.get('number'))}", entry["title"]
    for role in template["roles"]:
        yield f"role {role['key']} singular", role["singular"]
        yield f"role {role['key']} plural", role["plural"]
    for forum in template["forums"]:
        yield f"forum {forum['key']} name", forum["name"]
        yield f"forum {forum['key']} description", forum["description"]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def template(path: Path) -> Template:
    return read(path)


def test_the_three_templates_are_there() -> None:
    assert [path.stem for path in FILES] == [
        "district-network",
        "promise-neighborhood",
        "working-community",
    ]


def test_a_file_is_named_for_its_key_and_says_its_format(path: Path, template: Template) -> None:
    assert template["key"] == path.stem
    assert template["format"] == 1


def test_a_file_begins_with_a_note_to_the_admin_who_edits_it(path: Path) -> None:
    head = path.read_text(encoding="utf-8").partition("\nformat = ")[0]
    assert all(line.startswith("#") or not line for line in head.splitlines())
    assert "docs/reference/community-templates.md" in head


def test_there_are_no_parts_that_the_reference_does_not_know(template: Template) -> None:
    known = {"format", "key", "title", "description", "sites", "policy", "charter", "results"}
    known |= {"framework_version", "indicators", "capacities", "roles", "forums"}
    assert set(template) <= known
    assert set(template["policy"]) == {"joining"}
    assert set(template["charter"]) == {"domain", "problem_of_practice", "purpose", "results"}
    for entry in template["results"]:
        assert set(entry) == {"key", "number", "title"}
    for entry in template.get("indicators", []):
        assert set(entry) == {"number", "title"}
    for entry in template["capacities"]:
        assert set(entry) == {"key", "title"}
    for entry in template["roles"]:
        assert set(entry) == {"key", "singular", "plural", "aliases"}
    for entry in template["forums"]:
        expected = {"key", "kind", "roles", "name", "description"}
        if entry["kind"] == "mixed-role":
            expected |= {"capacity"}
        assert set(entry) == expected, entry["key"]


def test_every_text_is_there_in_english_and_in_spanish(template: Template) -> None:
    for place, text in texts(template):
        assert set(text) == LANGUAGES, place
        for language, words in text.items():
            assert words.strip(), f"{place}.{language} is empty"
            assert words == words.strip(), f"{place}.{language} has spaces at an end"
        if not place.startswith("role "):
            assert text["en"] != text["es"], f"{place} is not translated"


def test_sentences_end_with_a_full_stop(template: Template) -> None:
    for place, text in texts(template):
        if "description" in place or place.startswith("charter"):
            assert all(words.endswith(".") for words in text.values()), place


@pytest.mark.parametrize("part", ["results", "capacities", "roles", "forums"])
def test_keys_are_short_names_and_occur_once(template: Template, part: str) -> None:
    keys = [entry["key"] for entry in template[part]]
    assert all(KEY.match(key) for key in keys)
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("part", ["results", "indicators"])
def test_results_and_indicators_are_numbered_in_order(template: Template, part: str) -> None:
    numbers = [entry["number"] for entry in template.get(part, [])]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_charter_names_results_that_exist(template: Template) -> None:
    named = template["charter"]["results"]
    assert named
    assert set(named) <= {result["key"] for result in template["results"]}


def test_the_way_to_join_is_one_of_three(template: Template) -> None:
    assert template["policy"]["joining"] in {"invitation", "request", "open"}


def test_a_name_in_a_spreadsheet_means_one_role_only(template: Template) -> None:
    owners: dict[str, str] = {}
    for name, role in role_names(template):
        assert owners.setdefault(name, role) == role, name


def test_every_text_fits_into_its_column(template: Template) -> None:
    for place, text in texts(template):
        kind = next((kind for kind in ROOM if kind in place), "title")
        room = ROOM["forum name"] if place.endswith(" name") else ROOM[kind]
        for language, words in text.items():
            assert len(words) <= room, f"{place}.{language} is longer than {room} characters"
    for role in template["roles"]:
        assert all(len(alias) <= ROOM["role"] for alias in role["aliases"]), role["key"]


def test_forums_name_roles_that_exist(template: Template) -> None:
    roles = {role["key"] for role in template["roles"]}
    for forum in template["forums"]:
        if forum["roles"] != "any":
            assert set(forum["roles"]) <= roles, forum["key"]
            assert len(forum["roles"]) == len(set(forum["roles"])), forum["key"]


def test_there_is_one_forum_for_everyone_and_both_other_kinds(template: Template) -> None:
    kinds = Counter(forum["kind"] for forum in template["forums"])
    assert set(kinds) == {"everyone", "role-alike", "mixed-role"}
    assert kinds["everyone"] == 1


def test_a_forum_for_everyone_is_open_to_any_role(template: Template) -> None:
    assert [f["roles"] for f in template["forums"] if f["kind"] == "everyone"] == ["any"]


def test_a_role_alike_forum_names_its_roles(template: Template) -> None:
    for forum in template["forums"]:
        if forum["kind"] == "role-alike":
            assert isinstance(forum["roles"], list), forum["key"]
            assert forum["roles"], forum["key"]


def test_a_mixed_role_forum_mixes_at_least_two_roles(template: Template) -> None:
    for forum in template["forums"]:
        if forum["kind"] == "mixed-role":
            assert forum["roles"] == "any" or len(forum["roles"]) >= 2, forum["key"]


def test_every_core_capacity_has_a_mixed_role_forum(template: Template) -> None:
    served = [f["capacity"] for f in template["forums"] if f["kind"] == "mixed-role"]
    assert sorted(served) == sorted(capacity["key"] for capacity in template["capacities"])


def test_every_role_takes_part_in_a_forum_that_mixes_roles(template: Template) -> None:
    mixed = [f["roles"] for f in template["forums"] if f["kind"] == "mixed-role"]
    named = {role for roles in mixed if roles != "any" for role in roles}
    assert {role["key"] for role in template["roles"]} - named == set()


def test_the_promise_neighborhood_template_has_the_framework_of_2011_12() -> None:
    template = read(FOLDER / "promise-neighborhood.toml")
    assert template["framework_version"] == "2011-12"
    assert len(template["results"]) == 10
    assert len(template["indicators"]) == 15
    assert len(template["capacities"]) == 7
