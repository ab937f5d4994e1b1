"""The table of kinds, without a database."""

import pytest
from django.core.exceptions import ValidationError

from knowledge.content import Content
from knowledge.kinds import FIELDS, GUIDES, LINE, LINK, LONG, Kind, checked_details
from knowledge.missing import missing, missing_in


def test_every_kind_has_fields_of_its_own_and_a_key_means_one_shape() -> None:
    assert FIELDS.keys() == GUIDES.keys() == set(Kind)
    shapes: dict[str, set[str]] = {}
    for fields in FIELDS.values():
        for field in fields:
            shapes.setdefault(field.key, set()).add(field.shape)
    assert all(len(found) == 1 for found in shapes.values())
    lines = {f"details.{key}" for key, found in shapes.items() if found & {LINE, LINK}}
    assert not lines & LONG


def test_only_the_fields_of_the_kind_are_kept() -> None:
    given = {"indicator": " Attendance ", "story": "Why.", "steps": "None of its fields."}
    assert checked_details(Kind.DATA_STORY, given) == {"indicator": "Attendance", "story": "Why."}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/", "not an address"])
def test_a_link_is_the_address_of_a_page(link: str) -> None:
    with pytest.raises(ValidationError):
        checked_details(Kind.RECORDING, {"link": link})


def test_what_others_see_has_its_summary_and_what_its_kind_asks_for() -> None:
    assert missing(Kind.LESSON, {"what": "A", "for_whom": "B", "outcome": "C", "body": "D"}) == [
        "details.failed"
    ]
    assert missing_in(Content(kind=Kind.CASE, title="T")) == ["what", "for_whom", "outcome", "body"]


def test_a_content_comes_back_from_json_as_it_was() -> None:
    content = Content(
        kind=Kind.CASE, title="T", authors=(3, "Ana"), roles=(1,), facets=("result-2",)
    )
    assert Content.from_json(content.as_json() | {"of a later version": 1}) == content
