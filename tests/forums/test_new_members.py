"""How much a member writes in his first days, and how facilitators say so."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Mention, NewMemberLimits, Topic
from tests.cast import Cast, make_cast
from tests.forums.test_pacing import NEW_TOPIC, send
from tests.locks import until_waiting

AsMember = Callable[[Membership], Client]
LIMITS = "/c/four-rivers/moderation/new-members/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")


def limits(cast: Cast, **values: int) -> None:
    with scope(cast.community):
        NewMemberLimits.objects.create(community=cast.community, **values)


def test_a_new_member_writes_a_little_at_a_time(
    cast: Cast, topic: Topic, as_member: AsMember, settings: Settings
) -> None:
    settings.NEW_MEMBER_POSTS_AN_HOUR, settings.NEW_MEMBER_TOPICS_A_DAY = 2, 1
    tess = as_member(cast.tess)
    sent = {"title": "Homework", "body": "When?"}
    assert tess.post(NEW_TOPIC, {**sent, "form_key": str(uuid4())}).status_code == 302
    second = tess.post(NEW_TOPIC, {**sent, "form_key": str(uuid4())})
    assert second.status_code == 429
    assert int(second["Retry-After"]) > 80_000
    assert send(tess, topic, "One.")[0] == 302
    status, html, after = send(tess, topic, "Two.")
    assert status == 429
    assert "Who is new here writes a little at a time" in html
    assert 3500 <= int(after) <= 3601
    # Who has been here for some days writes as he likes.
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(
            joined_at=timezone.now() - timedelta(days=4)
        )
    assert send(tess, topic, "Two.")[0] == 302


def test_a_new_member_calls_a_few_people(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    limits(cast, mentions_a_day=2)
    tess = as_member(cast.tess)
    assert send(tess, topic, "Ask @Sam Ortiz")[0] == 302
    # Together they would be three.
    status, html, after = send(tess, topic, "Or @Fay Moua and @Sam Ortiz")
    assert status == 429
    assert int(after) > 80_000
    assert "Or @Fay Moua and" in html
    assert send(tess, topic, "Or @Fay Moua")[0] == 302
    assert send(tess, topic, "And @Sam Ortiz again")[0] == 429
    assert send(tess, topic, "Or @Nobody, at 5 @ home")[0] == 302


def test_one_post_that_calls_more_than_a_day_allows_is_never_sent(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    limits(cast, mentions_a_day=1)
    status, html, after = send(as_member(cast.tess), topic, "@Sam Ortiz and @Fay Moua")
    assert (status, after) == (403, "")
    assert "calls 1 person or role a day. Take some names out." in html
    with scope(cast.community):
        assert not Mention.objects.exists()


def test_calling_a_role_is_calling_one(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    limits(cast, mentions_a_day=1)
    tess = as_member(cast.tess)
    assert send(tess, topic, "What do the @superintendents say?")[0] == 302
    assert send(tess, topic, "Or @Sam Ortiz?")[0] == 429


def test_a_change_that_calls_more_people_counts_too(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    limits(cast, mentions_a_day=1)
    tess, url = as_member(cast.tess), f"{topic.get_absolute_url()}posts/2/edit/"
    send(tess, topic, "Ask @Sam Ortiz")
    page = tess.post(url, {"body": "Ask @Sam Ortiz or @Fay Moua", "language": ""})
    assert page.status_code == 429
    assert "Ask @Sam Ortiz or @Fay Moua" in page.content.decode()
    assert tess.post(url, {"body": "Do ask @Sam Ortiz", "language": ""}).status_code == 302


def test_facilitators_say_how_much(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    fay, tess = as_member(cast.fay), as_member(cast.tess)
    html = fay.get(LIMITS).content.decode()
    assert "Empty: 10, as usual on this site." in html
    assert LIMITS in fay.get("/c/four-rivers/moderation/waiting/").content.decode()
    assert tess.post(LIMITS, {"posts_an_hour": "1"}).status_code == 403
    assert fay.post(LIMITS, {"days": "31"}).status_code == 422
    assert fay.post(LIMITS, {"posts_an_hour": "1"}).status_code == 302
    assert send(tess, topic, "One.")[0] == 302
    assert send(tess, topic, "Two.")[0] == 429
    assert fay.post(LIMITS, {"posts_an_hour": "0"}).status_code == 302
    assert send(tess, topic, "Two.")[0] == 302
    fay.post(LIMITS, {"posts_an_hour": "1", "days": "0"})
    assert send(tess, topic, "Three.")[0] == 302


def test_a_community_counts_somebody_as_new_for_longer(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    limits(cast, days=30, posts_an_hour=1)
    with scope(cast.community):
        long_ago = timezone.now() - timedelta(days=29)
        Membership.objects.filter(pk=cast.tess.pk).update(joined_at=long_ago)
    tess = as_member(cast.tess)
    assert send(tess, topic, "One.")[0] == 302
    assert send(tess, topic, "Two.")[0] == 429


def test_another_community_keeps_its_own(
    cast: Cast, topic: Topic, as_member: AsMember, settings: Settings
) -> None:
    with scope(cast.other):
        NewMemberLimits.objects.create(community=cast.other, posts_an_hour=1)
    tess = as_member(cast.tess)
    assert send(tess, topic, "One.")[0] == 302
    assert send(tess, topic, "Two.")[0] == 302


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize(
    ("values", "body"),
    [({"posts_an_hour": 1}, "One more."), ({"mentions_a_day": 1}, "Ask @Sam Ortiz")],
)
def test_two_requests_at_the_same_moment_do_not_pass_the_limit(
    db: None, values: dict[str, int], body: str
) -> None:
    """Each on a connection of its own; a third one holds the topic until both have been checked."""
    cast = make_cast()
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
    limits(cast, **values)
    answers: list[int] = []

    def post() -> None:
        client = Client()
        client.force_login(cast.tess.user, backend="accounts.backend.SessionBackend")
        try:
            answers.append(send(client, topic, body)[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _twice in range(2)]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM forums_topic FOR NO KEY UPDATE")
        for thread in threads:
            thread.start()
        until_waiting(2)
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [302, 429]
