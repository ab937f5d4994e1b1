"""The words of a post: as they were written, or in the reader's language with the original below."""

from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.templatetags.look import when
from forums.post_rows import PostRow


def post_body(row: PostRow) -> str:
    """Return the words of a post, safe HTML: they were made safe when they were saved."""
    lang = f' lang="{row.language}"' if row.language and row.language != get_language() else ""
    found = row.translation
    if found is None:
        return f'<div class="post__body prose"{lang}>{row.html}</div>'
    name = escape(found.by)
    if found.by_url:
        name = f'<a href="{escape(found.by_url)}">{name}</a>'
    by = escape(_("Translated by %(name)s")) % {"name": name}
    if found.changed_at:
        changed = escape(_("Changed"))
        words = f"{changed} {when(found.changed_at)}"
        if found.changed_by:
            words = escape(_("changed by %(name)s") % {"name": found.changed_by})
        url = f"{escape(row.url)}translations/{get_language()}/history/"
        by += f' · <a href="{url}">{words}</a>'
    if found.is_outdated:
        by += " · " + escape(_("The original has changed since."))
    show = escape(_("Show the original"))
    return (
        f'<div class="post__body prose">{found.html}</div><p class="small muted">{by}</p>'
        f'<details class="post__original"><summary>{show}</summary>'
        f'<div class="prose"{lang}>{row.html}</div></details>'
    )
