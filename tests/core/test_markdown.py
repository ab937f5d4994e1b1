from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from core.markdown import MAX_LENGTH, check_source, find_mentions, render
from core.markdown.caps import (
    MAX_BLOCKS,
    MAX_LINES,
    MAX_MARKUP_TO_LINK,
    MAX_OPENING_BRACKETS,
    MAX_SIGNS,
    MAX_SIGNS_IN_ALL,
)

ALLOWED = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td"),
}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "<b style=background:url(javascript:alert(1))>x</b>",
    "<style>@import 'http://evil.example';</style>",
    "<form action=//evil.example><input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61;vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    '[x](http://a.example "onmouseover=alert(1)")',
    '[x](http://a.example "\\" onmouseover=alert(1) x=\\"")',
    '[x](http://a.example" onmouseover="alert(1))',
    "[x](http://a.example' onmouseover='alert(1))",
    '![x" onerror="alert(1)](http://a.example/x.png)',
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<javascript://%0aalert(1)>",
    '<http://a.example/" onmouseover="alert(1)>',
    'http://a.example/"onmouseover="alert(1)',
    "http://a.example/'onmouseover='alert(1)",
    "http://a.example/<script>alert(1)</script>",
    "javascript://a.example/%0aalert(1)",
    "[x]: javascript:alert(1)\n\n[x]",
    '```"onmouseover="alert(1)\n<script>alert(1)</script>\n```',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "`<code>7</code>`",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "# <img src=x onerror=alert(1)>",
    "*<script>*alert(1)</script>",
    "\\<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x02amp\x03lt;script>",
    "@<script>alert(1)</script>",
    '@Ana "onmouseover=alert(1)',
    "\ud800<script>alert(1)</script>\x00",
]


@pytest.mark.parametrize("source", PAYLOADS)
@pytest.mark.parametrize("wrap", ["{}", "x {} y", "- {}\n- b", "{0}\n\n{0}", "[" * 200 + "{}"])
def test_nothing_that_is_typed_can_run(source: str, wrap: str) -> None:
    html = render(wrap.format(source), mentions={"Ana": "/people/ana/"})
    for tag, attributes in Tags(html).tags:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "title", "rel", "start", "align", "class"}
        assert attributes.get("class") in {None, "mention"}
        if href := attributes.get("href"):
            assert href.startswith(("http://", "https://", "mailto:", "/people/ana/"))
            assert attributes["rel"] == "nofollow ugc noopener"


def test_a_mention_cannot_carry_a_dangerous_address() -> None:
    html = render("@Ana", mentions={"Ana": 'javascript:alert("1")'})
    assert html == '<p><a class="mention" rel="nofollow ugc noopener">@Ana</a></p>'


def test_raw_html_is_shown_as_text() -> None:
    source = "I wrote <b>bold</b> & <script>alert(1)</script>"
    assert Tags(render(source)).words == source


def test_the_line_breaks_of_a_plain_person_hold() -> None:
    assert render("Dear all,\nthank you\r\nAna") == "<p>Dear all,<br>\nthank you<br>\nAna</p>"


@pytest.mark.parametrize(
    "source",
    [
        "#1 priority",
        "#results",
        "Ana\n--",
        "snake_case_name",
        "2 * 3 * 4",
        "[note]: keep me",
        "5 < 6 > 4",
    ],
)
def test_words_that_look_like_signs_stay_words(source: str) -> None:
    html = render(source)
    assert Tags(html).words.split() == source.split()
    assert {tag for tag, _attributes in Tags(html).tags} <= {"p", "br"}


def test_an_indented_paragraph_is_not_code() -> None:
    assert render("    dear all") == "<p>dear all</p>"


def test_headings_stand_below_those_of_the_page() -> None:
    html = render("# One\n\n## Two ##\n\n### Three\n\n###### Six")
    assert html.split("\n") == [
        "<h3>One</h3>", "<h4>Two</h4>", "<h5>Three</h5>", "<h6>Six</h6>",
    ]  # fmt: skip


def test_a_list_may_follow_its_introduction_directly() -> None:
    assert "<p>Bring:</p>\n<ul>\n<li>milk</li>\n<li>bread</li>\n</ul>" in render(
        "Bring:\n- milk\n- bread"
    )


def test_a_numbered_list_keeps_the_number_it_starts_with() -> None:
    assert render("3. three\n4. four").startswith('<ol start="3">')


def test_emphasis_tables_and_struck_words_are_understood() -> None:
    html = render("*a* **b** ~~c~~\n\n| x | y |\n|:--|--:|\n| 1 | 2 |")
    assert "<em>a</em> <strong>b</strong> <del>c</del>" in html
    assert '<td align="left">1</td>\n<td align="right">2</td>' in html


def test_code_between_fences_is_left_as_it_is() -> None:
    source = "```python\nif a < b & c:\n\n    *x*  # http://a.example @Ana\n```"
    html = render(source, mentions={"Ana": "/people/ana/"})
    assert Tags(html).words == "if a < b & c:\n\n    *x*  # http://a.example @Ana\n"
    assert [tag for tag, _attributes in Tags(html).tags] == ["pre", "code"]


def test_a_fence_that_is_never_closed_is_plain_text() -> None:
    assert render("```\nhello **you**") == "<p>```<br>\nhello <strong>you</strong></p>"


@pytest.mark.parametrize(
    ("source", "href", "words"),
    [
        (
            "http://a.example/?x=1&copy=2.",
            "http://a.example/?x=1&copy=2",
            "http://a.example/?x=1&copy=2",
        ),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("www.a.example.org!", "https://www.a.example.org", "www.a.example.org"),
        ("a.org/b?", "https://a.org/b", "a.org/b"),
        ("https://new.community/é", "https://new.community/é", "https://new.community/é"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("[site](www.a.org)", "https://www.a.org", "site"),
        ("[page](/c/x/)", "/c/x/", "page"),
        ("[write](mailto:ana@a.example)", "mailto:ana@a.example", "write"),
        ("![a photo](https://a.example/p.png)", "https://a.example/p.png", "a photo"),
        ("![](https://a.example/p.png)", "https://a.example/p.png", "https://a.example/p.png"),
    ],
)
def test_an_address_becomes_a_link(source: str, href: str, words: str) -> None:
    html = render(f"See {source} now")
    links = [attributes for tag, attributes in Tags(html).tags if tag == "a"]
    assert links == [{"href": href, "rel": "nofollow ugc noopener"}]
    assert f">{words.replace('&', '&amp;')}</a>" in html


@pytest.mark.parametrize(
    "source", ["at school.It was", "ana@a.org", "<ana@a.org>", "`http://a.org`", "x.py", "v1.2.3"]
)
def test_what_is_no_web_address_is_not_linked(source: str) -> None:
    assert "<a" not in render(source)


MENTIONS = {"Ana": "/p/1", "Ana Ruiz": "/p/2", "José Núñez": "/p/3", "D & G <x>": "/p/4"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@Ana Ruiz hello", ["Ana Ruiz"]),
        ("hello @ana, and (@JOSÉ NÚÑEZ)!", ["Ana", "José Núñez"]),
        ("¿@Ana? @Ana’s and @Ana's", ["Ana"]),
        ("@Ana Ruizal", ["Ana"]),
        ("**@Ana Ruiz**", ["Ana Ruiz"]),
        ("| a | b |\n|-|-|\n| @Ana | x |", ["Ana"]),
        ("@D & G <x> hi", ["D & G <x>"]),
        ("@José Núñez", ["José Núñez"]),
        ("@jose nunez, @Aná", ["José Núñez", "Ana"]),
        ("@Anabel @Ana-María @Luis", []),
        ("mail@Ana ana@Ana.org x.@Ana", []),
        ("`@Ana` [@Ana](http://a.org) http://a.org/@Ana", []),
        ("```\n@Ana\n```", []),
        ("Ana Ruiz", []),
    ],
)
def test_a_mention_is_found_and_linked_by_one_rule(source: str, found: list[str]) -> None:
    assert find_mentions(source, MENTIONS) == found
    links = [
        attributes["href"]
        for tag, attributes in Tags(render(source, mentions=MENTIONS)).tags
        if attributes.get("class") == "mention"
    ]
    assert list(dict.fromkeys(links)) == [MENTIONS[name] for name in found]


def test_a_mention_keeps_the_words_that_were_typed() -> None:
    assert render("<@ @ana ruiz>", mentions=MENTIONS) == (
        '<p>&lt;@ <a class="mention" href="/p/2" rel="nofollow ugc noopener">@ana ruiz</a>&gt;</p>'
    )


@pytest.mark.parametrize(
    "block",
    [
        "[" * (MAX_OPENING_BRACKETS + 1),
        "*a" * (MAX_SIGNS + 1),
        "b\n" * MAX_LINES + "b",
        "> " * 9 + "a",
        "- " * 9 + "a",
    ],
)
def test_an_overloaded_block_is_shown_as_typed_and_the_rest_rendered(block: str) -> None:
    html = render(f"**before**\n\n{block}\n\n**after**")
    assert html.startswith("<p><strong>before</strong></p>")
    assert html.endswith("<p><strong>after</strong></p>")
    assert {tag for tag, _attributes in Tags(html).tags} <= {"p", "strong", "br"}
    assert "".join(Tags(html).words.split()) == f"before{''.join(block.split())}after"


def test_a_text_of_very_many_signs_is_shown_as_typed() -> None:
    html = render(f"{'*a* ' * 100}\n\n" * (MAX_SIGNS_IN_ALL // 200))
    assert "<em>" not in html
    assert "<p>*a* *a*" in html


def test_addresses_in_a_text_of_very_much_markup_are_not_looked_for() -> None:
    assert "<a" in render("a.org" + "&" * (MAX_MARKUP_TO_LINK - 4))
    assert "<a" not in render("a.org" + "&" * (MAX_MARKUP_TO_LINK + 1))


def test_a_text_of_very_many_blocks_is_shown_as_typed() -> None:
    html = render("a*\n\n" * (MAX_BLOCKS + 1))
    assert html.count("<p>a*</p>") == MAX_BLOCKS + 1


def test_a_text_that_is_too_long_is_shown_as_typed() -> None:
    html = render("**a** " * MAX_LENGTH)
    assert "<strong>" not in html
    assert html.startswith("<p>**a** **a**")


def test_indentation_nests_only_so_deep() -> None:
    html = render("\n".join("    " * level + "- a" for level in range(40)))
    assert html.count("<li>") == 40
    deepest = level = 0
    for part in html.split("<")[1:]:
        level += part.startswith("ul") - part.startswith("/ul")
        deepest = max(deepest, level)
    assert deepest <= 8


def test_a_text_of_allowed_length_passes() -> None:
    check_source("a" * MAX_LENGTH)


def test_a_text_that_is_too_long_is_refused_in_plain_words() -> None:
    with pytest.raises(ValidationError, match="it has 20,001 characters, and at most 20,000 fit"):
        check_source("a" * (MAX_LENGTH + 1))


def test_nothing_gives_nothing() -> None:
    assert render("") == render(" \n ") == ""


def test_a_picture_s_name_marks_its_place_and_an_address_does_not() -> None:
    assert render("![](stop.png)") == '<p><em class="picture">stop.png</em></p>'
    assert render("![](<bus stop (2).JPG>)") == '<p><em class="picture">bus stop (2).JPG</em></p>'
    assert 'class="picture"' not in render("![](https://example.org/stop.png) ![](../stop.png)")
    assert render("![](_a_&<b>.png)").count("<em") <= 1
