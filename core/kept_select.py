"""A menu that is drawn once for all who are offered the same choices."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.safestring import SafeString

# Of some KB each.
MENUS = 512


class KeptSelect(forms.Select):
    """`<select>` whose labels are text: from memory if it was drawn before just so.

    To draw eighty sites takes thirty times as long as to see that they are the same eighty.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  (there is one)
    ) -> SafeString:
        drawn_with = self.build_attrs(self.attrs, attrs)
        chosen = tuple(self.format_value(value))
        return _drawn(name, chosen, _plain(self.choices), tuple(drawn_with.items()))


@lru_cache(maxsize=MENUS)
def _drawn(
    name: str,
    chosen: tuple[str, ...],
    choices: tuple[tuple[str, Any], ...],
    attrs: tuple[tuple[str, Any], ...],
) -> SafeString:
    return forms.Select(dict(attrs), choices).render(name, chosen)


def _plain(choices: Any) -> tuple[tuple[str, Any], ...]:
    """Return choices, in groups or not, as text in the language that is active."""
    return tuple(
        (_text(value), _plain(label) if isinstance(label, (list, tuple)) else _text(label))
        for value, label in choices
    )


def _text(said: Any) -> str:
    # A copy is text; markup would be equal to the same text, and drawn in its place.
    return str(said)[:]
