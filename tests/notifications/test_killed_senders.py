"""A real worker is killed at each step of sending: no mail is lost, and none comes twice but one."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.utils import timezone

from communities.due_work import enqueue
from config.embedded.data_folder import PROJECT
from notifications.models import OutgoingMail, State
from notifications.outgoing import queue_mail
from tests.celery_worker import StartWorker, broker, worker_environment
from tests.config.running import eventually
from tests.locks import waiting_for_locks
from tests.smtp_peer import Received, SmtpPeer

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(databases=["default", "owner"], transaction=True),
]


def queue(count: int = 1, *, key: str = "1") -> list[OutgoingMail]:
    return [
        queue_mail(
            kind="test",
            key=key,
            to=f"p{n}@example.org",
            subject="Hi",
            text="Hi\n",
            html="<p>Hi</p>",
        )
        for n in range(count)
    ]


def tick() -> None:
    """What beat does each minute."""
    enqueue("notifications.tasks.send_waiting_mail", queue="mail")


def lease_ends() -> None:
    """Let a quarter of an hour pass for what is being sent."""
    OutgoingMail.objects.filter(state=State.SENDING).update(due_at=timezone.now())


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


@contextmanager
def locked(statement: str, *values: int) -> Iterator[None]:
    """Hold a lock in the database, as the owner, while somebody waits for it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(statement, list(values))
        yield
        cursor.execute("ROLLBACK")


def end_sessions(pids: list[int]) -> None:
    """End what a killed client left in the database, as the end of its connection does."""
    with connection.cursor() as cursor:
        for pid in pids:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_queued_mail_is_sent_at_once(smtp_peer: SmtpPeer, celery_worker: StartWorker) -> None:
    celery_worker(EMAIL_URL=smtp_peer.url)
    (mail,) = queue()
    (received,) = smtp_peer.wait_for(1)
    assert received.raw == bytes(mail.content or b"")
    eventually(lambda: states() == ["sent"], "it is recorded")


def test_two_senders_at_once_share_the_work(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    queue(250)
    broker().flushdb()
    celery_worker(EMAIL_URL=smtp_peer.url)
    celery_worker(EMAIL_URL=smtp_peer.url)
    for _twice in range(4):
        tick()
    eventually(lambda: set(states()) == {"sent"}, "all are sent")
    ids = [mail.message["Message-ID"] for mail in smtp_peer.received]
    assert len(ids) == len(set(ids)) == 250


def test_killed_before_it_claimed(smtp_peer: SmtpPeer, celery_worker: StartWorker) -> None:
    queue()
    with locked("LOCK TABLE notifications_outgoingmail IN EXCLUSIVE MODE"):
        worker = celery_worker(EMAIL_URL=smtp_peer.url)
        eventually(lambda: bool(waiting_for_locks(advisory=False)), worker.log())
        left = waiting_for_locks(advisory=False)
        worker.kill()
        end_sessions(left)
    assert states() == ["waiting"]
    celery_worker(EMAIL_URL=smtp_peer.url)
    tick()
    eventually(lambda: states() == ["sent"], "it is recorded")
    assert len(smtp_peer.received) == 1


def test_killed_after_it_claimed_before_the_server_took_it(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    worker = celery_worker(EMAIL_URL=smtp_peer.url)
    killed = threading.Event()

    def kill(_mail: Received) -> None:
        if not killed.is_set():
            worker.kill()
            killed.set()
            smtp_peer.hang_up()

    smtp_peer.on_data = kill
    (mail,) = queue()
    assert killed.wait(60)
    assert states() == ["sending"]
    smtp_peer.accept()
    celery_worker(EMAIL_URL=smtp_peer.url)
    (other,) = queue(key="2")
    (received,) = smtp_peer.wait_for(1)
    # Only the other one: the first one's sender may just be slow.
    assert received.message["Message-ID"] == other.message_id
    eventually(lambda: states() == ["sending", "sent"], "the other is recorded")
    lease_ends()
    tick()
    assert smtp_peer.wait_for(2)[1].message["Message-ID"] == mail.message_id
    eventually(lambda: states() == ["sent", "sent"], "it is recorded")


def test_killed_between_the_servers_answer_and_our_record(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    worker = celery_worker(EMAIL_URL=smtp_peer.url)
    at_the_server, go_on = threading.Event(), threading.Event()

    def pause(_mail: Received) -> None:
        at_the_server.set()
        assert go_on.wait(90)

    smtp_peer.on_data = pause
    (mail,) = queue()
    assert at_the_server.wait(60)
    with locked("SELECT 1 FROM notifications_outgoingmail WHERE id = %s FOR UPDATE", mail.pk):
        go_on.set()
        eventually(
            lambda: bool(waiting_for_locks(advisory=False)), "it has its 250 and wants to record it"
        )
        left = waiting_for_locks(advisory=False)
        worker.kill()
        end_sessions(left)
    assert states() == ["sending"]
    lease_ends()
    celery_worker(EMAIL_URL=smtp_peer.url)
    tick()
    first, second = smtp_peer.wait_for(2)
    assert first.raw == second.raw
    assert first.message["Message-ID"] == mail.message_id
    eventually(lambda: states() == ["sent"], "it is recorded")


def test_a_killed_child_of_the_pool_loses_no_mail(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    worker = celery_worker(EMAIL_URL=smtp_peer.url)
    seen = threading.Event()

    def kill_the_third(_mail: Received) -> None:
        if smtp_peer.attempts == 3 and not seen.is_set():
            seen.set()
            worker.kill_children()

    smtp_peer.on_data = kill_the_third
    mails = queue(6)
    assert seen.wait(60)
    eventually(lambda: states().count("sent") == 2, "two are recorded")
    lease_ends()
    tick()
    eventually(lambda: set(states()) == {"sent"}, f"all are sent; {worker.log()}")
    ids = [mail.message["Message-ID"] for mail in smtp_peer.received]
    assert set(ids) == {mail.message_id for mail in mails}
    assert len(ids) == 7  # the third was in the server's hands when its sender died


def test_with_the_broker_away_mail_waits_for_the_tick(
    smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    code = (
        "import django; django.setup()\n"
        "from notifications.outgoing import queue_mail\n"
        "queue_mail(kind='t', key='1', to='p@example.org', subject='Hi', text='Hi', html='Hi')"
    )
    environment = worker_environment(REDIS_URL="redis://127.0.0.1:9/0")
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=PROJECT, check=True)
    assert states() == ["waiting"]
    assert broker().llen("mail") == 0
    celery_worker(EMAIL_URL=smtp_peer.url)
    tick()
    smtp_peer.wait_for(1)
    eventually(lambda: states() == ["sent"], "it is recorded")
