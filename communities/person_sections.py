"""A person's page ends with sections that apps register: what he contributed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from communities.access import MemberRequest
from communities.models import Membership


@dataclass(frozen=True, slots=True)
class PersonSection:
    """`find` gets the request and whose page it is; None when there is nothing to show."""

    template: str
    find: Callable[[MemberRequest, Membership], dict[str, Any] | None]


_sections: list[PersonSection] = []


def register_person_section(section: PersonSection, *, first: bool = False) -> None:
    """Add a section, before all others if somebody has to do something about it.

    Called from AppConfig.ready().
    """
    _sections.insert(0 if first else len(_sections), section)


def person_sections(request: MemberRequest, shown: Membership) -> list[tuple[str, dict[str, Any]]]:
    """Return (template, context) of each section that has something to show to this reader."""
    found = []
    for section in _sections:
        context = section.find(request, shown)
        if context is not None:
            found.append((section.template, context))
    return found
