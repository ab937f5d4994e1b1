"""Deleting one's own post, removing somebody's, restoring both, and former versions."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from digests.batch import Batch
from digests.entries import keep, kept
from digests.sections.forum_news import forum_news
from digests.sections.forums import ForumNews
from forums.actions import edit_post, open_topic, remove_post, reply, restore_post
from forums.models import Forum, Post, Topic
from forums.permissions.posts import check_restore_post
from moderation.conflicts import AlreadyDoneError
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import MONDAY, answer, ask, settle_in
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        reply(topic, by=cast.tess, body="The district does, and here is a secret.")
        return topic


def address(topic: Topic, number: int, what: str = "") -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/{number}/{what}"


def page(browser: Client, topic: Topic) -> str:
    return browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def test_an_author_deletes_his_post_and_a_sentence_stands_in_its_place(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    assert "Delete my post" in browser.get(address(topic, 2, "removal/")).content.decode()
    assert browser.post(address(topic, 2, "removal/")).status_code == 302
    html = page(as_member(cast.sam), topic)
    assert "secret" not in html
    assert "Its author deleted this post." in html
    # Its address still leads there.
    assert as_member(cast.sam).get(address(topic, 2))["Location"].endswith("#post-2")
    with scope(cast.community):
        assert not Act.objects.exists()


def test_an_author_restores_what_he_deleted(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.tess)
    browser.post(address(topic, 2, "removal/"))
    assert "Restore it" in browser.get(address(topic, 2, "removal/")).content.decode()
    browser.post(address(topic, 2, "removal/delete/"))
    assert "secret" in page(as_member(cast.sam), topic)


def test_a_facilitator_removes_a_post_with_a_reason_that_the_author_receives(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.fay)
    without = browser.post(address(topic, 2, "removal/"), {"reason": " "})
    assert without.status_code == 422
    assert "Give a reason" in without.content.decode()
    browser.post(address(topic, 2, "removal/"), {"reason": "It names a child."})
    html = page(as_member(cast.sam), topic)
    assert "secret" not in html
    assert "A facilitator removed this post." in html
    with scope(cast.community):
        act = Act.objects.get()
        assert (act.by, act.act, act.note) == (cast.fay, "removed", "It names a child.")
    mail = OutgoingMail.objects.get(kind="moderation")
    assert mail.to == "tess@example.org"
    assert "It names a child." in text_of(mail)
    assert "here is a secret" in text_of(mail)


def test_what_a_facilitator_removed_its_author_may_not_restore(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
    refused = as_member(cast.tess).post(address(topic, 2, "removal/delete/"))
    assert refused.status_code == 403
    assert "A facilitator removed this." in refused.content.decode()
    assert as_member(cast.tess).post(address(topic, 2, "edit/"), {"body": "x"}).status_code == 403
    as_member(cast.fay).post(address(topic, 2, "removal/delete/"))
    assert "secret" in page(as_member(cast.sam), topic)


def test_what_its_author_deleted_a_facilitator_may_not_restore(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.tess)
        post = topic.posts.get(number=2)
        with pytest.raises(PermissionDenied, match="Only its author"):
            check_restore_post(cast.fay, post)


def test_another_member_may_not_remove_a_post(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.sam).post(address(topic, 2, "removal/")).status_code == 403
    assert as_member(cast.rosa).post(address(topic, 2, "removal/")).status_code == 404
    # A facilitator of the community without a right on this forum does not even see it.
    assert as_member(cast.ada).post(address(topic, 2, "removal/")).status_code == 404


def test_who_comes_second_gets_a_sentence_and_nothing_happens_twice(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = topic.posts.get(number=2)
        remove_post(post, by=cast.fay, reason="No.")
        with pytest.raises(AlreadyDoneError):
            remove_post(post, by=cast.fay, reason="No again.")
        assert Act.objects.count() == 1
        assert Forum.objects.get(pk=topic.forum_id).post_count == 1
    shown = as_member(cast.fay).post(
        address(topic, 2, "removal/"), {"reason": "Again"}, follow=True
    )
    assert "removed a moment ago by somebody else" in shown.content.decode()


def test_counts_and_order_follow_from_what_is_shown(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        before = Topic.objects.get(pk=topic.pk)
        first = topic.posts.get(number=1)
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
        after = Topic.objects.get(pk=topic.pk)
        assert (after.last_number, after.last_author) == (2, cast.sam)
        assert after.last_post_at == first.created_at
        forum = Forum.objects.get(pk=topic.forum_id)
        assert (forum.topic_count, forum.post_count) == (1, 1)
        assert forum.last_post_at == first.created_at
        restore_post(topic.posts.get(number=2), by=cast.fay)
        again = Topic.objects.get(pk=topic.pk)
        assert (again.last_author, again.last_post_at) == (cast.tess, before.last_post_at)
        # The next reply takes the next number: none is given twice.
        assert reply(again, by=cast.sam, body="Thank you.").number == 3


def test_a_topic_of_which_no_post_is_shown_leaves_the_lists(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        for number in (1, 2):
            remove_post(topic.posts.get(number=number), by=cast.fay, reason="No.")
        forum = Forum.objects.get(pk=topic.forum_id)
        assert (forum.topic_count, forum.post_count) == (0, 0)
    lists = ("/c/four-rivers/", "/c/four-rivers/forums/superintendents/")
    for listed in lists:
        assert "Buses" not in as_member(cast.tess).get(listed).content.decode()
    there = f"/c/four-rivers/topics/{topic.number}/"
    assert as_member(cast.tess).get(there).status_code == 404
    # Who opened it and who keeps the forum going still find it, to restore it.
    assert as_member(cast.sam).get(there).status_code == 200
    assert as_member(cast.fay).get(there).status_code == 200
    with scope(cast.community):
        restore_post(topic.posts.get(number=1), by=cast.fay)
        assert Forum.objects.get(pk=topic.forum_id).topic_count == 1
    assert as_member(cast.tess).get(there).status_code == 200


def test_a_removed_post_is_not_among_the_visible_ones(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.tess)
        assert [post.number for post in Post.objects.visible_to(cast.sam)] == [1]


def test_the_digest_leaves_out_what_was_removed(cast: Cast, topic: Topic) -> None:

    with scope(cast.community):
        reply(topic, by=cast.tess, body="@Sam Ortiz, look at this.")

        def news() -> list[str]:
            batch = Batch(cast.community, [cast.sam.pk], timezone.now())
            return [entry.raw for found in forum_news(batch).values() for entry in found]

        assert "look at this" in "".join(news())
        for number in (2, 3):
            remove_post(topic.posts.get(number=number), by=cast.fay, reason="No.")
        assert news() == []


def test_former_versions_are_kept_with_their_differences(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = topic.posts.get(number=2)
        edit_post(post, by=cast.tess, body="The city does, and here is a secret.")
        edit_post(post, by=cast.tess, body="The **city** does.")
        # The same words again are no version.
        edit_post(post, by=cast.tess, body="The **city** does.")
        assert post.revisions.count() == 2
    html = as_member(cast.sam).get(address(topic, 2, "history/")).content.decode()
    # As it reads: who looks at it may never have learnt the signs.
    assert "<del> district</del><ins> city</ins>" in html
    assert html.index("Version 3") < html.index("Version 1")
    assert "history/" in page(as_member(cast.sam), topic)


def test_a_removed_post_s_history_is_for_facilitators_only(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        edit_post(topic.posts.get(number=2), by=cast.tess, body="Changed words.")
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
    for member in (cast.sam, cast.tess):
        assert as_member(member).get(address(topic, 2, "history/")).status_code == 403
    html = as_member(cast.fay).get(address(topic, 2, "history/")).content.decode()
    assert "Changed words." in html.replace("<ins>", "").replace("</ins>", "")


def test_facilitators_who_come_from_elsewhere_get_404(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    for member in (cast.olga, cast.lee, cast.gus):
        for what in ("removal/", "history/"):
            assert as_member(member).get(address(topic, 2, what)).status_code == 404


def test_what_is_removed_between_the_stages_is_not_told(cast: Cast) -> None:
    settle_in(cast.community)
    topic = ask(cast.superintendents, cast.sam, "Buses")
    answer(topic, cast.tess, "A secret.")
    with scope(cast.community):
        batch = Batch(cast.community, [cast.sam.pk], MONDAY)
        keep(cast.community, forum_news(batch)["replies"])
        entries = kept([cast.sam.pk])
        assert ForumNews().outdated(batch, entries) == set()
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
        assert ForumNews().outdated(batch, entries) == {entry.pk for entry in entries}
