"""What stands in place of a post that was removed or moved."""

from html import escape

from django.utils.translation import gettext as _

from core.templatetags.look import when
from forums.post_rows import PostRow


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
        go = escape(_("Read what it said"))
        foot = f'<a href="{url}history/">{go}</a>'
    elif by_author and row.author_id == reader:
        go = escape(_("Restore it"))
        foot = f'<a href="{url}removal/">{go}</a>'
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
