"""Closing, pinning, moving, splitting and merging topics, and taking it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import (
    lock_topic,
    mark_read,
    merge_topic,
    move_topic,
    open_topic,
    pin_topic,
    remove_post,
    reply,
    split_topic,
    unmerge_topic,
    unpin_topic,
)
from forums.models import Forum, Post, Topic, TopicReading
from forums.refusals import PostRefusedError
from moderation.conflicts import AlreadyDoneError
from moderation.models import Act
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
SPLIT = "Title of the new one"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam opens it; posts 2 to 6 are by Tess and Sam in turn."""
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Post 1")
        for number in range(2, 7):
            reply(topic, by=cast.sam if number % 2 else cast.tess, body=f"Post {number}")
        return topic


def at(topic: Topic, what: str = "") -> str:
    return f"/c/four-rivers/topics/{topic.number}/{what}"


def text(browser: Client, address: str) -> str:
    return browser.get(address, follow=True).content.decode()


def numbers(topic: Topic) -> list[int]:
    return list(topic.posts.order_by("number").values_list("number", flat=True))


def bodies(topic: Topic) -> list[str]:
    shown = topic.posts.filter(removed_at=None).order_by("number")
    return list(shown.values_list("body", flat=True))


def counts(forum: Forum) -> tuple[int, int]:
    found = Forum.objects.get(pk=forum.pk)
    return found.topic_count, found.post_count


def test_a_closed_topic_takes_no_replies_and_says_so(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    fay, tess = as_member(cast.fay), as_member(cast.tess)
    fay.post(at(topic, "lock/"), {"note": "We go on in “Routes”."})
    html = text(tess, at(topic))
    assert "closed this discussion to replies" in html
    assert "We go on in “Routes”." in html
    assert 'name="body"' not in html
    refused = tess.post(at(topic, "posts/"), {"body": "My long answer"})
    assert refused.status_code == 403
    # What was typed is kept, with the reason.
    assert "My long answer" in refused.content.decode()
    assert "was closed to replies" in refused.content.decode()
    # Who keeps the forum going may still say a last word.
    assert fay.post(at(topic, "posts/"), {"body": "That was it."}).status_code == 302
    fay.post(at(topic, "lock/delete/"))
    assert tess.post(at(topic, "posts/"), {"body": "My long answer"}).status_code == 302


def test_members_may_not_keep_topics_in_order(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    for what in ("lock/", "pin/", "forum/", "split/", "merger/", "lock/delete/", "pin/delete/"):
        assert as_member(cast.tess).post(at(topic, what)).status_code == 403, what
        assert as_member(cast.ada).post(at(topic, what)).status_code == 404, what
    assert "Keep in order" not in text(as_member(cast.tess), at(topic))
    assert "Keep in order" in text(as_member(cast.fay), at(topic))


def test_who_closes_a_closed_topic_reads_that_somebody_else_did(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        lock_topic(topic, by=cast.fay)
        with pytest.raises(AlreadyDoneError):
            lock_topic(topic, by=cast.fay)
        assert Act.objects.filter(act="locked").count() == 1
    shown = as_member(cast.fay).post(at(topic, "lock/"), {}, follow=True).content.decode()
    assert "a moment ago by somebody else" in shown


def test_a_pinned_topic_stands_first_until_its_day(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.tess, title="Newer", body="Words")
    browser = as_member(cast.sam)
    forum = "/c/four-rivers/forums/superintendents/"
    before = text(browser, forum)
    assert before.index("Newer") < before.index("Buses")
    until = timezone.localdate() + timedelta(days=3)
    as_member(cast.fay).post(at(topic, "pin/"), {"until": until.isoformat()})
    pinned = text(browser, forum)
    assert pinned.index("Buses") < pinned.index("Newer")
    assert pinned.count(">Buses<") == 1
    assert "Pinned" in pinned
    with scope(cast.community):
        Topic.objects.filter(pk=topic.pk).update(pinned_until=timezone.now())
    after = text(browser, forum)
    assert after.index("Newer") < after.index("Buses")


def test_a_pin_for_yesterday_is_refused_with_a_sentence(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    refused = as_member(cast.fay).post(at(topic, "pin/"), {"until": "2020-01-01"})
    assert refused.status_code == 422
    assert "Choose a day from tomorrow on" in refused.content.decode()


def test_a_pin_is_taken_away(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        pin_topic(topic, by=cast.fay, until=timezone.now() + timedelta(days=1))
        unpin_topic(topic, by=cast.fay)
        assert Forum.objects.get(pk=topic.forum_id).pinned_until is None
        with pytest.raises(AlreadyDoneError):
            unpin_topic(topic, by=cast.fay)


def test_a_topic_moves_to_another_forum_with_its_address(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.rosa).get(at(topic)).status_code == 404
    as_member(cast.fay).post(at(topic, "forum/"), {"forum": cast.families.pk})
    assert "Post 1" in text(as_member(cast.rosa), at(topic))
    with scope(cast.community):
        assert counts(cast.superintendents) == (0, 0)
        assert counts(cast.families) == (1, 6)
        with pytest.raises(AlreadyDoneError):
            move_topic(topic, by=cast.fay, to=cast.families)


def test_a_topic_moves_only_into_forums_one_keeps_going(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        cast.families.grants.all().delete()
    refused = as_member(cast.fay).post(at(topic, "forum/"), {"forum": cast.families.pk})
    assert refused.status_code == 422


def test_posts_become_a_topic_of_their_own(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        mark_read(topic, member=cast.pat, through=3)
    made = as_member(cast.fay).post(at(topic, "split/"), {"title": SPLIT, "posts": ["3", "5"]})
    with scope(cast.community):
        new = Topic.objects.get(title=SPLIT)
        assert made["Location"] == at(new)
        assert (new.author, new.last_author, new.last_number) == (cast.sam, cast.sam, 2)
        assert bodies(new) == ["Post 3", "Post 5"]
        assert bodies(topic) == ["Post 1", "Post 2", "Post 4", "Post 6"]
        # Numbers have no gap, in either.
        assert numbers(new) == [1, 2]
        assert numbers(topic) == [1, 2, 3, 4, 5, 6]
        assert counts(cast.superintendents) == (2, 6)
        # Pat had read up to 3, and so the first of the two.
        assert TopicReading.objects.get(topic=new, member=cast.pat).read_through == 1
        assert TopicReading.objects.get(topic=new, member=cast.sam).read_through == 2
    # The old address leads to the new place, and a line stands in the old one.
    browser = as_member(cast.tess)
    assert browser.get(at(topic, "posts/5/"))["Location"] == at(new, "#post-2")
    assert browser.get(at(topic, "posts/4/"))["Location"] == at(topic, "#post-4")
    assert "This post was moved to another topic." in text(browser, at(topic))


def test_a_split_that_would_leave_nothing_is_refused_with_a_sentence(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    every = [str(number) for number in range(1, 7)]
    refused = as_member(cast.fay).post(at(topic, "split/"), {"title": "All", "posts": every})
    assert refused.status_code == 422
    assert "No post would stay in this topic" in refused.content.decode()


def test_two_facilitators_split_the_same_post_once(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        split_topic(topic, by=cast.fay, numbers=[3], title="First")
        with pytest.raises(AlreadyDoneError):
            split_topic(topic, by=cast.fay, numbers=[3, 4], title="Second")
        assert bodies(topic) == ["Post 1", "Post 2", "Post 4", "Post 5", "Post 6"]


@pytest.fixture
def other(cast: Cast, topic: Topic) -> Topic:
    with scope(cast.community):
        other = open_topic(cast.superintendents, by=cast.tess, title="Routes", body="Route 1")
        reply(other, by=cast.sam, body="Route 2")
        return other


def test_two_topics_become_one_and_old_addresses_lead_there(
    cast: Cast, topic: Topic, other: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        mark_read(topic, member=cast.pat, through=6)
        mark_read(other, member=cast.pat, through=1)
        mark_read(topic, member=cast.rosa, through=5)
        mark_read(other, member=cast.rosa, through=2)
    fay = as_member(cast.fay)
    made = fay.post(at(other, "merger/"), {"topic": f"http://testserver{at(topic)}?page=1"})
    assert made["Location"] == at(topic)
    with scope(cast.community):
        assert bodies(topic) == [f"Post {n}" for n in range(1, 7)] + ["Route 1", "Route 2"]
        assert numbers(topic) == list(range(1, 9))
        assert counts(cast.superintendents) == (1, 8)
        merged = Topic.objects.get(pk=topic.pk)
        assert (merged.last_number, merged.last_author) == (8, cast.sam)
        read = dict(TopicReading.objects.filter(topic=topic).values_list("member", "read_through"))
        # Pat had read all here and the first of the other; Rosa had a gap here.
        assert read[cast.pat.pk] == 7
        assert read[cast.rosa.pk] == 5
    browser = as_member(cast.tess)
    assert browser.get(at(other))["Location"] == at(topic)
    assert browser.get(at(other, "posts/2/"))["Location"] == at(topic, "#post-8")
    assert browser.get(at(other, "unread/"))["Location"].startswith(at(topic))
    # A reply from a page that was open before arrives where the discussion is now.
    assert browser.post(at(other, "posts/"), {"body": "Late"})["Location"] == at(topic, "#post-9")
    assert "Routes" not in text(browser, "/c/four-rivers/forums/superintendents/")


def test_who_replies_while_the_topic_is_merged_keeps_his_words(
    cast: Cast, topic: Topic, other: Topic
) -> None:
    with scope(cast.community):
        read_before = Topic.objects.select_related("forum").get(pk=other.pk)
        merge_topic(other, by=cast.fay, into=topic)
        for member in (cast.tess, cast.fay):
            with pytest.raises(PostRefusedError, match="Copy your words"):
                reply(read_before, by=member, body="Nobody would find it")
        assert not Post.objects.filter(body="Nobody would find it").exists()


def test_a_merge_is_undone(cast: Cast, topic: Topic, other: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        merge_topic(other, by=cast.fay, into=topic)
        reply(topic, by=cast.tess, body="After")
    fay = as_member(cast.fay)
    assert "Undo the merge" in text(fay, at(other, "merger/"))
    fay.post(at(other, "merger/delete/"))
    with scope(cast.community):
        assert bodies(other) == ["Route 1", "Route 2"]
        assert bodies(topic) == [f"Post {n}" for n in range(1, 7)] + ["After"]
        assert numbers(topic) == list(range(1, 10))
        assert counts(cast.superintendents) == (2, 9)
        with pytest.raises(AlreadyDoneError):
            unmerge_topic(other, by=cast.fay)
    # Addresses from the time between lead back.
    assert as_member(cast.tess).get(at(topic, "posts/8/"))["Location"] == at(other, "#post-2")


def test_merging_back_what_was_split_undoes_it(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        before = list(topic.posts.order_by("number").values_list("pk", "number"))
        new = split_topic(topic, by=cast.fay, numbers=[2, 4], title=SPLIT)
        merge_topic(new, by=cast.fay, into=topic)
        assert list(topic.posts.order_by("number").values_list("pk", "number")) == before
        assert counts(cast.superintendents) == (1, 6)


def test_an_address_follows_a_post_that_was_carried_twice(
    cast: Cast, topic: Topic, other: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        third = split_topic(topic, by=cast.fay, numbers=[2], title="Third")
        merge_topic(third, by=cast.fay, into=other)
    assert as_member(cast.tess).get(at(topic, "posts/2/"))["Location"] == at(other, "#post-3")


def test_a_removed_post_is_carried_as_a_removed_one(cast: Cast, topic: Topic, other: Topic) -> None:
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
        merge_topic(topic, by=cast.fay, into=other)
        assert Post.objects.get(body="Post 2").removed_at
        assert "Post 2" not in bodies(other)
        assert counts(cast.superintendents) == (1, 7)


def test_an_accepted_answer_that_is_carried_away_answers_no_more(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        Topic.objects.filter(pk=topic.pk).update(accepted_post=topic.posts.get(number=3))
        split_topic(topic, by=cast.fay, numbers=[3], title=SPLIT)
        assert Topic.objects.get(pk=topic.pk).accepted_post is None


def test_topics_merge_once_and_not_with_themselves(
    cast: Cast, topic: Topic, other: Topic, as_member: AsMember
) -> None:
    fay = as_member(cast.fay)
    for typed in (str(topic.number), "999", "nonsense"):
        assert fay.post(at(topic, "merger/"), {"topic": typed}).status_code == 422
    with scope(cast.community):
        merge_topic(other, by=cast.fay, into=topic)
        with pytest.raises(AlreadyDoneError):
            merge_topic(other, by=cast.fay, into=topic)


def test_where_a_post_went_is_not_told_to_who_may_not_see_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        move_topic(topic, by=cast.fay, to=cast.families)
        new = split_topic(topic, by=cast.fay, numbers=[2], title=SPLIT)
        move_topic(new, by=cast.fay, to=cast.superintendents)
    # Rosa sees the families' forum and not the superintendents'.
    assert as_member(cast.rosa).get(at(topic, "posts/2/")).status_code == 404
    assert SPLIT not in text(as_member(cast.rosa), at(topic))


def test_every_act_is_recorded(cast: Cast, topic: Topic, other: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        lock_topic(topic, by=cast.fay)
        merge_topic(other, by=cast.fay, into=topic)
    html = text(as_member(cast.fay), "/c/four-rivers/moderation/record/")
    assert "Fay Moua closed a topic to replies." in html
    assert "Fay Moua merged a topic into another." in html
    assert at(other, "merger/") in html
