"""What a page shows of the places that two people changed at once."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from communities.models import Community
from core.markdown.unsigned import without_signs
from core.word_differences import marked_differences
from knowledge.kinds import DETAIL
from knowledge.labels import lines_of
from knowledge.merging import Conflict, Merged


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One place: what the other made of it, and what I did, each with the differences."""

    key: str
    label: str
    theirs: SafeString
    mine: SafeString
    can_be_both: bool
    choice: str
    """What was chosen on the page before, if anything."""


def settled_rows(merged: Merged, community: Community, choices: dict[str, str]) -> list[SettledRow]:
    """Return the conflicts in words."""
    return [
        SettledRow(
            one.key,
            _words(merged, one, one.mine, community)[0],
            _marked(merged, one, one.theirs, community),
            _marked(merged, one, one.mine, community),
            one.is_text,
            choices.get(one.key, ""),
        )
        for one in merged.conflicts
    ]


def _marked(merged: Merged, one: Conflict, value: object, community: Community) -> SafeString:
    before = _words(merged, one, one.before, community)[1]
    after = _words(merged, one, value, community)[1]
    return marked_differences(*(without_signs(before, after) if one.is_text else (before, after)))


def _words(merged: Merged, one: Conflict, value: object, community: Community) -> tuple[str, str]:
    """Return what the field is called and what it says; of a text, the paragraphs as they are."""
    name = one.name.removeprefix(DETAIL)
    content = merged.content
    if one.name == name:
        changed: dict[str, Any] = {name: value}
        content = replace(content, **changed)
    else:
        content = replace(content, details={**content.details, name: str(value)})
    line = next(line for line in lines_of(content, community) if line.name == one.name)
    return line.label, str(value) if one.is_text else line.text
