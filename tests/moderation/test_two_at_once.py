"""Two facilitators act at the same moment: one result, and a clear sentence for the second.

Both requests run on connections of their own. A third one holds the rows until both wait for them,
so that they really meet.
"""

import threading
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from guardian.shortcuts import assign_perm

from communities.models import Membership
from communities.scope import scope
from forums.actions import (
    flag_post,
    lock_topic,
    merge_topic,
    open_topic,
    remove_post,
    reply,
)
from forums.actions.proposals import propose_forum
from forums.models import Forum, ForumProposal, HeldPost, Post, Topic
from forums.models.held_post import HoldWhy
from moderation.models import Act
from tests.cast import Cast, make_cast
from tests.locks import until_waiting

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

ROWS = (
    *("communities_community", "forums_topic", "forums_heldpost", "forums_forumproposal"),
    "communities_membership",
)
EVERYONE = {"who": "rule", "any_roles": "any", "any_sites": "any", "any_circles": "any"}
type Sent = tuple[str, dict[str, object]]


@dataclass
class Scene:
    """Fay and Ada keep the superintendents' forum going, with a topic of three posts in it."""

    cast: Cast
    topic: Topic
    other: Topic
    post: Post

    def at(self, path: str = "") -> str:
        return f"/c/four-rivers/topics/{self.topic.number}/{path}"


@pytest.fixture
def scene(db: None) -> Scene:
    cast = make_cast()
    with scope(cast.community):
        assign_perm("facilitate_forum", cast.ada.user, cast.superintendents)
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        post = reply(topic, by=cast.tess, body="The district.")
        reply(topic, by=cast.sam, body="Which one?")
        other = open_topic(cast.superintendents, by=cast.sam, title="Fares", body="How much?")
    return Scene(cast, topic, other, post)


def at_once(scene: Scene, fays: Sent, adas: Sent) -> list[str]:
    """Send both forms so that they meet; return the pages that both read then."""
    pages: list[str] = []

    def send(member: Membership, sent: Sent) -> None:
        client = Client()
        client.force_login(member.user, backend="accounts.backend.SessionBackend")
        try:
            pages.append(unescape(client.post(*sent, follow=True).content.decode()))
        finally:
            connections.close_all()

    cast = scene.cast
    threads = [
        threading.Thread(target=send, args=pair) for pair in ((cast.fay, fays), (cast.ada, adas))
    ]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in ROWS:
            cursor.execute(f"SELECT id FROM {table} FOR NO KEY UPDATE")
        for thread in threads:
            thread.start()
        until_waiting(2)
    for thread in threads:
        thread.join(60)
    assert len(pages) == 2
    return pages


def acts(scene: Scene) -> list[str]:
    with scope(scene.cast.community):
        return list(Act.objects.order_by("pk").values_list("act", flat=True))


def said(pages: list[str], *sentences: str) -> list[int]:
    """Return on how many pages each sentence stands."""
    return [sum(sentence in page for page in pages) for sentence in sentences]


def test_removing_a_post(scene: Scene) -> None:
    sent: Sent = (scene.at("posts/2/removal/"), {"reason": "It names a child."})
    pages = at_once(scene, sent, sent)
    assert said(pages, "The post is removed.", "removed a moment ago by somebody else") == [1, 1]
    assert acts(scene) == ["removed"]


def test_restoring_a_post(scene: Scene) -> None:
    with scope(scene.cast.community):
        remove_post(scene.post, by=scene.cast.fay, reason="So.")
    sent: Sent = (scene.at("posts/2/removal/delete/"), {})
    pages = at_once(scene, sent, sent)
    assert said(pages, "The post is shown again.", "restored a moment ago") == [1, 1]
    assert acts(scene) == ["removed", "restored"]


def test_locking_and_unlocking(scene: Scene) -> None:
    sent: Sent = (scene.at("lock/"), {})
    pages = at_once(scene, sent, sent)
    assert said(pages, "is closed to replies.", "closed a moment ago by somebody else") == [1, 1]
    assert acts(scene) == ["locked"]


def test_unlocking(scene: Scene) -> None:
    with scope(scene.cast.community):
        lock_topic(scene.topic, by=scene.cast.fay)
    sent: Sent = (scene.at("lock/delete/"), {})
    pages = at_once(scene, sent, sent)
    assert said(pages, "takes replies again.", "opened again a moment ago") == [1, 1]
    assert acts(scene) == ["locked", "unlocked"]


def test_merging_the_same_topics(scene: Scene) -> None:
    sent: Sent = (scene.at("merger/"), {"topic": str(scene.other.number)})
    pages = at_once(scene, sent, sent)
    assert said(pages, "are one now.", "merged a moment ago by somebody else") == [1, 1]
    assert acts(scene) == ["merged"]
    with scope(scene.cast.community):
        assert Topic.objects.get(pk=scene.other.pk).last_number == 4


def test_merging_each_into_the_other(scene: Scene) -> None:
    back = f"/c/four-rivers/topics/{scene.other.number}/merger/"
    pages = at_once(
        scene,
        (scene.at("merger/"), {"topic": str(scene.other.number)}),
        (back, {"topic": str(scene.topic.number)}),
    )
    assert said(pages, "are one now.", "merged a moment ago by somebody else") == [1, 1]
    assert acts(scene) == ["merged"]
    with scope(scene.cast.community):
        assert Topic.objects.filter(merged_into__isnull=False).count() == 1


def test_undoing_a_merge(scene: Scene) -> None:
    with scope(scene.cast.community):
        merge_topic(scene.topic, by=scene.cast.fay, into=scene.other)
    sent: Sent = (scene.at("merger/delete/"), {})
    pages = at_once(scene, sent, sent)
    assert said(pages, "The topics are two again.", "These topics are two again already") == [1, 1]
    assert acts(scene) == ["merged", "unmerged"]


def test_splitting_the_same_posts(scene: Scene) -> None:
    sent: Sent = (scene.at("split/"), {"posts": [2], "title": "The district"})
    pages = at_once(scene, sent, sent)
    assert said(pages, "a topic of their own now", "moved one of these posts a moment ago") == [
        1,
        1,
    ]
    assert acts(scene) == ["split"]
    with scope(scene.cast.community):
        assert Topic.objects.filter(title="The district").count() == 1


def test_moving_a_topic(scene: Scene) -> None:
    with scope(scene.cast.community):
        assign_perm("facilitate_forum", scene.cast.ada.user, scene.cast.families)
    sent: Sent = (scene.at("forum/"), {"forum": scene.cast.families.pk})
    pages = at_once(scene, sent, sent)
    assert said(pages, "is in Family engagement now.", "is in that forum already") == [1, 1]
    assert acts(scene) == ["moved"]


def test_approving_and_declining_what_waits(scene: Scene) -> None:
    cast = scene.cast
    with scope(cast.community):
        held = HeldPost.objects.create(
            community=cast.community,
            forum=cast.superintendents,
            topic=scene.topic,
            author=cast.tess,
            body="Mine.",
            why=HoldWhy.FIRST,
        )
    url = f"/c/four-rivers/moderation/waiting/{held.pk}/"
    pages = at_once(
        scene,
        (url, {"outcome": "approved", "body": "Mine."}),
        (url, {"outcome": "declined", "body": "Mine.", "reason": "Twice."}),
    )
    assert said(pages, "Somebody else decided on this post a moment ago.") == [1]
    assert sum(said(pages, "The post is shown now", "The post is declined")) == 1
    assert acts(scene) in (["approved"], ["declined"])


def test_closing_reports(scene: Scene) -> None:
    cast = scene.cast
    with scope(cast.community):
        flag_post(scene.post, by=cast.sam, why="unkind")
    url = f"/c/four-rivers/moderation/flags/{scene.post.pk}/"
    pages = at_once(
        scene,
        (url, {"outcome": "kept"}),
        (url, {"outcome": "removed", "reason": "It names a child."}),
    )
    assert said(pages, "It is decided.", "Somebody else decided on this post a moment") == [1, 1]
    assert acts(scene) in (["flags_kept"], ["removed"])


def opening(proposal: ForumProposal) -> Sent:
    words: dict[str, object] = {"name": "Drivers", "description": "For who drives.", **EVERYONE}
    return (f"/c/four-rivers/forums/new/?proposal={proposal.pk}", words)


def test_opening_a_proposed_forum_and_declining_it(scene: Scene) -> None:
    cast = scene.cast
    with scope(cast.community):
        proposal = propose_forum(by=cast.sam, name="Drivers", for_whom="Who drives", why="So.")
    no = f"/c/four-rivers/forums/proposals/{proposal.pk}/refusal/"
    pages = at_once(scene, opening(proposal), (no, {"reason": "Too few."}))
    assert said(pages, "Somebody has answered this proposal already.") == [1]
    with scope(cast.community):
        opened = Forum.objects.filter(name="Drivers").count()
    assert acts(scene) == (["opened", "proposal_opened"] if opened else ["proposal_declined"])


def test_opening_a_proposed_forum_twice(scene: Scene) -> None:
    with scope(scene.cast.community):
        proposal = propose_forum(by=scene.cast.sam, name="Drivers", for_whom="All", why="So.")
    pages = at_once(scene, opening(proposal), opening(proposal))
    assert said(pages, "The forum is open.", "answered this proposal already") == [1, 1]
    with scope(scene.cast.community):
        assert Forum.objects.filter(name="Drivers").count() == 1


def test_pausing_somebody(scene: Scene) -> None:
    url = f"/c/four-rivers/people/{scene.cast.tess.pk}/pause/"
    until = f"{timezone.localdate() + timedelta(days=3)}"
    pages = at_once(
        scene, (url, {"until": until, "reason": "One."}), (url, {"until": until, "reason": "Two."})
    )
    assert said(pages, "is paused and gets your reason", "is paused already") == [1, 1]
    assert acts(scene) == ["paused"]
