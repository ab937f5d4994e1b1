"""A digest and a mail at once meet: one of them tells of the post, never both and never neither.

Each runs on a connection of its own, and stops where it has looked and not yet written.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from communities.scope import scope
from digests import actions
from digests.actions import compose_and_queue
from forums.models import Post
from forums.telling import tell_post
from notifications.ledger import SHARES, share_of
from notifications.models import Notice, OutgoingMail
from notifications.notice_mail import write_notices
from tests.cast import Cast, make_cast
from tests.digests.scenes import settle_in
from tests.locks import until_waiting
from tests.notifications.notice_scenes import answer, ask

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    settle_in(cast.community, cast.other, now=timezone.now())
    return cast


@pytest.fixture
def post(cast: Cast) -> Post:
    """Return Tess's answer to Sam, noted and not yet told."""
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.tess)
    with scope(cast.community):
        tell_post(post.pk)
    return post


@pytest.fixture(autouse=True)
def _his_share_only(cast: Cast) -> Iterator[None]:
    """Let another run be at the other share, so that his digest is the one that is made."""
    key = [actions.LOCK, (share_of(cast.sam.user_id) + 1) % SHARES]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def digest() -> None:
    day = (timezone.now() + timedelta(days=1)).date()
    compose_and_queue(datetime(day.year, day.month, day.day, 13, tzinfo=UTC))


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@contextmanager
def table_kept(table: str) -> Iterator[None]:
    """Let everybody wait who writes to a table."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def kinds_to_sam(cast: Cast) -> list[str]:
    mails = OutgoingMail.objects.filter(user=cast.sam.user)
    return list(mails.values_list("kind", flat=True))


def at_once(cast: Cast) -> Callable[[], None]:
    def work() -> None:
        with scope(cast.community.pk):
            write_notices(cast.sam.pk)

    return work


def test_the_digest_was_first(cast: Cast, post: Post) -> None:
    with table_kept("digests_digestrun"):
        first = in_thread(digest)
        until_waiting(1)
        second = in_thread(at_once(cast))
        until_waiting(2)
    first.join(60)
    second.join(60)
    assert kinds_to_sam(cast) == ["digest"]
    with scope(cast.community):
        assert not Notice.objects.exists()


def test_the_mail_at_once_was_first(cast: Cast, post: Post) -> None:
    with table_kept("notifications_outgoingmail"):
        first = in_thread(at_once(cast))
        until_waiting(1)
        second = in_thread(digest)
        until_waiting(2)
    first.join(60)
    second.join(60)
    assert kinds_to_sam(cast) == ["notices"]


def test_mails_at_once_do_not_wait_for_each_other(cast: Cast, post: Post) -> None:
    """Only for the digest: a community's mails are claimed side by side."""
    topic = ask(cast.families, cast.pat)
    other = answer(topic, cast.rosa)
    with scope(cast.community):
        tell_post(other.pk)

    def for_pat() -> None:
        with scope(cast.community.pk):
            write_notices(cast.pat.pk)

    with scope(cast.community):
        write_notices(cast.sam.pk)
        side = in_thread(for_pat)
        side.join(60)
        assert not side.is_alive()
        assert OutgoingMail.objects.filter(user=cast.pat.user, kind="notices").count() == 1
