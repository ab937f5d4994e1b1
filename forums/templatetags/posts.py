"""Posts of a page, built as strings: this is the page that is read most."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.look import person, when
from forums.drawn_files import file_list
from forums.post_rows import PostRow
from forums.templatetags.post_bodies import post_body, translate_link
from forums.templatetags.post_places import gone_post, post_menu
from forums.under_posts import UnderPosts

register = template.Library()


@register.simple_tag
def post_list(
    rows: Sequence[PostRow],
    *,
    reader: int,
    new_from: int | None = None,
    facilitated: bool = False,
    closed: bool = False,
    under: UnderPosts | None = None,
) -> SafeString:
    """Return the posts, with a line above the one whose number is `new_from`.

    `reader` is the number of the membership that reads: under its own posts stands a way to change
    them. `facilitated` tells whether the reader keeps the forum going, `closed` whether he cannot
    reply, `under` draws what stands under each. The HTML of a post was made safe when it was saved.
    """
    link, changed = escape(_("Link to post")), escape(_("Changed"))
    edit = escape(_("Change what I wrote"))
    reply = escape(_("Reply"))
    names = {row.number: row.name for row in rows if not row.removed_by_id}
    found = []
    for row in rows:
        if row.number == new_from:
            words = escape(_("New since you were here"))
            found.append(f'<p class="new-from-here">{words}</p>')
        if row.removed_by_id:
            found.append(gone_post(row, reader=reader, facilitated=facilitated))
            continue
        who = person(row, line=row.line, url=row.author_url, moment=row.created_at)
        url = escape(row.url)
        foot = ""
        if not closed:
            foot = (
                f'<a href="?reply={row.number}#reply" data-reply="{row.number}"'
                f' data-who="{escape(row.name)}">'
                f'{reply}<span class="visually-hidden"> #{row.number}</span></a>'
            )
        if row.edited_at:
            foot += f'<a href="{url}history/">{changed} {when(row.edited_at)}</a>'
        is_answer = under is not None and under.top.answer_number == row.number
        if row.author_id == reader:
            foot += f'<a href="{url}edit/">{edit}</a>'
        if not closed:
            foot += translate_link(row, reader=reader, facilitated=facilitated)
        foot += post_menu(row, reader=reader, facilitated=facilitated)
        if foot:
            foot = f'<p class="small muted line">{foot}</p>'
        to = ""
        if row.answers:
            to = _in_reply(row, names.get(row.answers))
        found.append(
            f'<article class="post{" post--answer" if is_answer else ""}" id="post-{row.number}">'
            f'<div class="post__head">{who}{under.head(row) if under else ""}'
            f'<a class="post__number" href="{url}" aria-label="{link} {row.number}">#{row.number}</a>'
            f"</div>{to}{post_body(row)}{file_list(row.files)}{foot}"
            f"{under.html(row) if under else ''}</article>\n"
        )
    return mark_safe("".join(found))  # noqa: S308  (texts are escaped, the rest is ours)


def _in_reply(row: PostRow, name: str | None) -> str:
    words = _("In reply to #%(number)s, %(name)s") if name else _("In reply to #%(number)s")
    said = escape(words % {"number": row.answers, "name": name})
    return f'<p class="small muted"><a href="{escape(row.answers_url)}">{said}</a></p>'
