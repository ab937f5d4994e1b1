"""What a person wrote, on his page: only what its reader may see, however much it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic, reply
from forums.contributions import PER_PAGE
from forums.models import Post
from tests.cast import Cast

type SignIn = Callable[[Membership], Client]


def page_of(member: Membership) -> str:
    return f"/c/four-rivers/people/{member.pk}/"


def test_everybody_sees_of_a_person_what_he_may_read_anyway(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Contracts", body="What do you pay?")
        topic = open_topic(cast.families, by=cast.rosa, title="Reading at home", body="Who?")
        reply(topic, by=cast.sam, body="We **all** do.")
    mine = as_member(cast.tess).get(page_of(cast.sam)).content.decode()
    assert "Contracts" in mine
    assert "Started this topic" in mine
    assert "We all do." in mine
    hers = as_member(cast.rosa).get(page_of(cast.sam)).content.decode()
    assert "Contracts" not in hers
    assert "What do you pay?" not in hers
    assert "Reading at home" in hers
    assert "Contributions" not in as_member(cast.sam).get(page_of(cast.ada)).content.decode()


def test_what_was_removed_is_not_told_here(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        topic = open_topic(cast.families, by=cast.rosa, title="Reading at home", body="Who?")
        post = reply(topic, by=cast.sam, body="Something rude.")
        Post.objects.filter(pk=post.pk).update(removed_at=timezone.now(), removed_by=cast.fay)
    assert "Something rude." not in as_member(cast.tess).get(page_of(cast.sam)).content.decode()


def test_many_contributions_come_in_pages_at_the_same_cost(cast: Cast, as_member: SignIn) -> None:
    client, at = as_member(cast.tess), datetime(2026, 3, 2, tzinfo=UTC)
    with scope(cast.community):
        topic = open_topic(cast.families, by=cast.rosa, title="Reading", body="Who?", at=at)
        for number in range(2):
            # Two at the same moment: neither is shown twice or left out.
            reply(topic, by=cast.sam, body=f"Thought {number}.", at=at)
    counts = []
    for size in (0, 2 * PER_PAGE):
        with scope(cast.community):
            for number in range(size):
                moment = at + timedelta(hours=number // 2)
                reply(topic, by=cast.sam, body=f"More {number}.", at=moment)
        client.get(page_of(cast.sam))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(cast.sam))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    seen: list[int] = []
    path = page_of(cast.sam)
    while path:
        section = client.get(path).context["sections"][0][1]
        seen += [post.id for post in section["posts"]]
        after = section["page"]["next_url"]
        path = page_of(cast.sam) + after if after else ""
    assert len(seen) == len(set(seen)) == 2 + 2 * PER_PAGE
