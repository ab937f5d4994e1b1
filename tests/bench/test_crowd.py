"""The people of `make load`, on a real server: what they count, and what they would notice."""

import time
from functools import partial
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from bench import crowd
from bench.crowd import Person, Tally, read, run_all, write
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Post, Topic
from tests.browsing import Site, session_cookie

pytestmark = pytest.mark.browser


@pytest.fixture
def topic(site: Site, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Topic:
    settings.NEW_MEMBER_DAYS = 0  # as bench.servers has it
    monkeypatch.setattr(crowd, "READS", (0.1, 0.2))
    monkeypatch.setattr(crowd, "WRITES", (0.1, 0.2))
    monkeypatch.setattr(crowd, "TWICE", 1)
    with scope(site.cast.community):
        return open_topic(site.cast.families, by=site.cast.sam, title="Load", body="How?")


def person(site: Site, name: str, tally: Tally) -> Person:
    cookie = "=".join(session_cookie(getattr(site.cast, name).user))
    return Person(urlsplit(site.url).port or 0, cookie, tally, 1)


def test_replies_are_counted_and_each_is_there_once(site: Site, topic: Topic) -> None:
    tally = Tally()
    path = f"/c/four-rivers/topics/{topic.number}/"
    # Made here: in their threads they would leave connections to the database behind.
    rosa, sam, tess = (person(site, name, tally) for name in ("rosa", "sam", "tess"))
    ends = time.monotonic() + 5
    run_all(
        [
            partial(read, rosa, [("topic", path)], ends),
            partial(write, sam, path, f"{path}posts/", "By sam", ends),
            partial(write, tess, path, f"{path}posts/", "By tess", ends),
        ]
    )
    assert tally.errors == []
    assert len(tally.times["reply"]) == 2 * len(tally.written) > 2
    with scope(site.cast.community):
        bodies = Post.objects.filter(topic=topic, number__gt=1).values_list("body", flat=True)
        assert sorted(body.partition(" says it")[0] for body in bodies) == sorted(tally.written)


def test_a_page_that_is_not_there_is_an_error_and_so_is_a_server_that_is_away(
    site: Site, topic: Topic
) -> None:
    tally = Tally()
    reader = person(site, "rosa", tally)
    assert reader.ask("topic", "/c/four-rivers/topics/999/") is None
    reader.port = 9
    assert reader.ask("topic", "/") is None
    assert [error.partition(":")[0] for error in tally.errors] == [
        "topic /c/four-rivers/topics/999/",
        "topic /",
    ]
