"""From Markdown to HTML that may stand on a page."""

import logging
import re
import threading
from collections.abc import Iterable, Mapping, MutableMapping
from typing import cast

import nh3
from bleach.linkifier import Linker
from markdown import Markdown

from core.markdown.caps import escaped_paragraphs, is_overloaded_in_all, may_be_linked
from core.markdown.dialect import MAX_LENGTH, new_parser, normalise
from core.markdown.mentions import link_mentions, mentioned_in

RENDERER_VERSION = 2
"""Raised whenever the same source would give other HTML, so that stored HTML can be made anew."""

logger = logging.getLogger(__name__)

_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
_wall = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes={"a": {"mention"}, "em": {"picture"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)

# Addresses without a scheme are linked only where a missing space after a full stop cannot look like
# one ("at school.It was fine"). Every part is bounded by what it excludes, so a search never backtracks far.
_URL = re.compile(
    r"""(?<![\w@./:-])
    \({0,3}
    (?:https?://[^\s<>"\[\]{}|\\^`]{0,1900}[^\s<>"\[\]{}|\\^`!?:;'*_~]
    |(?:www\.[a-z0-9-]{1,63}|[a-z0-9-]{1,63})(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|org|net|edu|gov)
     (?![\w@-]|\.\w)(?:[/?\#][^\s<>"\[\]{}|\\^`]{0,1900}[^\s<>"\[\]{}|\\^`!?:;'*_~])?)
    """,
    re.IGNORECASE | re.VERBOSE,
)

# The only code elements there are come from us, with their text escaped, so they cannot nest.
_CODE = re.compile(r"<code>(?P<text>[^<]*)</code>")

# bleach hands its callbacks the text of a link under a key that is not a pair, unlike its type hints.
_TEXT = cast("tuple[str | None, str]", "_text")
_HREF = (None, "href")

type _Attributes = MutableMapping[tuple[str | None, str], str]

_local = threading.local()


def render(source: str, *, mentions: Mapping[str, str] | None = None) -> str:
    """Return safe HTML for a Markdown source.

    `mentions` maps display names to addresses; "@name" outside code and links becomes a link to it.
    Raises nothing: a text that is too long, or that the library cannot take, is shown as it was typed.
    """
    html = _wall.clean(_linkified(_converted(normalise(source))))
    if mentions:
        html = _wall.clean(link_mentions(html, mentions))
    return html


def find_mentions(source: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that a source mentions, each once, in order of appearance.

    The rule is the one by which `render()` links them, so that whoever is linked is also told.
    """
    if "@" not in source:
        return []
    return mentioned_in(render(source), names)


def _converted(text: str) -> str:
    if len(text) > MAX_LENGTH or is_overloaded_in_all(text):
        return escaped_paragraphs(text)
    parser: Markdown | None = getattr(_local, "parser", None)
    if parser is None:
        parser = _local.parser = new_parser()
    try:
        return parser.reset().convert(text)
    except Exception:  # a fault of the library must not lose what a person wrote
        logger.exception("markdown could not be rendered")
        _local.parser = None
        return escaped_paragraphs(text)


def _linkified(html: str) -> str:
    """Link the addresses in the text; code waits outside, for bleach would escape it twice."""
    if not may_be_linked(html) or not _URL.search(html):
        return html
    codes: list[str] = []

    def set_aside(code: re.Match[str]) -> str:
        codes.append(code.group())
        return f"<code>{len(codes) - 1}</code>"

    linker = Linker(callbacks=[_complete], skip_tags={"pre", "code"}, url_re=_URL)
    linked = linker.linkify(_CODE.sub(set_aside, html))
    return _CODE.sub(lambda code: codes[int(code["text"])], linked)


def _complete(attrs: _Attributes, new: bool = False, /) -> _Attributes:  # noqa: FBT001, FBT002
    """Prefer a secure address where the writer gave none of the two; called by bleach per link."""
    if new and not attrs[_TEXT].lower().startswith(("http:", "https:")):
        attrs[_HREF] = attrs[_HREF].replace("http://", "https://", 1)
    attrs[None, "rel"] = "nofollow ugc"
    return attrs
