"""Small pieces of markup that lists repeat: built as strings, since an include a row is slow."""

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

register = template.Library()

HUES = 8

# Kind of a forum, or state → class of the chip, icon, word.
CHIPS: dict[str, tuple[str, str, "_StrOrPromise"]] = {
    "role-alike": ("alike", "alike", _("Role-alike")),
    "mixed-role": ("mixed", "mixed", _("Mixed roles")),
    "site": ("site", "site", _("One site")),
    "working": ("working", "working", _("Working group")),
    "everyone": ("everyone", "everyone", _("Everyone")),
    "wait": ("wait", "clock", _("Waiting for you")),
}
SHORT_NAMES = {"alike": "role-alike", "mixed": "mixed-role"}


@lru_cache(maxsize=256)
def _icon(name: str, size: str, sprite: str) -> SafeString:
    extra = f" icon--{size}" if size else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', extra, sprite, name
    )


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Return an icon of the sprite, hidden from screen readers: a word always stands beside it.

    `size` is "", "small" (as high as the text) or "large".
    """
    return _icon(name, size, static("img/icons.svg"))


def initials(name: str) -> str:
    """Return up to two letters: of the first and of the last word of the name."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Return the picture of a person (anything with `.name`, or a name itself), or the initials.

    A picture is shown when the object has an `avatar_url`. The colour depends on the name alone,
    so that a person looks the same everywhere. `size` is "", "small" or "large".
    """
    name = person if isinstance(person, str) else str(getattr(person, "name", person))
    url = getattr(person, "avatar_url", "")
    classes = "avatar" + (f" avatar--{size}" if size else "")
    if url:
        return format_html('<img class="{}" src="{}" alt="" loading="lazy">', classes, url)
    hue = crc32(name.encode()) % HUES
    letters = conditional_escape(initials(name))
    return mark_safe(  # noqa: S308  (the letters are escaped, the rest is ours)
        f'<span class="{classes} avatar--{hue}" aria-hidden="true">{letters}</span>'
    )


@register.simple_tag
def chip(kind: str, label: str = "") -> SafeString:
    """Return a chip with icon and word: `{% chip forum.kind %}`, `{% chip "wait" "3 days" %}`.

    Role-alike and mixed-role keep their word in front of a label, so that colour never stands
    alone: "Role-alike: Superintendents".
    """
    css, symbol, word = CHIPS[SHORT_NAMES.get(kind, kind)]
    text: str = conditional_escape(word)
    if label:
        named = conditional_escape(label)
        text = f"{text}: {named}" if css in {"alike", "mixed"} else named
    return mark_safe(  # noqa: S308  (both texts are escaped, the rest is ours)
        f'<span class="chip chip--{css}">{icon(symbol)}<span>{text}</span></span>'
    )


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """Return the day in the reader's zone; with JavaScript it becomes "3 hours ago"."""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localtime().year
    day = date_format(local, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")
    return format_html(
        '<relative-time><time datetime="{}" title="{}">{}</time></relative-time>',
        moment.isoformat(timespec="minutes"),
        date_format(local, "DATETIME_FORMAT"),
        day,
    )


@register.simple_tag
def count(number: int, words: str = "") -> SafeString:
    """Return a lit badge for a number one can act on, or nothing for zero.

    `words` is for those who hear the page: "waiting for you".
    """
    if not number:
        return mark_safe("")
    shown = "99+" if number > 99 else str(number)
    if not words:
        return format_html('<span class="count">{}</span>', shown)
    return format_html(
        '<span class="count">{}<span class="visually-hidden"> {}</span></span>', shown, words
    )
