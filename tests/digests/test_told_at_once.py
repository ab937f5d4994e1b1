"""One ledger: a digest repeats nothing that was mailed at once, and nothing is mailed that it told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from communities.models import Community, Membership
from communities.scope import scope
from digests.actions import compose_and_queue
from digests.batch import Batch
from digests.gathering import gather, still_true
from forums.telling import FORUM, TOPIC, tell_post
from notifications.actions import follow
from notifications.levels import COMMUNITY
from notifications.models import Level, Notice
from notifications.notice_mail import write_notices
from tests.cast import Cast
from tests.digests.scenes import mails, part, settle_in
from tests.notifications import notice_scenes as at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other, now=timezone.now())
    return cast


def send_digests(days: int = 1) -> None:
    day = (timezone.now() + timedelta(days=days)).date()
    compose_and_queue(datetime(day.year, day.month, day.day, 13, tzinfo=UTC))


def choose(cast: Cast, member: Membership, kind: str, object_id: int, level: Level) -> None:
    with scope(cast.community):
        follow(member, kind, object_id, level)


def test_what_was_mailed_at_once_is_not_in_the_digest(settled: Cast) -> None:
    topic = at_once.ask(settled.superintendents, settled.sam)
    at_once.answer(topic, settled.tess)
    at_once.work()
    assert len(at_once.mails(settled.sam)) == 1
    send_digests()
    assert mails(settled.sam) == []
    assert "Buses" in part(mails(settled.fay)[0])


def test_what_stands_before_and_after_a_mailed_post_is_in_the_digest(settled: Cast) -> None:
    topic = at_once.ask(settled.families, settled.pat)
    at_once.answer(topic, settled.rosa, "Before it.")
    at_once.answer(topic, settled.rosa, "Mailed to @Tess Bell.")
    at_once.answer(topic, settled.fay, "After it.")
    at_once.work()
    assert "Mailed to" in part(at_once.mails(settled.tess)[0])
    send_digests()
    text = part(mails(settled.tess)[0])
    assert "mentioned you" not in text
    assert "Mailed to" not in text
    assert "There are 2 more replies." in text
    assert "Who pays?" in text


def test_what_the_digest_told_is_not_mailed_after_it(settled: Cast) -> None:
    topic = at_once.ask(settled.superintendents, settled.sam)
    post = at_once.answer(topic, settled.tess)
    send_digests()
    assert "We do." in part(mails(settled.sam)[0])
    at_once.work()
    assert at_once.mails(settled.sam) == []
    # Not even if it was noted before.
    with scope(settled.community):
        tell_post(post.pk)
        Notice.objects.create(
            community=settled.community,
            member=settled.sam,
            kind="forums.post",
            object_id=post.pk,
            why="asked",
        )
        write_notices(settled.sam.pk)
        assert not Notice.objects.exists()
    assert at_once.mails(settled.sam) == []


def test_what_is_mailed_between_the_two_stages_of_a_digest_is_left_out(settled: Cast) -> None:
    topic = at_once.ask(settled.superintendents, settled.sam)
    at_once.answer(topic, settled.tess)
    community = Community.objects.get(pk=settled.community.pk)
    now = timezone.now() + timedelta(minutes=1)
    with scope(community):
        assert gather(Batch(community, [settled.sam.pk, settled.fay.pk], now)) == 2
    at_once.work()
    with scope(community):
        entries = still_true(Batch(community, [settled.sam.pk, settled.fay.pk], now))
    assert [entry.member_id for entry in entries] == [settled.fay.pk]


def test_what_waits_to_be_mailed_is_told_by_the_digest_if_that_comes_first(settled: Cast) -> None:
    topic = at_once.ask(settled.superintendents, settled.sam)
    at_once.answer(topic, settled.tess, "First.")
    at_once.work()
    # Within five minutes of a mail: this one waits.
    at_once.answer(topic, settled.tess, "Second.")
    at_once.answer(topic, settled.fay, "Third.")
    at_once.work()
    send_digests()
    text = part(mails(settled.sam)[0])
    assert "Second." in text
    assert "First." not in text
    with scope(settled.community):
        Notice.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(hours=1))
        write_notices(settled.sam.pk)
    assert len(at_once.mails(settled.sam)) == 1


def test_what_a_mail_has_claimed_is_told_by_it_however_far_the_digest_has_gone(
    settled: Cast,
) -> None:
    topic = at_once.ask(settled.superintendents, settled.sam)
    at_once.answer(topic, settled.tess, "First.")
    at_once.work()
    at_once.answer(topic, settled.fay, "Second.")
    send_digests()
    assert "First." not in part(mails(settled.sam)[0])
    assert "First." in part(at_once.mails(settled.sam)[0])


def test_digest_only_never_silences_the_digest(settled: Cast) -> None:
    choose(settled, settled.sam, COMMUNITY, settled.community.pk, Level.DIGEST)
    choose(settled, settled.sam, FORUM, settled.superintendents.pk, Level.DIGEST)
    topic = at_once.ask(settled.superintendents, settled.sam)
    choose(settled, settled.sam, TOPIC, topic.pk, Level.DIGEST)
    at_once.answer(topic, settled.tess)
    at_once.work()
    assert at_once.mails(settled.sam) == []
    send_digests()
    assert "Tess Bell answered you." in part(mails(settled.sam)[0])


def test_nothing_means_nothing_and_a_topic_may_be_an_exception(settled: Cast) -> None:
    choose(settled, settled.tess, FORUM, settled.superintendents.pk, Level.NOTHING)
    at_once.ask(settled.superintendents, settled.sam, "Not wanted", "What says @Tess Bell?")
    wanted = at_once.ask(settled.superintendents, settled.sam, "Wanted")
    choose(settled, settled.tess, TOPIC, wanted.pk, Level.DIGEST)
    at_once.work()
    assert at_once.mails(settled.tess) == []
    send_digests()
    text = part(mails(settled.tess)[0])
    assert "Wanted" in text
    assert "Not wanted" not in text
