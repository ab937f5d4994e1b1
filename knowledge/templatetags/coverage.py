"""The cells of the map of what there is: hundreds on a page, built as strings."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.coverage.table import Cell
from knowledge.kinds import Evidence

register = template.Library()


@register.simple_tag
def coverage_cells(cells: Iterable[Cell]) -> SafeString:
    """Return a row's cells: how much there is and how far it was tried, or that there is nothing."""
    nothing, levels = _words(get_language())
    drawn = []
    for cell in cells:
        # Each part is escaped, or a number.
        link = f'<td data-label="{escape(cell.subject)}"><a href="{escape(cell.url)}"'
        if cell.best is None:
            drawn.append(f'{link} class="coverage__gap">{nothing}</a></td>')
        else:
            told = f"<strong>{cell.count}</strong> <span>{levels[cell.best]}</span>"
            drawn.append(f"{link}>{told}</a></td>")
    return mark_safe("".join(drawn))  # noqa: S308


@cache
def _words(_language: str | None) -> tuple[str, dict[Evidence, str]]:
    """Return "Nothing yet" and how far something was tried, in the language that is active."""
    return escape(_("Nothing yet")), {level: escape(str(level.label)) for level in Evidence}
