"""A mail without what is one reader's own: drawn once for all whose mails are built alike.

Drawing the two templates takes longer than all the rest of a mail, and of five hundred mails of a
community few differ in more than names, links and items.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape

from notifications.mail_templates import tidy

# No text of a template has these. A frame is parted at them before anything of a person is put in.
HOLE = re.compile("\x02([^\x03]*)\x03")


def hole(name: str) -> str:
    """Return what stands in a template's value for what is put in later."""
    return f"\x02{name}\x03"


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn template, parted: fixed text at even places, names of holes at odd ones."""

    pieces: list[str]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return it with these in its holes, as they are; raise KeyError if one is missing."""
        filled = self.pieces.copy()
        filled[1::2] = [values[name] for name in self.pieces[1::2]]
        return "".join(filled)


class Frames:
    """The frames of a batch of mails, kept by what they are drawn from."""

    def __init__(self) -> None:
        self._kept: dict[object, tuple[Frame, Frame]] = {}

    def of(self, key: object, context: Mapping[str, Any]) -> tuple[Frame, Frame]:
        """Return the text's and the HTML's frame; `key` is all that the context depends on."""
        found = self._kept.get(key)
        if found is None:
            values = {"site_url": settings.SITE_URL, **context}
            text = tidy(get_template("mail/digest.txt").render(values))
            html = get_template("mail/digest.html").render(values)
            found = self._kept[key] = Frame(HOLE.split(text)), Frame(HOLE.split(html))
        return found


def escaped(values: Mapping[str, str]) -> dict[str, str]:
    """Return words that people typed, fit to stand in HTML."""
    return {name: escape(words) for name, words in values.items()}
