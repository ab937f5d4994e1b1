"""What stands under a post, built as strings: this is the page that is read most."""

from html import escape

from django.utils.translation import gettext as _

from core.templatetags.look import icon as draw_icon
from forums.post_rows import PostRow
from forums.topic_top import TopicTop

# The page's one form for all buttons under posts; it carries the CSRF token.
FORM = "under-posts"


def under_post(row: PostRow, top: TopicTop | None) -> str:
    """Return the row of buttons under a post, or nothing."""
    buttons = _answer_button(row, top) if top is not None else ""
    return f'<div class="button-row post__buttons">{buttons}</div>' if buttons else ""


def _answer_button(row: PostRow, top: TopicTop) -> str:
    if not top.may_accept or row.number == 1:
        return ""
    if row.number == top.answer_number:
        return _button(f"{top.url}acceptance/delete/", _("This is not the answer after all"))
    return _button(f"{row.url}acceptance/", _("This answers it"), icon="check")


def _button(url: str, words: str, *, icon: str = "") -> str:
    return (
        f'<button class="button button--quiet" form="{FORM}" formaction="{escape(url)}">'
        f"{draw_icon(icon) if icon else ''}{escape(words)}</button>"
    )
