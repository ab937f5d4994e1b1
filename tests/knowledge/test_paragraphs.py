"""Paragraphs of HTML, without a database."""

from core.markdown import render
from knowledge.paragraphs import paragraphs_in

TEXT = """# How

One *and* two <script>.

1. First

   - Inner
2. Second

> Quoted

| a | b |
|---|---|
| 1 | 2 |

---

Last & least, at https://example.org/?a=1&b=2"""


def test_the_outermost_elements_come_apart_and_nothing_is_lost() -> None:
    html = render(TEXT)
    parts = paragraphs_in(html)
    assert "".join(part.html for part in parts).replace("\n", "") == html.replace("\n", "")
    quotes = [part.quote for part in parts]
    assert quotes[0] == "How"
    assert quotes[1].startswith("One and two")
    assert quotes[2] == "First"
    assert quotes[-1].startswith("Last & least")


def test_a_paragraph_is_known_by_its_words_alone() -> None:
    [plain] = paragraphs_in(render("Two parents walk."))
    [marked] = paragraphs_in(render("Two **parents** walk."))
    [other] = paragraphs_in(render("Three parents walk."))
    assert plain.anchor == marked.anchor != other.anchor
    assert paragraphs_in(render("---"))[0].anchor == ""
