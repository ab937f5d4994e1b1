"""Rows of lists of topics, built as strings: an include a row is slow."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.look import chip, icon, when
from forums.models import Form
from forums.topic_rows import TopicRow, WaitingRow

register = template.Library()


@register.simple_tag
def topic_rows(topics: Sequence[TopicRow], *, with_forum: bool = False) -> SafeString:
    """Return the rows of `<ul class="rows rows--read">`: title, what is new, from whom, when.

    Who has begun to read a topic goes to its first unread post.
    """
    return mark_safe("".join(_row(topic, with_forum=with_forum) for topic in topics))  # noqa: S308  (see _row)


@register.simple_tag
def waiting_rows(topics: Sequence[WaitingRow]) -> SafeString:
    """Return the rows of `<ul class="rows">` of questions without an answer, each with a button."""
    return mark_safe("".join(_waiting(topic, first=n == 0) for n, topic in enumerate(topics)))  # noqa: S308  (see _waiting)


@register.simple_tag
def form_chip(form: str, *, is_answered: bool = False) -> SafeString:
    """Return what a topic is, as icon and word; nothing for a discussion, which most are."""
    if form == Form.DISCUSSION:
        return mark_safe("")
    return chip("answered" if is_answered else form)


def _row(topic: TopicRow, *, with_forum: bool) -> str:
    address = topic.url
    if topic.is_unread and topic.read_through:
        address += "unread/"
    unread = ' class="is-unread"' if topic.is_unread else ""
    title, news = escape(topic.title), escape(_news(topic))
    what = form_chip(topic.form, is_answered=topic.is_answered)
    place = chip(topic.forum_kind, topic.forum_label) if with_forum else ""
    if topic.is_pinned:
        place += state_chip("flag", _("Pinned"))
    if topic.is_locked:
        place += state_chip("lock", _("Closed"))
    return (
        f'<li{unread}><a class="rows__title" href="{address}">{title}</a>'
        f'<p class="rows__meta">{what}{place}<span>{news}</span>{when(topic.last_post_at)}</p></li>\n'
    )


def state_chip(symbol: str, words: str) -> str:
    return f'<span class="chip">{icon(symbol)}<span>{escape(words)}</span></span>'


def _news(topic: TopicRow) -> str:
    values = {"name": topic.last_author, "n": topic.unread_count}
    if topic.last_number == 1:
        if topic.is_unread:
            return _("New, from %(name)s") % values
        return _("No replies yet, from %(name)s") % values
    if topic.is_unread:
        return (
            ngettext(
                "%(n)s new post, the last from %(name)s",
                "%(n)s new posts, the last from %(name)s",
                topic.unread_count,
            )
            % values
        )
    values["n"] = topic.reply_count
    return (
        ngettext(
            "%(n)s reply, the last from %(name)s",
            "%(n)s replies, the last from %(name)s",
            topic.reply_count,
        )
        % values
    )


def _waiting(topic: WaitingRow, *, first: bool) -> str:
    address, title = topic.url, escape(topic.title)
    asked, answer = escape(_asked(topic)), escape(_("Answer"))
    main = " button--main" if first else ""
    return (
        f'<li><a class="rows__title" href="{address}">{title}</a>'
        f'<p class="rows__meta">{asked} {when(topic.created_at)}</p>'
        f'<div class="button-row"><a class="button{main}" href="{address}#reply">{answer}</a></div>'
        "</li>\n"
    )


def _asked(topic: WaitingRow) -> str:
    values = {"name": topic.author, "site": topic.site}
    if not topic.site:
        return _("%(name)s asked, and nobody has answered yet.") % values
    return _("%(name)s at %(site)s asked, and nobody has answered yet.") % values
