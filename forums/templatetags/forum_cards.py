"""Cards of forums, built as strings: an include a card is slow."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.look import chip
from forums.forum_lists import ForumRow

register = template.Library()


@register.simple_tag
def forum_cards(rows: Sequence[ForumRow], *, about: bool = False) -> SafeString:
    """Return the cards of `<ul class="card-grid">`: kind, name, and what is new.

    With `about` each says what the forum is for, and has a line of news even without any; its kind
    stands above the list then.
    """
    return mark_safe("".join(_card(row, about=about) for row in rows))  # noqa: S308  (see _card)


def _card(row: ForumRow, *, about: bool) -> str:
    kind = "" if about else chip(row.kind)
    what = f'<p class="small muted">{escape(row.about)}</p>' if about else ""
    if row.unread:
        what += f'<p class="small"><b>{_news(row)}</b></p>'
    elif about:
        what += f'<p class="small">{_nothing_new(row)}</p>'
    return (
        f'<li><div class="card card--snug card--link">{kind}'
        f'<h3><a href="{row.url}">{escape(row.label)}</a></h3>{what}</div></li>\n'
    )


def _news(row: ForumRow) -> str:
    words = ngettext("%(n)s topic with news", "%(n)s topics with news", row.unread)
    return escape(words % {"n": row.unread})


def _nothing_new(row: ForumRow) -> str:
    topics = row.topic_count
    if not topics:
        return escape(_("Nobody has started a topic yet."))
    words = ngettext("%(n)s topic, all read", "%(n)s topics, all read", topics)
    return escape(words % {"n": topics})
