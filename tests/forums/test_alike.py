"""Looking whether somebody asked already, while a topic is opened."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Topic
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
NEW = "/c/four-rivers/forums/family-engagement/topics/new/"
ALIKE = "/c/four-rivers/topics/alike/"


@pytest.fixture
def asked(cast: Cast) -> None:
    with scope(cast.community):
        for title in ("Who pays for the <bus>?", "A welcome for new families"):
            open_topic(cast.superintendents, by=cast.sam, title=title, body="Tell me.")
        open_topic(cast.families, by=cast.rosa, title="¿Quién paga el autobús?", body="Digan.")


def test_topics_with_words_in_common_are_offered(
    cast: Cast, asked: None, as_member: AsMember
) -> None:
    html = (
        as_member(cast.tess)
        .get(ALIKE, {"title": "Paying for a bus/train: who pays"})
        .content.decode()
    )
    assert "Who pays for the &lt;bus&gt;?" in html
    assert "welcome" not in html
    html = as_member(cast.tess).get(ALIKE, {"title": "quien pago el autobus"}).content.decode()
    assert "¿Quién paga el autobús?" in html


def test_only_what_one_may_see_is_offered(cast: Cast, asked: None, as_member: AsMember) -> None:
    page = as_member(cast.rosa).get(ALIKE, {"title": "Who pays for the bus?"})
    assert page.status_code == 200
    assert "bus" not in page.content.decode()


def test_one_word_of_many_and_nonsense_offer_nothing(
    cast: Cast, asked: None, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    for title in ("Who pays for a new telescope", "", "the", "' & | ! :*", "\x00", "a" * 3000):
        page = browser.get(ALIKE, {"title": title})
        assert page.status_code == 200
        assert "<li>" not in page.content.decode(), title


def test_without_javascript_a_button_looks_and_keeps_what_was_typed(
    cast: Cast, asked: None, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    typed = {"title": "Who pays for the bus", "body": "Half a <sentence>", "look": "1"}
    page = browser.post(NEW, typed)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Who pays for the &lt;bus&gt;?" in html
    assert 'value="Who pays for the bus"' in html
    assert "Half a &lt;sentence&gt;" in html
    assert "Nothing like it" in browser.post(NEW, {**typed, "title": "Telescopes"}).content.decode()
    # Without a text, too: looking complains of nothing.
    assert browser.post(NEW, {"title": "Who pays", "look": "1"}).status_code == 200
    with scope(cast.community):
        assert Topic.objects.count() == 3
