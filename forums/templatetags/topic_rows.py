"""Rows of lists of topics, built as strings: an include a row is slow."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.look import chip, when
from forums.topic_rows import TopicRow

register = template.Library()


@register.simple_tag
def topic_row(topic: TopicRow, *, with_forum: bool = False) -> SafeString:
    """Return a row of `<ul class="rows rows--read">`: title, what is new, from whom, when.

    Who has begun to read goes to the first unread post.
    """
    address = topic.url
    if topic.is_unread and topic.read_through:
        address += "unread/"
    unread = ' class="is-unread"' if topic.is_unread else ""
    title, news = conditional_escape(topic.title), conditional_escape(_news(topic))
    place = chip(topic.forum_kind, topic.forum_label) if with_forum else ""
    return mark_safe(  # noqa: S308  (texts are escaped, the rest is ours)
        f'<li{unread}><a class="rows__title" href="{address}">{title}</a>'
        f'<p class="rows__meta">{place}<span>{news}</span>{when(topic.last_post_at)}</p></li>'
    )


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
