"""Valkey goes away in the middle: people go on reading and writing, and nothing is forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.core.ratelimit import consume
from celery import current_app
from django.core.cache import caches
from django.test import RequestFactory
from django.utils import timezone
from kombu import Connection
from pytest_django.fixtures import Settings

from communities.models import DueWork
from communities.scope import scope
from config import cache as our_cache
from config import environment
from forums.actions import open_topic
from forums.models import Post
from tests.cast import Cast
from tests.celery_worker import StartWorker, broker_database
from tests.config.running import eventually
from tests.own_valkey import OwnValkey
from tests.web_server import Answer, WebServer

StartWeb = Callable[..., WebServer]


@pytest.fixture
def mortal(settings: Settings, own_valkey: OwnValkey, monkeypatch: pytest.MonkeyPatch) -> OwnValkey:
    """Return the Valkey of our caches, which the test may stop; it is asked again at once."""
    monkeypatch.setattr(our_cache, "TRY_AGAIN_AFTER", 0)
    settings.CACHES = {
        name: {**described, "LOCATION": own_valkey.url}
        for name, described in settings.CACHES.items()
    }
    return own_valkey


def test_what_is_asked_of_a_cache_that_is_away_is_not_there_and_nothing_raises(
    mortal: OwnValkey,
) -> None:
    cache = caches["default"]
    cache.set("word", "lamp")
    assert cache.get("word") == "lamp"
    mortal.stop()
    assert cache.get("word") is None
    assert cache.get("word", "porch") == "porch"
    assert cache.get_many(["word"]) == {}
    assert cache.get_or_set("word", lambda: "made") == "made"
    assert "word" not in cache
    assert cache.add("word", 1) is False
    assert cache.touch("word") is False
    assert cache.delete("word") is False
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("word")


def test_what_changed_while_it_was_away_does_not_come_back(mortal: OwnValkey) -> None:
    cache = caches["default"]
    cache.set_many({"changed": "old", "deleted": "old", "untouched": "kept"})
    mortal.stop()
    cache.set("changed", "new")
    cache.delete("deleted")
    mortal.start()
    assert cache.get_many(["changed", "deleted", "untouched"]) == {"untouched": "kept"}


def test_a_clear_while_it_was_away_is_made_good(mortal: OwnValkey) -> None:
    cache = caches["default"]
    cache.set("word", "lamp")
    mortal.stop()
    cache.clear()
    mortal.start()
    assert cache.get("word") is None


def test_a_cache_that_hangs_is_given_up_quickly_and_then_left_alone(
    mortal: OwnValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = caches["default"]
    cache.set("word", "lamp")
    mortal.freeze()
    monkeypatch.setattr(our_cache, "TRY_AGAIN_AFTER", 600)
    begun = timezone.now()
    for _ in range(50):
        assert cache.get("word") is None
    assert timezone.now() - begun < timedelta(seconds=12)  # 50 time limits would be 15


def test_emptying_the_cache_leaves_the_broker_s_queues_alone(mortal: OwnValkey) -> None:
    mortal.client().rpush("default", "a task")
    cache = caches["default"]
    cache.set("word", "lamp")
    cache.clear()
    assert cache.get("word") is None
    assert mortal.client().lrange("default", 0, -1) == [b"a task"]


def test_a_session_is_kept_in_the_cache_for_minutes_only(mortal: OwnValkey) -> None:
    caches["sessions"].set("key", "value", timeout=60 * 60 * 24 * 90)
    caches["sessions"].set("for-ever", "value", timeout=None)
    ends = [mortal.client().ttl(key) for key in mortal.client().keys("*")]
    assert len(ends) == 2
    assert all(0 < seconds <= 600 for seconds in ends)


def test_limits_on_guessing_hold_while_it_is_away(
    rf: RequestFactory, mortal: OwnValkey, settings: Settings
) -> None:
    """Counted in this process's memory meanwhile; without that allauth would refuse everybody."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    mortal.stop()
    attempt = rf.post("/accounts/login/")
    tries = [consume(attempt, action="login_failed", key="somebody") for _ in range(7)]
    assert tries == [True] * 5 + [False] * 2


@pytest.mark.worker
@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_reading_and_writing_go_on_without_valkey_and_the_work_is_found_afterwards(
    cast: Cast, web_server: StartWeb, celery_worker: StartWorker, own_valkey: OwnValkey
) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
    DueWork.objects.all().delete()
    web = web_server(REDIS_URL=own_valkey.url)
    browser = web.browser().sign_in(cast.tess.user)
    path = f"/c/four-rivers/topics/{topic.number}/"
    page = browser.get(path)
    assert page.status == 200, page.text

    own_valkey.stop()

    assert browser.get("/c/four-rivers/").status == 200
    page = browser.get(path)
    assert page.status == 200
    answer: Answer = browser.post(f"{path}posts/", page, {"body": "The district does."})
    assert answer.status == 302, answer.text
    assert "The district does." in browser.get(path).text
    with scope(cast.community):
        assert Post.objects.filter(topic=topic).count() == 2
    promised = set(DueWork.objects.values_list("kind", flat=True))
    assert promised, "a reply promises some work"

    own_valkey.start()

    worker = celery_worker(REDIS_URL=own_valkey.url)
    # The tick of the minute, sent by hand.
    url = environment.broker(environment.redis_database(own_valkey.url, broker_database()))
    with Connection(url) as tick:
        current_app.send_task("communities.tasks.do_due_work", connection=tick)
    eventually(lambda: not DueWork.objects.exists(), f"the work is done; {worker.log()}")
