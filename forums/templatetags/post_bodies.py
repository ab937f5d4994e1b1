"""What a post says: its words as written, or in the reader's language with the original; its files."""

from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.templatetags.look import when
from forums.drawn_files import file_list, with_pictures
from forums.post_rows import PostRow


def post_body(row: PostRow) -> str:
    """Return the words of a post and its files, safe HTML: words were made safe when saved."""
    lang = f' lang="{row.language}"' if row.language and row.language != get_language() else ""
    found = row.translation
    original, files = with_pictures(row.html, row.files)
    if found is None:
        return f'<div class="post__body prose"{lang}>{original}</div>{file_list(files)}'
    translated, files = with_pictures(found.html, row.files)
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
        f'<div class="post__body prose">{translated}</div><p class="small muted">{by}</p>'
        f'<details class="post__original"><summary>{show}</summary>'
        f'<div class="prose"{lang}>{original}</div></details>{file_list(files)}'
    )
