"""Posts of a page, built as strings: this is the page that is read most."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.look import person, when
from forums.post_rows import PostRow
from forums.templatetags.post_bodies import post_body
from forums.templatetags.post_places import gone_post
from forums.under_posts import UnderPosts

register = template.Library()


@register.simple_tag
def post_list(
    rows: Sequence[PostRow], *, under: UnderPosts, new_from: int | None = None
) -> SafeString:
    """Return the posts, with a line above the one whose number is `new_from`.

    `under` knows who reads them, and draws what stands under each. The HTML of a post was made
    safe when it was saved.
    """
    link, changed = escape(_("Link to post")), escape(_("Changed"))
    names = {row.number: row.name for row in rows if not row.removed_by_id}
    found = []
    for row in rows:
        if row.number == new_from:
            words = escape(_("New since you were here"))
            found.append(f'<p class="new-from-here">{words}</p>')
        if row.removed_by_id:
            found.append(gone_post(row, reader=under.reader_id, facilitated=under.top.facilitated))
            continue
        who = person(row, line=row.line, url=row.author_url, moment=row.created_at)
        url = escape(row.url)
        to = was = ""
        if row.answers:
            to = _in_reply(row, names.get(row.answers))
        if row.edited_at:
            when_changed = f'<a href="{url}history/">{changed} {when(row.edited_at)}</a>'
            was = f'<p class="small muted">{when_changed}</p>'
        answer = " post--answer" if under.top.answer_number == row.number else ""
        found.append(
            f'<article class="post{answer}" id="post-{row.number}">'
            f'<div class="post__head">{who}{under.head(row)}'
            f'<a class="post__number" href="{url}" aria-label="{link} {row.number}">#{row.number}</a>'
            f"</div>{to}{post_body(row)}{under.mail_rest(row)}{was}{under.quoted(row)}{under.html(row)}</article>\n"
        )
    return mark_safe("".join(found))  # noqa: S308  (texts are escaped, the rest is ours)


def _in_reply(row: PostRow, name: str | None) -> str:
    words = _("In reply to #%(number)s, %(name)s") if name else _("In reply to #%(number)s")
    said = escape(words % {"number": row.answers, "name": name})
    return f'<p class="small muted"><a href="{escape(row.answers_url)}">{said}</a></p>'
