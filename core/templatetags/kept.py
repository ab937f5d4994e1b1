"""Pieces of pages that are drawn once and kept in the memory of this process."""

from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

# Of about 2 KB each. The menus of people are the most of them; what all pages share stays in use.
PIECES = 1024
PLAIN = frozenset({str, SafeString, int, bool, type(None)})


@register.simple_tag
def kept(piece: str, /, **values: Any) -> SafeString:
    """Return a template drawn with these values and nothing else, from memory if it was before.

    `{% kept "components/places.html" slug=community.slug place=place %}` takes the place of an
    `{% include … only %}`: the piece sees neither the request nor anything else of the page, so what
    is kept of one person's page can be shown on another's only where both hand over the same values.
    It depends on the language and the URLconf besides, and on no time zone: a moment cannot be handed
    over. A form cannot stand in a piece, since it would lack its CSRF token.

    Values are text, whole numbers, true, false, nothing, lists of these, and frozen dataclasses of
    these. Raises TypeError for anything else.
    """
    handed = {name: _plain(value) for name, value in values.items()}
    key = (*handed, _key(tuple(handed.values())))
    if settings.DEBUG:
        # A template that somebody is working on shows at once.
        return _drawn(piece, handed)
    return _kept(piece, get_language(), settings.ROOT_URLCONF, _Handed(key, handed))


@dataclass(frozen=True, slots=True)
class _Handed:
    """The values that a piece is given, and what tells them from others."""

    key: tuple[Any, ...]
    values: dict[str, Any] = field(compare=False)


@lru_cache(maxsize=PIECES)
def _kept(piece: str, _language: str | None, _urlconf: str, handed: _Handed) -> SafeString:
    return _drawn(piece, handed.values)


def _drawn(piece: str, values: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(piece).render(values))  # noqa: S308  (a template escapes)


def _plain(value: Any) -> Any:
    """Return the value without anything that could change or holds on to its page."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, (list, tuple)):
        return tuple(_plain(one) for one in value)
    made_as = getattr(type(value), "__dataclass_params__", None)
    if made_as is not None and made_as.frozen:
        return value
    raise TypeError(f"A kept piece takes plain values only, not {type(value).__name__}.")


def _key(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what is equal for equal values of the same types.

    Types count: markup equals the same text that is yet to be escaped, and 1 equals True.
    """
    kinds = tuple(map(type, values))
    if PLAIN.issuperset(kinds):
        return kinds, values
    return kinds, tuple(one if type(one) in PLAIN else _key(_parts(one)) for one in values)


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    kind: type = type(value)
    return tuple(_plain(getattr(value, name)) for name in _names(kind))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
