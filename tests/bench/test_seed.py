from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db.models import F, Max

from accounts.models import User
from bench.meetings import last_of_month, month_of
from bench.plan import LONG_TOPIC, MEASURED_EMAIL, REPLY_TOPIC, Plan
from bench.seed import Seeded, find, forget, restore, seed
from communities.models import Community, Membership
from communities.scope import scope
from forums.models import Forum, Post, Topic, TopicReading
from meetings.models import Meeting, Series

TINY = Plan(members=30, forums=10, topics=20, posts=100, resources=40, meetings=8)
UNTIL = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def seeded(db: None) -> Seeded:
    return seed(TINY, until=UNTIL)


def _rows(seeded: Seeded) -> list[object]:
    with scope(seeded.community):
        return [
            *User.objects.order_by("pk").values_list("email", "display_name", "language"),
            *Forum.objects.order_by("pk").values_list("slug", "kind", "post_count"),
            *Topic.objects.order_by("number").values_list("title", "author__user__email"),
            *Post.objects.order_by("topic__number", "number").values_list("html", "created_at"),
            *TopicReading.objects.order_by("topic__number", "member__user__email").values_list(
                "topic__number", "member__user__email", "read_through"
            ),
        ]


def test_the_same_plan_makes_the_same_rows(seeded: Seeded) -> None:
    first = _rows(seeded)
    assert _rows(seed(TINY, until=UNTIL)) == first


def test_another_seed_makes_other_rows(seeded: Seeded) -> None:
    other = replace(TINY, seed=2)
    assert _rows(seed(other, until=UNTIL)) != _rows(seeded)


def test_it_makes_as_many_as_were_asked_for(seeded: Seeded) -> None:
    with scope(seeded.community):
        assert Membership.objects.count() == 30
        assert Forum.objects.count() == 10
        assert Topic.objects.count() == 20
        assert Post.objects.count() == 100
        assert Topic.objects.get(number=LONG_TOPIC).posts.count() == 25
        weekly = Meeting.objects.exclude(series__rule="")
        assert weekly.count() == TINY.meetings
        assert last_of_month(seeded.community) in weekly
        # Two that meet each week, and what meets once.
        assert Series.objects.count() == 2 + 18
        assert month_of(seeded.community) == date(2026, 6, 15)


def test_counters_agree_with_the_rows(seeded: Seeded) -> None:
    with scope(seeded.community):
        newest = Max("posts__number")
        assert not Topic.objects.alias(newest=newest).exclude(last_number=F("newest")).exists()
        for forum in Forum.objects.all():
            assert forum.topic_count == forum.topics.count()
            assert forum.post_count == Post.objects.filter(topic__forum=forum).count()


def test_every_post_is_rendered_and_older_than_the_end(seeded: Seeded) -> None:
    with scope(seeded.community):
        for post in Post.objects.all():
            assert post.html.startswith("<p>")
            assert post.created_at <= UNTIL


def test_people_post_only_where_the_rule_lets_them_in(seeded: Seeded) -> None:
    with scope(seeded.community):
        for forum in Forum.objects.filter(post_count__gt=0):
            admitted = set(Membership.objects.in_audience(forum.audience_id))
            writers = {post.author for post in Post.objects.filter(topic__forum=forum)}
            # A forum whose rule admits nobody in a tiny community is filled by the measured member.
            assert writers <= admitted | {Membership.objects.get(user=seeded.user)}


def test_the_measured_member_sees_most_forums_but_not_all(seeded: Seeded) -> None:
    with scope(seeded.community):
        member = Membership.objects.get(user__email=MEASURED_EMAIL)
        seen = Forum.objects.visible_to(member).count()
        assert 5 <= seen < Forum.objects.count()
        assert Forum.objects.visible_to(member).filter(slug=seeded.forum_slug).exists()
        assert 0 < Topic.objects.visible_to(member).unread_by(member).count() < 20


def test_the_measured_member_belongs_to_two_communities(seeded: Seeded) -> None:
    with scope(*Community.objects.all()):
        assert Membership.objects.filter(user=seeded.user).count() == 2


def test_a_data_set_is_found_only_by_its_own_plan(seeded: Seeded) -> None:
    assert find(TINY) == seeded
    assert find(Plan()) is None


def test_forgetting_leaves_nothing_and_touches_nobody_else(seeded: Seeded) -> None:
    User.objects.create_user("keep@example.org")
    forget()
    assert not Community.objects.exists()
    assert [user.email for user in User.objects.all()] == ["keep@example.org"]


def test_restoring_takes_the_measured_replies_away(seeded: Seeded) -> None:
    before = _rows(seeded)
    with scope(seeded.community):
        topic = Topic.objects.get(number=REPLY_TOPIC)
        member = Membership.objects.get(user=seeded.user)
        Post.objects.create(
            community=seeded.community,
            topic=topic,
            number=topic.last_number + 1,
            author=member,
            body="x",
        )
        Topic.objects.filter(pk=topic.pk).update(last_number=F("last_number") + 1)
        Forum.objects.filter(pk=topic.forum_id).update(post_count=F("post_count") + 1)
    restore(seeded, TINY)
    assert _rows(seeded) == before
