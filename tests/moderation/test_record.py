"""The record of acts: who reads it, and what it says."""

from collections.abc import Callable

from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import lock_topic, open_topic, remove_post, restore_post
from forums.models import Topic
from moderation.models import Act
from moderation.record import PER_PAGE, record
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
RECORD = "/c/four-rivers/moderation/record/"


def removed_post(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        remove_post(topic.posts.get(), by=cast.fay, reason="It names a child.")


def test_an_act_says_who_what_to_what_and_why(cast: Cast, as_member: AsMember) -> None:
    removed_post(cast)
    html = as_member(cast.fay).get(RECORD).content.decode()
    assert "Fay Moua removed a post." in html
    assert "It names a child." in html
    assert "Post 1 by Sam Ortiz in “Buses”" in html


def test_what_can_be_taken_back_is_taken_back_from_there_once(
    cast: Cast, as_member: AsMember
) -> None:
    removed_post(cast)
    fay = as_member(cast.fay)
    undo = "/c/four-rivers/topics/1/posts/1/removal/delete/"
    assert f'action="{undo}"' in fay.get(RECORD).content.decode()
    fay.post(undo)
    html = fay.get(RECORD).content.decode()
    assert "Fay Moua restored a post." in html
    assert "Take it back" not in html
    with scope(cast.community):
        topic = Topic.objects.get()
        lock_topic(topic, by=cast.fay)
    assert f"{topic.get_absolute_url()}lock/delete/" in fay.get(RECORD).content.decode()


def test_who_does_not_see_the_forum_reads_that_something_was_done(
    cast: Cast, as_member: AsMember
) -> None:
    removed_post(cast)
    html = as_member(cast.ada).get(RECORD).content.decode()
    assert "Fay Moua removed a post." in html
    assert "In a forum that you do not see" in html
    assert "Buses" not in html
    assert "It names a child." not in html


def test_members_are_told_that_it_is_for_facilitators(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).get(RECORD)
    assert page.status_code == 403
    assert "Only facilitators" in page.content.decode()


def test_newest_first_page_by_page(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        post = topic.posts.get()
        for n in range(PER_PAGE + 1):
            record(cast.fay, "removed", post, note=f"Reason number {n}.")
    browser = as_member(cast.fay)
    first = browser.get(RECORD)
    html = first.content.decode()
    assert html.index(f"Reason number {PER_PAGE}.") < html.index("Reason number 1.")
    assert "Reason number 0." not in html
    older = browser.get(RECORD + first.context["page"]["next_url"]).content.decode()
    assert "Reason number 0." in older


def test_what_is_undone_is_recorded_too(cast: Cast) -> None:
    removed_post(cast)
    with scope(cast.community):
        post = cast.superintendents.topics.get().posts.get()
        restore_post(post, by=cast.fay)
        assert list(Act.objects.order_by("pk").values_list("act", flat=True)) == [
            "removed",
            "restored",
        ]
