"""What was made twice, broken off or raced still comes once, and nothing is lost."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from communities.due_work import enqueue
from communities.models import Membership
from communities.models.membership import Status
from communities.scope import scope
from digests import actions
from digests.batch import Batch
from digests.composing import Tally, gather_all, write_all
from digests.due_people import due_people
from digests.entries import Entry
from digests.models import DigestEntry, DigestRun, Outcome
from digests.sections import registry
from digests.sections.forums import ForumNews, Waiting
from forums.actions import mark_read
from forums.models import Topic
from notifications.ledger import SHARES, share_of
from notifications.models import OutgoingMail
from tests.cast import Cast, make_cast
from tests.celery_worker import StartWorker
from tests.config.running import eventually
from tests.digests.scenes import MONDAY, TUESDAY, ask, mails, part, send, settle_in
from tests.locks import waiting_for_locks
from tests.notifications.test_killed_senders import end_sessions, locked
from tests.smtp_peer import SmtpPeer

REALLY = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture
def talk(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other)
    ask(cast.families, cast.pat, "Buses")
    ask(cast.lakes_forum, cast.olga, "Boats")
    return cast


def _ids() -> list[str]:
    return list(OutgoingMail.objects.values_list("message_id", flat=True))


def test_what_was_read_closed_or_deleted_between_finding_and_writing_is_left_out(
    talk: Cast,
) -> None:
    gone = ask(talk.families, talk.rosa, "Deleted meanwhile")
    people = due_people(MONDAY, limit=500)
    gather_all(people, MONDAY)
    with scope(talk.community):
        assert DigestEntry.objects.exists()
        mark_read(Topic.objects.get(title="Buses"), member=talk.tess, through=1)
        talk.pat.role_links.all().delete()
        Membership.objects.filter(pk=talk.rosa.pk).update(status=Status.LEFT)
        gone.posts.all().delete()
        gone.readings.all().delete()
        gone.delete()
    write_all(people, MONDAY)
    assert "Deleted meanwhile" not in part(mails(talk.sam)[0])
    assert "Buses" in part(mails(talk.sam)[0])
    for member in (talk.tess, talk.pat, talk.rosa):
        assert mails(member) == []


def test_two_runs_that_found_the_same_people_make_one_mail_each(talk: Cast) -> None:
    people = due_people(MONDAY, limit=500)
    gather_all(people, MONDAY)
    assert write_all(people, MONDAY).mailed > 0
    before = _ids()
    gather_all(people, MONDAY)
    assert write_all(people, MONDAY) == Tally()
    assert _ids() == before


@REALLY
def test_two_runs_at_the_same_moment_make_one_mail_each() -> None:
    cast = make_cast()
    settle_in(cast.community, cast.other)
    ask(cast.families, cast.pat, "Buses")
    people = due_people(MONDAY, limit=500)
    start, tallies = threading.Barrier(2), []

    def run() -> None:
        try:
            start.wait(60)
            gather_all(people, MONDAY)
            start.wait(60)
            tallies.append(write_all(people, MONDAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _twice in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert len(tallies) == 2
    assert sum(tally.people for tally in tallies) == len(people)
    assert max(Counter(OutgoingMail.objects.values_list("to", flat=True)).values()) == 1
    assert OutgoingMail.objects.filter(user=cast.sam.user).exists()


def test_a_community_that_cannot_be_looked_through_keeps_nobody_elses_back(
    talk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(ForumNews):
        def find(self, batch: Batch) -> list[Entry]:
            if batch.community == talk.other:
                connection.cursor().execute("SELECT 1 / 0")
            return super().find(batch)

    monkeypatch.setitem(registry._sections, 60, Broken())
    send()
    assert "Buses" in part(mails(talk.sam)[0])
    assert "Boats" not in part(mails(talk.sam)[0])
    monkeypatch.undo()
    send(TUESDAY)
    assert "Boats" in part(mails(talk.sam)[1])
    assert "Buses" not in part(mails(talk.sam)[1])


def test_a_mail_that_cannot_be_written_is_recorded_and_told_the_day_after(
    talk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def present(self: ForumNews, entry: Entry, base: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ForumNews, "present", present)
    monkeypatch.setattr(Waiting, "present", present)
    assert send().failed > 0
    assert not OutgoingMail.objects.exists()
    assert DigestRun.objects.get(user=talk.sam.user).outcome == Outcome.FAILED
    assert send(MONDAY + timedelta(hours=1)).people == 0
    monkeypatch.undo()
    send(TUESDAY)
    assert "Buses" in part(mails(talk.sam)[0])


def test_one_bad_row_does_not_keep_back_the_batch(
    talk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = Waiting.tell

    def fail_for_tess(self: Waiting, batch: Batch, entries: list[Entry]) -> None:
        if any(entry.member_id == talk.tess.pk for entry in entries):
            raise ZeroDivisionError
        tell(self, batch, entries)

    monkeypatch.setattr(Waiting, "tell", fail_for_tess)
    tally = send()
    assert tally.failed == 1
    assert mails(talk.tess) == []
    assert mails(talk.sam) != []


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_run_beside_another_leaves_it_the_work(talk: Cast) -> None:
    with connections["owner"].cursor() as cursor:
        for share in range(SHARES):
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [actions.LOCK, share])
        assert send() == Tally()
        cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [actions.LOCK])
        first = {run.user_id for run in DigestRun.objects.all()} if send().mailed else set()
        assert {share_of(user_id) for user_id in first} == {0}
        cursor.execute("SELECT pg_advisory_unlock(%s, 1)", [actions.LOCK])
    assert send().mailed > 0
    assert {share_of(run.user_id) for run in DigestRun.objects.all()} == {0, 1}


def _talk_of_today() -> Cast:
    cast = make_cast()
    settle_in(cast.community, cast.other, now=datetime.now(UTC))
    recently = timezone.now() - timedelta(hours=2)
    ask(cast.families, cast.pat, "Buses", at=recently)
    ask(cast.superintendents, cast.tess, "Attendance", at=recently)
    ask(cast.lakes_forum, cast.olga, "Boats", at=recently)
    return cast


READERS = {f"{name}@example.org" for name in ("sam", "tess", "rosa", "fay")}


def _tick() -> None:
    """What beat does each five minutes."""
    enqueue("digests.tasks.find_due")


def _all_arrived_once(peer: SmtpPeer) -> bool:
    arrived = Counter(recipient for mail in peer.received for recipient in mail.recipients)
    assert not arrived or max(arrived.values()) == 1
    return set(arrived) == READERS


@REALLY
@pytest.mark.worker
def test_the_tick_run_many_times_by_two_workers_makes_one_mail_each(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    _talk_of_today()
    celery_worker(EMAIL_URL=smtp_peer.url)
    celery_worker(EMAIL_URL=smtp_peer.url)
    for _time in range(6):
        _tick()
    eventually(lambda: _all_arrived_once(smtp_peer), "everybody has his digest")
    ids = [mail.message["Message-ID"] for mail in smtp_peer.received]
    assert sorted(ids) == sorted(_ids())


@REALLY
@pytest.mark.worker
@pytest.mark.parametrize(
    "table", ["digests_digestentry", "digests_digestrun", "notifications_outgoingmail"]
)
def test_a_worker_killed_while_it_finds_claims_or_stores_loses_nothing(
    table: str, smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    _talk_of_today()
    worker = celery_worker(EMAIL_URL=smtp_peer.url)
    with locked(f"LOCK TABLE {table} IN EXCLUSIVE MODE"):
        _tick()
        eventually(lambda: bool(waiting_for_locks(advisory=False)), f"it works; {worker.log()}")
        left = waiting_for_locks(advisory=False)
        worker.kill()
        end_sessions(left)
    assert not OutgoingMail.objects.exists()
    assert not DigestRun.objects.exists()
    celery_worker(EMAIL_URL=smtp_peer.url)
    _tick()
    eventually(lambda: _all_arrived_once(smtp_peer), "everybody has his digest")
