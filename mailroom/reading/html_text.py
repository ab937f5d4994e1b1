"""Mail in HTML as the text that a person sees: paragraphs, lists, links, quotations."""

import re
from html import unescape
from html.parser import HTMLParser

import nh3

MAX_QUOTES = 20
"""Quotations inside each other that are told apart."""

MAX_DEPTH = 1_000
"""Elements inside each other; readers of HTML take time with the square of that."""

_HIDDEN = {"script", "style", "title", "template", "noscript", "svg", "object"}
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl", "pre", "blockquote"}
)
_LINES = frozenset(
    {"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "address", "center"}
)
_TAGS = {*_PARAGRAPHS, *_LINES, "br", "hr", "td", "th", "a", "img"}
_TAG = re.compile(r"<[^<>]*>")
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|meta|link|input|option|col|wbr)[\s>/])[a-z]",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ENTITY_BLANKS = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")
_SHOWN_ADDRESS = re.compile(r"(?:https?://|mailto:)?(.*?)/?$", re.DOTALL)


def text_of_html(html: str) -> str:
    """Return HTML as text; links are written as in Markdown, quotations with "> "."""
    if _depth(html) > MAX_DEPTH:
        return unescape(_TAG.sub(" ", html)).strip()
    # Python's parser takes time with the square of the length for some broken HTML, and gives up
    # on other; nh3 reads it as browsers do and hands on what is well formed.
    whole = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_HIDDEN,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto", "cid"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(whole)
    writer.close()
    return writer.text()


def _depth(html: str) -> int:
    """Return how deep elements stand in each other, at most; those that end by themselves apart."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._pre = 0
        self._lists: list[int | None] = []
        # The address of the open link, and where on the line its words begin.
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self._end_paragraph()
        elif tag in _LINES:
            self._end_line()
        values = {name: value or "" for name, value in attrs}
        match tag:
            case "br":
                self._end_line(even_empty=True)
            case "hr":
                self._end_paragraph()
                self._line.append("---")
                self._end_paragraph()
            case "td" | "th":
                self._line.append(" ")
            case "a":
                self._link = (values.get("href", "").strip(), len(self._line))
            case "img" if values.get("src", "").startswith("cid:"):
                self._line.append(f"![{_one_line(values.get('alt', ''))}]({values['src'][:500]})")
            case _:
                self._go_into(tag)

    def _go_into(self, tag: str) -> None:
        match tag:
            case "blockquote":
                self._quotes += 1
            case "pre":
                self._pre += 1
            case "ul" | "ol":
                self._lists.append(0 if tag == "ol" else None)
            case "li":
                self._begin_item()

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "blockquote":
                self._end_line()
                self._drop_empty_lines()
                self._quotes = max(0, self._quotes - 1)
                self._write("")
                return
            case "pre":
                self._end_line()
                self._pre = max(0, self._pre - 1)
            case "ul" | "ol" if self._lists:
                self._end_line()
                self._lists.pop()
            case "a" if self._link:
                self._end_link(*self._link)
                self._link = None
        if tag in _PARAGRAPHS:
            self._end_paragraph()
        elif tag in _LINES:
            self._end_line()

    def handle_data(self, data: str) -> None:
        data = _ENTITY_BLANKS.sub("", data).replace("\xa0", " ")
        if not self._pre:
            self._line.append(_BLANKS.sub(" ", data))
            return
        first, *others = data.split("\n")
        self._line.append(first)
        for line in others:
            self._end_line(even_empty=True)
            self._line.append(line)

    def _begin_item(self) -> None:
        indent = "   " * min(len(self._lists) - 1, 10) if self._lists else ""
        if self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            self._line.append(f"{indent}{number + 1}. ")
        else:
            self._line.append(f"{indent}- ")

    def _end_link(self, href: str, begin: int) -> None:
        shown = _BLANKS.sub(" ", "".join(self._line[begin:]))
        words = shown.strip()
        if not href.startswith(("http://", "https://")) or not words or words.startswith("!["):
            return
        if _bare(words) == _bare(href):
            link = href
        else:
            link = f"[{words}]({href[:2000].replace(' ', '%20').replace(')', '%29')})"
        blank = " " if shown[:1] == " " else ""
        self._line[begin:] = [blank + link]

    def _end_line(self, *, even_empty: bool = False) -> None:
        text = "".join(self._line)
        self._line = []
        self._link = (self._link[0], 0) if self._link else None
        if not self._pre:
            indent = len(text) - len(text.lstrip()) if re.match(r" *(?:- |\d+\. )", text) else 0
            text = " " * (indent if self._lists else 0) + _BLANKS.sub(" ", text).strip()
        if text.strip() or even_empty:
            self._write(text.rstrip())

    def _end_paragraph(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip("> "):
            self._write("")

    def _write(self, text: str) -> None:
        mark = ">" * min(self._quotes, MAX_QUOTES)
        self._lines.append(f"{mark} {text}".rstrip() if mark else text)

    def _drop_empty_lines(self) -> None:
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()

    def text(self) -> str:
        self._end_line()
        self._drop_empty_lines()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")


def _bare(address: str) -> str:
    found = _SHOWN_ADDRESS.match(address.strip().lower())
    return found[1] if found else address


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200].replace("[", "(").replace("]", ")")
