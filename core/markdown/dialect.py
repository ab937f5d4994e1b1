"""What of Markdown is understood here, and what is taken as plain words.

The dialect is made for people who have never heard of Markdown: whatever they type must come out
as they meant it. So nothing that is typed disappears (no link definitions, no raw HTML), an indented
paragraph is not code, "#1 priority" is not a heading, and a dash under a name is not one either.
docs/reference/markdown.md lists what is understood.
"""

import re
import unicodedata
from typing import override
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from core.markdown.caps import CapsPreprocessor, FencePreprocessor

MAX_LENGTH = 20_000
"""Characters that one post or one resource body may have."""

_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
# Left for tabs and newlines; everything else in these ranges is invisible, and PostgreSQL refuses NUL.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BARE_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]|$)", re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(r"https?://|mailto:|/", re.IGNORECASE)
# The name of a picture, and no address: "bus stop.jpg".
_PICTURE_NAME = re.compile(r"[^/:<>]{1,200}\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)


def check_source(text: str) -> None:
    """Refuse a text that is too long to be a post.

    Raises ValidationError with a sentence that says how much to cut.
    """
    if len(text) > MAX_LENGTH:
        message = _(
            "This text is too long: it has %(length)s characters, and at most %(limit)s fit. "
            "Please shorten it, or post it in two parts."
        )
        params = {"length": f"{len(text):,}", "limit": f"{MAX_LENGTH:,}"}
        raise ValidationError(message, code="too_long", params=params)


def normalise(source: str) -> str:
    """Return the source with one kind of line break, composed letters, and nothing invisible."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).expandtabs(4)


class _Heading(HashHeaderProcessor):
    """A heading needs a space after its signs, so that "#1" and "#results" stay words."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>[^\n]*\S[^\n]*)(?:\n|$)")

    @override
    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        heading = parent[-1]
        heading.text = (heading.text or "").rstrip("#").rstrip()


class _ImageAsLink(LinkInlineProcessor):
    """An image becomes a link that carries its description; its host learns nothing of readers.

    With a file's name alone it marks the place of a picture of that name: whoever has the picture at
    hand draws it there, and everywhere else the name is read.
    """

    @override
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        link, start, end = super().handleMatch(m, data)
        if isinstance(link, Element) and _PICTURE_NAME.fullmatch(name := link.get("href", "")):
            place = Element("em", {"class": "picture"})
            place.text = AtomicString(name)
            return place, start, end
        if isinstance(link, Element) and not (link.text or "").strip():
            link.text = link.get("href", "")
        return link, start, end


class _Shape(Treeprocessor):
    """Headings start at the third level, below the page's own; links lead to a whole address or nowhere."""

    @override
    def run(self, root: Element) -> None:
        for element in root.iter():
            element.tag = _HEADINGS.get(element.tag, element.tag)
            href = element.attrib.pop("href", "").strip()
            if _BARE_HOST.match(href):
                href = f"https://{href}"
            if _WHOLE_ADDRESS.match(href):
                element.set("href", href)


class Dialect(Extension):
    """The part of Markdown that is kept, with its guards against slow input."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        for name in (
            "reference", "image_reference", "short_reference", "short_image_ref",
            "automail", "html", "entity",
        ):  # fmt: skip
            md.inlinePatterns.deregister(name)
        md.preprocessors.deregister("html_block")
        for name in ("code", "setextheader", "reference"):
            md.parser.blockprocessors.deregister(name)
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.inlinePatterns.register(_ImageAsLink(r"\!\[", md), "image_link", 150)
        if md.delimiters is not None:
            md.delimiters.add("~", "del", smart=True, double=True)
        md.preprocessors.register(FencePreprocessor(md), "fences", 25)
        md.preprocessors.register(CapsPreprocessor(md), "caps", 24)
        md.treeprocessors.register(_Shape(md), "shape", -5)


def new_parser() -> Markdown:
    """Return a parser for the dialect; it holds state, so each thread needs its own."""
    return Markdown(
        extensions=[
            SaneListExtension(),
            TableExtension(use_align_attribute=True),
            Nl2BrExtension(),
            Dialect(),
        ],
        output_format="html",
    )
