"""Labels of radio buttons and checkboxes that explain themselves in a second line."""

from typing import TYPE_CHECKING, cast

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _described(title: str, hint: str) -> SafeString:
    return format_html(
        '<span class="option__title">{}</span><span class="option__hint">{}</span>', title, hint
    )


_lazily = lazy(_described, SafeString)


def described(title: "_StrOrPromise", hint: "_StrOrPromise") -> "_StrOrPromise":
    """Return a label for `choices`: a title and a sentence under it, translated when shown."""
    return cast("_StrOrPromise", _lazily(cast("str", title), cast("str", hint)))
