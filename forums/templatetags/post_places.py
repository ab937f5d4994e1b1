"""What stands under a post for those who may act on it, and in place of one that was removed."""

from html import escape

from django.utils.translation import gettext as _

from core.templatetags.look import when
from forums.post_rows import PostRow


def post_menu(row: PostRow, *, reader: int, facilitated: bool) -> str:
    """Return the links under a post to what the reader may do with it."""
    if row.author_id == reader:
        words = escape(_("Delete"))
    elif facilitated:
        words = escape(_("Remove"))
        if row.name_hidden:
            return _link(row, "removal/", words) + _link(row, "name/", escape(_("Show who it is")))
    else:
        return _link(row, "flag/", escape(_("Report")))
    return _link(row, "removal/", words)


def _link(row: PostRow, where: str, words: str) -> str:
    number = f'<span class="visually-hidden"> #{row.number}</span>'
    return f'<a href="{escape(row.url)}{where}">{words}{number}</a>'


def gone_post(row: PostRow, *, reader: int, facilitated: bool) -> str:
    """Return what stands in place of a removed post: a sentence, and a way to it for who may."""
    if row.is_elsewhere:
        return _elsewhere(row)
    by_author = row.removed_by_id == row.author_id
    if not by_author:
        words = _("A facilitator removed this post.")
    elif row.author_id == reader:
        words = _("You deleted this post. Nobody reads it but those who keep this forum going.")
    else:
        words = _("Its author deleted this post.")
    url, foot = escape(row.url), ""
    if facilitated:
        foot = f'<a href="{url}history/">{escape(_("Read what it said"))}</a>'
    elif by_author and row.author_id == reader:
        foot = f'<a href="{url}removal/">{escape(_("Restore it"))}</a>'
    if foot:
        foot = f'<p class="small line">{foot}</p>'
    return (
        f'<article class="post post--gone" id="post-{row.number}"><div class="post__head">'
        f'<p class="small">{escape(words)} {when(row.created_at)}</p>'
        f'<span class="post__number">#{row.number}</span></div>{foot}</article>\n'
    )


def _elsewhere(row: PostRow) -> str:
    words, go = escape(_("This post was moved to another topic.")), escape(_("Go to it"))
    return (
        f'<article class="post post--gone" id="post-{row.number}"><div class="post__head">'
        f'<p class="small">{words} <a href="{escape(row.url)}">{go}</a></p>'
        f'<span class="post__number">#{row.number}</span></div></article>\n'
    )
