"""The words of a post: as they were written, or in the reader's language with the original below."""

from html import escape

from django.conf import settings
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
        words = f"{escape(_('Changed'))} {when(found.changed_at)}"
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


def translate_link(row: PostRow, *, reader: int, facilitated: bool) -> str:
    """Return the way to put a post into another language, for whom it may be one of his two.

    That is who reads a post that is not in the language of his pages, and its author. Who keeps the
    forum going comes to every post so, and can say there that its language is another.
    """
    wanted = str(get_language())
    if row.translation is not None:
        if reader not in {row.translation.by_id, row.author_id} and not facilitated:
            return ""
        words = _("Change the translation")
    elif row.language and row.language != wanted:
        words = _("Translate")
    elif row.author_id == reader or facilitated:
        wanted = next(code for code, _name in settings.LANGUAGES if code != wanted)
        words = _("Change the translation") if wanted in row.translated_into else _("Translate")
    else:
        return ""
    number = f'<span class="visually-hidden"> #{row.number}</span>'
    url = f"{escape(row.url)}translations/{wanted}/"
    return f'<a href="{url}">{escape(words)}{number}</a>'
