"""What a topic is about, as quiet chips."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from communities.facets import Facet

register = template.Library()


@register.simple_tag
def facet_chips(
    facets: Sequence[Facet], *, forum_url: str, topic_url: str, may_say: bool
) -> SafeString:
    """Return the chips, each leading to such topics of the forum, and the way to change them."""
    if not facets and not may_say:
        return mark_safe("")
    chips = "".join(
        f'<a class="chip chip--about" href="{forum_url}?about={f.value}">{escape(f.label)}</a>'
        for f in facets
    )
    if may_say:
        words = _("Change what it is about") if facets else _("Say what it is about")
        chips += f'<a class="no-print" href="{topic_url}facets/">{escape(words)}</a>'
    label = escape(_("What it is about"))
    return mark_safe(f'<p class="small line" aria-label="{label}">{chips}</p>')  # noqa: S308  (texts are escaped)
