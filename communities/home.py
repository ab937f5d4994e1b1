"""The first page of a community is put together from sections that apps register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from communities.access import MemberRequest


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A part of the home page. `find` returns its context, or None when there is nothing to show."""

    order: int
    template: str
    find: Callable[[MemberRequest], dict[str, Any] | None]
    aside: bool = False


_sections: list[HomeSection] = []


def register_home_section(section: HomeSection) -> None:
    """Add a section; called from AppConfig.ready(). Lower numbers stand higher on the page."""
    _sections.append(section)
    _sections.sort(key=lambda s: s.order)


def home_sections(request: MemberRequest) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return {"main": […], "side": […]}, each a list of (template, context) in order."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {"main": [], "side": []}
    for section in _sections:
        context = section.find(request)
        if context is not None:
            found["side" if section.aside else "main"].append((section.template, context))
    return found
