"""A post that many are told of at once costs its writer no more than one that nobody is."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import DueWork, Membership
from communities.scope import scope
from forums.actions import note_new_post
from forums.models import Post, Topic
from notifications.actions import follow
from notifications.levels import COMMUNITY
from notifications.models import Level
from notifications.telling import WRITE
from tests.cast import Cast, make_member, make_user
from tests.notifications.notice_scenes import ask

pytestmark = pytest.mark.django_db


def make_followers(cast: Cast, numbers: range) -> None:
    with scope(cast.community):
        for number in numbers:
            user, roles = make_user(f"Follower{number} X"), [cast.roles["superintendent"]]
            member = make_member(cast.community, user, roles=roles)
            follow(member, COMMUNITY, cast.community.pk, Level.ALL)


def reply_as(member: Membership, topic: Topic) -> int:
    """Return how many statements the request of a reply sends."""
    client = Client()
    client.force_login(member.user, backend="accounts.backend.SessionBackend")
    url = f"{topic.get_absolute_url()}posts/"
    client.post(url, {"body": "First.", "form_key": str(uuid4())})
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url, {"body": "Hi.", "form_key": str(uuid4())}).status_code == 302
    return len(queries)


def work_after(cast: Cast) -> int:
    """Return how many statements it takes to note whom the last post is told."""
    with scope(cast.community):
        post = Post.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            note_new_post(post.pk)
    return len(queries)


def test_a_reply_and_the_work_after_it_cost_the_same_with_many_followers(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    make_followers(cast, range(1))
    reply_as(cast.tess, topic)
    few, few_after = reply_as(cast.tess, topic), work_after(cast)
    make_followers(cast, range(1, 40))
    DueWork.objects.all().delete()
    assert reply_as(cast.tess, topic) == few
    assert not DueWork.objects.filter(kind=WRITE).exists()
    assert work_after(cast) == few_after
    assert DueWork.objects.filter(kind=WRITE).count() >= 40
