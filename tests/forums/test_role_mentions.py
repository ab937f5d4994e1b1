"""Calling a role: who may, whom it reaches, and what its writer hears."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership, MembershipRole, Role
from communities.models.membership import Standing, Status
from communities.scope import scope
from forums.actions import edit_post, open_topic, reply
from forums.mentions import members_mentioned
from forums.models import Forum, Post, Topic
from forums.models.forum import Kind
from forums.permissions.calls import CALLS_A_DAY
from tests.cast import Cast, make_forum, make_member, make_user

type AsMember = Callable[[Membership], Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.families, by=cast.sam, title="Buses", body="They are late.")


def called(post: Post) -> set[Membership]:
    return set(members_mentioned(post))


@pytest.mark.parametrize(
    "words",
    [
        "@superintendents",
        "@Superintendent",
        "@superintendentes",
        "What do the (@SUPERINTENDENTS) say?",
    ],
)
def test_a_role_is_called_by_its_names_in_both_languages(
    cast: Cast, topic: Topic, words: str
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.pat, body=words)
        assert called(post) == {cast.sam, cast.tess}
        assert 'href="/c/four-rivers/people/?role=superintendent"' in post.html


def test_a_name_of_two_words_and_one_with_an_accent(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.sam, body="@resident leaders and @líderes vecinales")
        assert called(post) == {cast.rosa}
        post = reply(topic, by=cast.sam, body="@lider vecinal")
        assert called(post) == {cast.rosa}
        post = reply(topic, by=cast.sam, body="Ask @rosa pena about it")
        assert called(post) == {cast.rosa}


def test_its_author_is_not_called_by_his_own_role(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        assert called(reply(topic, by=cast.sam, body="@superintendents")) == {cast.tess}


def test_it_reaches_who_has_the_role_when_they_are_told(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.pat, body="@superintendents")
        new = make_member(
            cast.community, make_user("Nia Frost"), roles=[cast.roles["superintendent"]]
        )
        MembershipRole.objects.filter(membership=cast.tess).delete()
        Membership.objects.filter(pk=cast.sam.pk).update(status=Status.LEFT)
        assert called(post) == {new}


def test_it_reaches_nobody_who_may_not_see_the_forum(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Pay", body="Among us.")
        post = reply(topic, by=cast.fay, body="@superintendents and @principals")
        assert called(post) == {cast.sam, cast.tess}
        assert "role=principal" not in post.html
        assert post.role_mentions.count() == 1


def test_a_person_named_like_a_role_is_the_person(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        principal = make_member(
            cast.community,
            make_user("Principal", display_name="Principal"),
            roles=[cast.roles["principal"]],
        )
        assert called(reply(topic, by=cast.sam, body="@principal")) == {principal}
        assert called(reply(topic, by=cast.sam, body="@principals")) == {principal, cast.pat}


def test_two_people_of_one_name_are_both_called(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        roles = [cast.roles["principal"]]
        twins = {
            make_member(
                cast.community, make_user(f"{first} x", display_name="Ana Ruiz"), roles=roles
            )
            for first in ("one", "two")
        }
        post = reply(topic, by=cast.sam, body="@Ana Ruiz")
        assert called(post) == twins
        assert 'href="/c/four-rivers/people/?q=Ana+Ruiz"' in post.html


def test_a_member_calls_the_roles_that_the_forum_is_for(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        funder = Role.objects.create(
            community=cast.community, key="funder", singular="funder", plural="funders"
        )
        cast.community.people_changed()
        guest = make_member(cast.community, make_user("Flo Grant"), roles=[funder])
        cast.families.audience.community = cast.community
        topic = open_topic(cast.families, by=cast.sam, title="Money", body="How?")
        invite(cast, guest, cast.families)
    page = as_member(cast.pat).post(
        f"/c/four-rivers/topics/{topic.number}/posts/", {"body": "@funders, help"}, follow=True
    )
    assert "Here you can call the roles that this forum is for." in page.content.decode()
    as_member(cast.fay).post(
        f"/c/four-rivers/topics/{topic.number}/posts/", {"body": "@funders, please"}
    )
    with scope(cast.community):
        by_pat, by_fay = topic.posts.order_by("number")[1:]
        assert called(by_pat) == set()
        assert called(by_fay) == {guest}


def invite(cast: Cast, member: Membership, forum: Forum) -> None:
    from communities.audience_rules import set_guests

    set_guests(forum.audience, [member], by=cast.fay)


def test_a_member_calls_roles_in_three_posts_a_day_and_keeps_his_words(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        posts = [reply(topic, by=cast.pat, body="@superintendents!") for _ in range(CALLS_A_DAY)]
        edit_post(posts[0], by=cast.pat, body="@superintendents, again")
        assert called(posts[0])
    page = as_member(cast.pat).post(
        f"/c/four-rivers/topics/{topic.number}/posts/", {"body": "@superintendents?"}, follow=True
    )
    text = page.content.decode()
    assert "“@superintendents” was not told of your post." in text
    assert "You have called roles in 3 posts within a day." in text
    assert "@superintendents?" in text
    with scope(cast.community):
        assert called(topic.posts.latest("number")) == set()
        assert called(reply(topic, by=cast.fay, body="@superintendents")) == {cast.sam, cast.tess}


def test_a_guest_calls_no_role(cast: Cast) -> None:
    with scope(cast.community):
        forum = make_forum(
            cast.community, "Guests too", kind=Kind.ROLE_ALIKE, roles=[cast.roles["principal"]]
        )
        invite(cast, cast.gus, forum)
        assert cast.gus.standing == Standing.GUEST
        topic = open_topic(forum, by=cast.pat, title="Hello", body="There")
        post = reply(topic, by=cast.gus, body="@principals and @Pat Lund")
        assert called(post) == {cast.pat}
        assert post.role_mentions.count() == 0


def test_an_edit_calls_whom_it_names_now(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.sam, body="@principals and @Tess Bell")
        assert called(post) == {cast.pat, cast.tess}
        edit_post(post, by=cast.sam, body="@resident leaders")
        assert called(post) == {cast.rosa}


def test_words_without_a_sign_ask_the_database_nothing(
    cast: Cast, topic: Topic, django_assert_num_queries: Callable[..., object]
) -> None:
    from forums.mentions import calls_in

    with scope(cast.community):
        with django_assert_num_queries(0):  # type: ignore[attr-defined]
            calls_in("superintendents", by=cast.sam, forum=topic.forum)
        cast.sam.community.people_changed()
        calls_in("@principals", by=cast.sam, forum=topic.forum)
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            calls_in("@principals, @superintendents", by=cast.sam, forum=topic.forum)
