"""The paragraphs of a resource, each known by its words: what comments hang on."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from typing import override

from knowledge.kinds import SENTENCES, TEXT, fields_of
from knowledge.models import Resource
from search.words import text_of

QUOTED = 300
_ALONE = frozenset({"br", "hr"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`anchor` is empty for what says nothing: a line across the page."""

    html: str
    anchor: str
    quote: str


@dataclass(frozen=True, slots=True)
class Section:
    """The summary, a field of the kind, or the text; `label` is empty for the last."""

    label: str
    paragraphs: tuple[Paragraph, ...]


def sections_of(resource: Resource) -> list[Section]:
    """Return all that is written at length, paragraph by paragraph."""
    return [section for section in _sections(resource) if section.paragraphs]


def anchors_of(sections: list[Section]) -> dict[str, Paragraph]:
    """Return the paragraphs by their anchors; of two that say the same, the first."""
    found: dict[str, Paragraph] = {}
    for section in sections:
        for one in section.paragraphs:
            found.setdefault(one.anchor, one)
    found.pop("", None)
    return found


def paragraphs_in(html: str) -> tuple[Paragraph, ...]:
    """Return the outermost elements of HTML that `core.markdown.render()` made."""
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    return tuple(_paragraph(part) for part in splitter.parts if part.strip())


def _sections(resource: Resource) -> Iterator[Section]:
    for name, label in SENTENCES:
        words = getattr(resource, name)
        yield Section(str(label), paragraphs_in(f"<p>{escape(words)}</p>") if words else ())
    for field in fields_of(resource.kind):
        if field.shape == TEXT:
            html = resource.details_html.get(field.key, "")
            yield Section(str(field.label), paragraphs_in(html))
    yield Section("", paragraphs_in(resource.html))


def _paragraph(html: str) -> Paragraph:
    words = text_of(html)
    anchor = sha256(words.encode()).hexdigest()[:16] if words else ""
    return Paragraph(html, anchor, words[:QUOTED])


class _Splitter(HTMLParser):
    """Gather the outermost elements as they are written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = [""]
        self._depth = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self.parts.append("")
        self._add(self.get_starttag_text() or "")
        if tag not in _ALONE:
            self._depth += 1

    @override
    def handle_endtag(self, tag: str) -> None:
        self._add(f"</{tag}>")
        self._depth -= 1

    @override
    def handle_data(self, data: str) -> None:
        self._add(data)

    @override
    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    @override
    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        self.parts[-1] += text
