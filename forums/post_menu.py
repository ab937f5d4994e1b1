"""What one does now and then with a post, behind "More" under it."""

from collections.abc import Iterable
from html import escape

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.post_rows import PostRow


def post_menu(
    row: PostRow, *, reader: int, facilitated: bool, closed: bool, more: Iterable[str] = ()
) -> str:
    """Return the menu, with what else belongs in it (safe HTML) first."""
    items = [*more]
    if row.author_id == reader:
        items.append(_link(row, "edit/", _("Change what I wrote")))
    if not closed:
        items.append(_translate(row, reader=reader, facilitated=facilitated))
    if row.author_id == reader:
        items.append(_link(row, "removal/", _("Delete")))
    elif facilitated:
        items.append(_link(row, "removal/", _("Remove")))
        if row.name_hidden:
            items.append(_link(row, "name/", _("Show who it is")))
    else:
        items.append(_link(row, "flag/", _("Report")))
    words = escape(_("More"))
    return (
        f'<details class="menu"><summary>{words}<span class="visually-hidden"> #{row.number}</span>'
        f'</summary><div class="menu__panel">{"".join(items)}</div></details>'
    )


def _translate(row: PostRow, *, reader: int, facilitated: bool) -> str:
    """Return the way to put a post into another language, for whom it may be one of his two.

    That is who reads a post that is not in the language of his pages, and its author. Who keeps the
    forum going comes to every post so, and can say there that its language is another.
    """
    wanted = str(get_language())
    change, new = _("Change the translation"), _("Translate it for others")
    if row.translation is not None:
        if reader not in {row.translation.by_id, row.author_id} and not facilitated:
            return ""
        words = change
    elif row.language and row.language != wanted:
        words = new
    elif row.author_id == reader or facilitated:
        wanted = next(code for code, _name in settings.LANGUAGES if code != wanted)
        words = change if wanted in row.translated_into else new
    else:
        return ""
    return _link(row, f"translations/{wanted}/", words)


def _link(row: PostRow, where: str, words: str) -> str:
    return f'<a href="{escape(row.url)}{where}">{escape(words)}</a>'
