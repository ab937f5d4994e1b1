"""Small pieces of markup that lists repeat: built as strings, since an include a row is slow."""

from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.addresses import address
from core.people_names import initials
from core.templatetags.kept import kept

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
    # What a topic is. Most are discussions, and say nothing.
    "question": ("form", "question", _("Question")),
    "answered": ("form", "check", _("Answered question")),
    "consult": ("form", "consult", _("Peer consult")),
    "reflection": ("form", "reflection", _("Reflection")),
    "update": ("form", "update", _("Site update")),
    "announcement": ("form", "announcement", _("Announcement")),
    # With the kind of a resource as its label.
    "library": ("form", "library", _("Library")),
    "meetings": ("form", "calendar", _("Meetings")),
}
SHORT_NAMES = {"alike": "role-alike", "mixed": "mixed-role"}


@cache
def _asset(path: str) -> str:
    return static(path)


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, looked up once a process: `{% static %}` parses anew."""
    return _asset(path)


@register.simple_tag(name="address")
def address_tag(name: str, *args: str | int) -> str:
    """Return the address of a page, looked up once a process: `{% url %}` looks anew each time."""
    return address(name, *args)


@lru_cache(maxsize=512)
def _icon(name: str, size: str) -> SafeString:
    extra = f" icon--{size}" if size else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        extra,
        _asset("img/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Return an icon of the sprite, hidden from screen readers: a word always stands beside it.

    `size` is "", "small" (as high as the text) or "large".
    """
    return _icon(name, size)


@lru_cache(maxsize=4096)
def _letters(name: str, classes: str) -> SafeString:
    return format_html(
        '<span class="{} avatar--{}" aria-hidden="true">{}</span>',
        classes,
        crc32(name.encode()) % HUES,
        initials(name),
    )


@register.simple_tag
def avatar(person: Any, size: str = "", picture: str = "") -> SafeString:
    """Return the picture of a person (anything with `.name`, or a name itself), or the initials.

    A picture is shown when the object has an `avatar_url`, or its address comes as `picture`. The
    colour depends on the name alone, so that a person looks the same everywhere. `size` is "",
    "small" or "large".
    """
    classes = "avatar" + (f" avatar--{size}" if size else "")
    url = picture or getattr(person, "avatar_url", "")
    if url:
        return format_html('<img class="{}" src="{}" alt="" loading="lazy">', classes, url)
    return _letters(_name(person), classes)


def _name(person: Any) -> str:
    return person if isinstance(person, str) else str(getattr(person, "name", person))


@register.simple_tag
def person(
    who: Any, line: str = "", url: str = "", moment: datetime | None = None, size: str = ""
) -> SafeString:
    """Return picture, name and a line under it: "superintendent, Northbank · 3 hours ago".

    `{% person post.author line=post.author.line url=… moment=post.created_at %}`
    """
    begun, ended = _person(
        _name(who),
        getattr(who, "avatar_url", ""),
        str(line),
        url,
        size,
        has_moment=moment is not None,
    )
    return mark_safe(f"{begun}{when(moment)}{ended}")  # noqa: S308  (see _person and when)


# Lists and discussions show the same few people again and again.
@lru_cache(maxsize=2048, typed=True)
def _person(
    name: str, picture: str, line: str, url: str, size: str, *, has_moment: bool
) -> tuple[str, str]:
    """Return the markup before the moment, and after it."""
    shown = conditional_escape(name)
    named = (
        f'<a class="person__name" href="{conditional_escape(url)}">{shown}</a>'
        if url
        else f'<span class="person__name">{shown}</span>'
    )
    begun = f'<div class="person">{avatar(name, size, picture)}<div class="person__text">{named}'
    if not line and not has_moment:
        return begun, "</div></div>"
    details = conditional_escape(line) + (" · " if line and has_moment else "")
    return f'{begun}<span class="person__detail">{details}', "</span></div></div>"


@lru_cache(maxsize=1024, typed=True)  # markup equals the same text that is yet to be escaped
def _chip(kind: str, label: str, language: str | None) -> SafeString:  # noqa: ARG001  (part of the key)
    css, symbol, word = CHIPS[kind]
    text: str = conditional_escape(word)
    if label:
        named = conditional_escape(label)
        text = f"{text}: {named}" if css in {"alike", "mixed"} else named
    return mark_safe(  # noqa: S308  (both texts are escaped, the rest is ours)
        f'<span class="chip chip--{css}">{icon(symbol)}<span>{text}</span></span>'
    )


@register.simple_tag
def chip(kind: str, label: str = "") -> SafeString:
    """Return a chip with icon and word: `{% chip forum.kind %}`, `{% chip "wait" "3 days" %}`.

    Role-alike and mixed-role keep their word in front of a label, so that colour never stands
    alone: "Role-alike: Superintendents".
    """
    return _chip(SHORT_NAMES.get(kind, kind), label, get_language())


@lru_cache(maxsize=4096)
def _when(moment: datetime, zone: tzinfo, year: int, language: str | None) -> SafeString:  # noqa: ARG001  (part of the key)
    day = moment.astimezone(zone).date()
    words = date_format(day, "MONTH_DAY_FORMAT" if day.year == year else "DATE_FORMAT")
    stamp = moment.isoformat(timespec="minutes")
    return mark_safe(  # noqa: S308  (a stamp and a formatted date)
        f'<relative-time><time datetime="{stamp}">{words}</time></relative-time>'
    )


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """Return the day in the reader's zone, or nothing; with JavaScript it becomes "3 hours ago"."""
    if moment is None:
        return mark_safe("")
    zone = timezone.get_current_timezone()
    return _when(moment, zone, datetime.now(zone).year, get_language())


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


@register.simple_tag
def pagination(
    page: Any, previous_label: str = "", next_label: str = "", label: str = ""
) -> SafeString:
    """Return the way to the pages before and after this one, or nothing if there is neither.

    `page` is a `core.pagination.PostPage`, or an object or dictionary with `previous_url`,
    `next_url`, `number` and `count`, each of which may be absent.
    """

    def of(name: str) -> Any:
        return page.get(name) if isinstance(page, dict) else getattr(page, name, None)

    before = of("previous_url") or (f"?page={of('previous')}" if of("previous") else "")
    after = of("next_url") or (f"?page={of('next')}" if of("next") else "")
    if not before and not after:
        return mark_safe("")
    return kept(
        "components/pagination.html",
        before=before,
        after=after,
        number=of("number") or of("page"),
        count=of("count") or of("pages"),
        previous_label=previous_label,
        next_label=next_label,
        label=label,
    )
