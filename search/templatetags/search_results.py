"""Rows of what was found, built as strings: an include a row is slow."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.look import chip, icon, when
from search.finding import COUNTED, Found, Result

register = template.Library()


@register.simple_tag
def result_rows(results: Sequence[Result]) -> SafeString:
    """Return the rows of `<ul class="rows">`: title, excerpt with marks, from whom, where, when."""
    return mark_safe("".join(map(_row, results)))  # noqa: S308  (see _row)


@register.simple_tag
def found_line(found: Found) -> str:
    """Return "5 results", or that there are too many to be counted.

    Each is a discussion, or something of the library; how many posts fit in it stands beside it.
    """
    if found.is_beyond_count:
        return _("More than %(most)s fit; the best of the newest come first.") % {"most": COUNTED}
    return ngettext("%(count)s result", "%(count)s results", found.threads) % {
        "count": found.threads
    }


def _row(result: Result) -> str:
    hit = result.hit
    more = ""
    if result.more:
        words = ngettext("%(n)s more place in it", "%(n)s more places in it", result.more)
        more = f"<span>{escape(words % {'n': result.more})}</span>"
    files = ""
    if result.files:
        files = f'<p class="found__files small">{icon("file")}<span>{result.files}</span></p>'
    return (
        f'<li class="found"><a class="rows__title" href="{escape(hit.url)}">{result.title}</a>'
        f'<p class="found__excerpt">{result.excerpt}</p>{files}'
        f'<p class="rows__meta">{chip(hit.place_kind, hit.place_label)}'
        f"<span>{escape(hit.author)}</span>{when(hit.moment)}{more}</p></li>\n"
    )
