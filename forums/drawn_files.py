"""The files beside a post as HTML: pictures first, then what one takes along."""

import re
from collections.abc import Sequence
from html import escape, unescape

from django.utils.translation import gettext as _

from core.templatetags.look import icon
from forums.file_rows import FileRow

# Of the size for pages, as core.images makes it.
SIDE = 640

# What core.markdown makes of a picture's name; its text is escaped there.
_PLACE = re.compile(r'<em class="picture">(?P<name>[^<]*)</em>')


def file_list(files: Sequence[FileRow]) -> str:
    """Return safe HTML; nothing where there is no file."""
    pictures = [_picture(file) for file in files if file.is_picture]
    others = [_other(file) for file in files if not file.is_picture]
    return _list("pictures", _("Pictures"), pictures) + _list("files", _("Files"), others)


def with_pictures(html: str, files: tuple[FileRow, ...]) -> tuple[str, tuple[FileRow, ...]]:
    """Return a post's HTML with each picture that has a place there, and the files that have none.

    Of two pictures of one name, each has the place that comes in its turn.
    """
    if not files:
        return html, files
    left = list(files)

    def drawn(place: re.Match[str]) -> str:
        name = unescape(place["name"])
        found = next((one for one in left if one.is_picture and one.name == name), None)
        if found is None:
            return place[0]
        left.remove(found)
        return _drawn_picture(found, ' class="picture"')

    return _PLACE.sub(drawn, html), tuple(left)


def _list(name: str, label: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return f'<ul class="{name}" aria-label="{escape(label)}">{"".join(rows)}</ul>'


def _picture(file: FileRow) -> str:
    return f"<li>{_drawn_picture(file)}</li>"


def _drawn_picture(file: FileRow, attributes: str = "") -> str:
    width, height = file.width or 1, file.height or 1
    part = min(1, SIDE / max(width, height))
    url, alt = escape(file.url), escape(file.description or file.name)
    return (
        f'<a href="{url}"{attributes}><img src="{url}small/" alt="{alt}" loading="lazy" decoding="async"'
        f' width="{max(round(width * part), 1)}" height="{max(round(height * part), 1)}"></a>'
    )


def _other(file: FileRow) -> str:
    return (
        f'<li><a class="files__one" href="{escape(file.url)}">{icon("file")}'
        f'<span class="files__name">{escape(file.name)}</span>'
        f'<span class="files__kind">{escape(file.kind)}</span></a></li>'
    )
