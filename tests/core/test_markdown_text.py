import pytest

from core.markdown import excerpt, plain_text, render


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hello *you*\nthere\n\nBye", "Hello you\nthere\n\nBye"),
        ("# Title\ntext", "Title\n\ntext"),
        ("- a\n- b\n    1. c\n    2. d\n- e", "- a\n- b\n  1. c\n  2. d\n- e"),
        ("3. c\n4. d", "3. c\n4. d"),
        ("before\n- a\n\nafter", "before\n\n- a\n\nafter"),
        ("> a\n> b\n\nc", "> a\n> b\n\nc"),
        ("> a\n>\n> > b", "> a\n>\n> > b"),
        ("```\na\n\n  b <c>\n```", "a\n\n  b <c>"),
        ("| a | b |\n|-|-|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("a\n\n---\n\nb", "a\n\n----\n\nb"),
        ("[site](https://a.org/site)", "site (https://a.org/site)"),
        ("https://a.org www.a.org", "https://a.org www.a.org"),
        ("[page](/c/x/)", "page (https://here.example/c/x/)"),
        ("[ana@a.org](mailto:ana@a.org)", "ana@a.org"),
        ("[x](javascript:y)", "x"),
        ("@Ana hi", "@Ana hi"),
        ("a < b &amp; c", "a < b & c"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(source: str, text: str) -> None:
    html = render(source, mentions={"Ana": "/p/1"})
    assert plain_text(html, base_url="https://here.example") == text


def test_plain_text_is_cut_at_a_word() -> None:
    assert plain_text(render("one two\n\nthree four"), limit=15) == "one two\n\nthree…"


def test_an_excerpt_is_one_line_without_addresses_and_quotes() -> None:
    html = render("> what she said\n\nI [agree](http://a.org):\n\n- one\n- two")
    assert excerpt(html, 100) == "I agree: - one - two"


def test_an_excerpt_of_a_quote_alone_quotes_it() -> None:
    assert excerpt(render("> what she said"), 100) == "> what she said"


@pytest.mark.parametrize(
    ("limit", "text"),
    [(13, "one two three"), (12, "one two…"), (8, "one two…"), (7, "one…"), (3, "on…"), (1, "…")],
)
def test_an_excerpt_never_exceeds_its_limit(limit: int, text: str) -> None:
    result = excerpt(render("one two three"), limit)
    assert result == text
    assert len(result) <= limit
