"""The page of what was found."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic, reply
from search.finding import PER_PAGE, Found, Question
from search.templatetags.search_results import found_line
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
PAGE = "/c/four-rivers/search/"


@pytest.fixture
def talk(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="The <b>bus</b> & me", body="Who pays?"
        )
        reply(topic, by=cast.tess, body="A bus, `<script>alert(1)</script>` and a \x02 sign")


def test_members_search_and_everybody_else_gets_404(cast: Cast, as_member: AsMember) -> None:
    assert as_member(cast.tess).get(PAGE).status_code == 200
    assert as_member(cast.gus).get(PAGE, {"q": "bus"}).status_code == 200
    for member in (cast.olga, cast.lee):
        assert as_member(member).get(PAGE, {"q": "bus"}).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_what_people_wrote_is_escaped_and_only_our_own_marks_are_markup(
    cast: Cast, talk: None, as_member: AsMember
) -> None:
    for words in ("bus", "script", "<script>alert(1)</script>", "\x02bus\x03", '"><img src=x>'):
        html = as_member(cast.tess).get(PAGE, {"q": words}).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    html = as_member(cast.tess).get(PAGE, {"q": "bus"}).content.decode()
    assert "The &lt;b&gt;<mark>bus</mark>&lt;/b&gt; &amp; me" in html
    assert "\x02" not in html


def test_every_word_of_the_address_may_be_nonsense(
    cast: Cast, talk: None, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    for nonsense in (
        {"q": "bus", "page": "-1", "kind": "x", "place": "forum x", "role": "1;", "site": "²"},
        {"q": "bus", "since": "yesterday", "until": "9999-12-31", "page": "9999"},
        {"q": "bus", "since": "0001-01-01"},
        {"q": "b" * 3000},
        {"q": "bus\x00"},
        {"page": "7"},
    ):
        assert browser.get(PAGE, nonsense).status_code == 200, nonsense


def test_it_says_what_to_do_when_nothing_fits(cast: Cast, talk: None, as_member: AsMember) -> None:
    browser = as_member(cast.tess)
    html = browser.get(PAGE, {"q": "zebra"}).content.decode()
    assert "Nothing fits “zebra”" in html
    html = browser.get(PAGE, {"q": "bus", "kind": "people"}).content.decode()
    assert "Look everywhere" in html


@pytest.mark.parametrize(
    ("language", "entries", "threads", "line"),
    [
        ("en", 1, 1, "1 result"),
        ("en", 40, 2, "2 results"),
        ("es", 9, 1, "1 resultado"),
        ("es", 9, 3, "3 resultados"),
        ("en", 2000, 90, "More than 1000 fit; the best of the newest come first."),
    ],
)
def test_what_was_found_is_counted_whatever_it_is(
    language: str, entries: int, threads: int, line: str
) -> None:
    found = Found(Question("bus"), [], [], threads, entries, 1)
    with translation.override(language):
        assert found_line(found) == line


def test_pages_follow_each_other_and_keep_the_filters(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        for number in range(PER_PAGE + 2):
            open_topic(cast.families, by=cast.pat, title=f"Bus {number}", body="Words")
    browser = as_member(cast.tess)
    first = browser.get(PAGE, {"q": "bus", "kind": "topic"}).content.decode()
    assert first.count('class="found"') == PER_PAGE
    assert f"{PER_PAGE + 2} results" in first
    assert "?q=bus&amp;kind=topic&amp;page=2" in first
    second = browser.get(PAGE, {"q": "bus", "kind": "topic", "page": "2"}).content.decode()
    assert second.count('class="found"') == 2


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    cast: Cast, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    counts = []
    for _round in range(2):
        with scope(cast.community):
            for number in range(8):
                topic = open_topic(cast.families, by=cast.pat, title=f"Bus {number}", body="W")
                reply(topic, by=cast.pat, body="This bus is late.")
        browser.get(PAGE, {"q": "bus"})
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE, {"q": "bus"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_a_box_to_search_in_stands_on_every_page(cast: Cast, as_member: AsMember) -> None:
    html = as_member(cast.tess).get("/c/four-rivers/forums/").content.decode()
    assert 'action="/c/four-rivers/search/"' in html
