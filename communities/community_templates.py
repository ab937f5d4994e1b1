"""What a new community starts with, read from the files of templates_data/.

The format is that of docs/reference/community-templates.md.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "templates_data"

type Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class TitledTemplate:
    """A result, an indicator or a capacity."""

    key: str
    number: int
    title: Words


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    key: str
    singular: Words
    plural: Words
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForumTemplate:
    """`roles` is None where anybody takes part."""

    key: str
    kind: str
    roles: tuple[str, ...] | None
    name: Words
    description: Words


@dataclass(frozen=True, slots=True)
class CharterTemplate:
    domain: Words
    problem_of_practice: Words
    purpose: Words
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommunityTemplate:
    key: str
    title: Words
    description: Words
    framework_version: str
    joining: str
    sites: tuple[str, ...]
    charter: CharterTemplate
    results: tuple[TitledTemplate, ...]
    indicators: tuple[TitledTemplate, ...]
    capacities: tuple[TitledTemplate, ...]
    roles: tuple[RoleTemplate, ...]
    forums: tuple[ForumTemplate, ...]

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return in_language(self.title)

    @property
    def about(self) -> str:
        """Return the description in the reader's language."""
        return in_language(self.description)


def in_language(words: Words, language: str | None = None) -> str:
    """Return the words in a language (the reader's, if none is given), else in English."""
    return words.get(language or get_language() or "en") or words["en"]


def template_keys() -> list[str]:
    """Return the keys of all templates, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def community_template(key: str) -> CommunityTemplate:
    """Return a template; raise KeyError if there is none of this key."""
    if key not in template_keys():
        raise KeyError(key)
    with (FOLDER / f"{key}.toml").open("rb") as file:
        return _read(tomllib.load(file))


def all_templates() -> list[CommunityTemplate]:
    return [community_template(key) for key in template_keys()]


def _read(data: dict[str, Any]) -> CommunityTemplate:
    charter = data["charter"]
    return CommunityTemplate(
        key=data["key"],
        title=data["title"],
        description=data["description"],
        framework_version=data.get("framework_version", ""),
        joining=data["policy"]["joining"],
        sites=tuple(data["sites"]),
        charter=CharterTemplate(
            charter["domain"],
            charter["problem_of_practice"],
            charter["purpose"],
            tuple(charter["results"]),
        ),
        results=_titled(data["results"], "result"),
        indicators=_titled(data.get("indicators", []), "indicator"),
        capacities=_titled(data["capacities"], "capacity"),
        roles=tuple(
            RoleTemplate(r["key"], r["singular"], r["plural"], tuple(r["aliases"]))
            for r in data["roles"]
        ),
        forums=tuple(
            ForumTemplate(
                f["key"],
                f["kind"],
                None if f["roles"] == "any" else tuple(f["roles"]),
                f["name"],
                f["description"],
            )
            for f in data["forums"]
        ),
    )


def _titled(entries: list[dict[str, Any]], word: str) -> tuple[TitledTemplate, ...]:
    return tuple(
        TitledTemplate(
            key=entry.get("key") or f"{word}-{entry['number']}",
            number=entry.get("number", position),
            title=entry["title"],
        )
        for position, entry in enumerate(entries, 1)
    )
