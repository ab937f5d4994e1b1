"""A real worker is killed while reminders go out: nobody is missed, and nobody reminded twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communities.due_work import nudge
from communities.models import DueWork
from communities.scope import scope
from meetings.inviting.promises import INVITE, REMIND
from meetings.inviting.reminding import KIND
from meetings.models import Meeting, Series
from notifications.models import OutgoingMail, State
from tests.cast import Cast
from tests.celery_worker import StartWorker
from tests.config.running import eventually
from tests.locks import waiting_for_locks
from tests.meetings.scenes import meetings_of, planned
from tests.notifications.test_killed_senders import (
    end_sessions,
    lease_ends,
    locked,
    tick,
)
from tests.smtp_peer import Received, SmtpPeer

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(databases=["default", "owner"], transaction=True),
]


def due_soon(cast: Cast) -> None:
    """Let a meeting begin in 23 hours, of which one is reminded a day before."""
    with scope(cast.community):
        meeting = meetings_of(planned(cast, rule="", reminders=[24 * 60]))[0]
        long_ago = timezone.now() - timedelta(days=30)
        starts = timezone.now() + timedelta(hours=23)
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=starts, ends_at=starts + timedelta(hours=1), changed_at=long_ago
        )
        Series.objects.update(created_at=long_ago)
    DueWork.objects.filter(kind=INVITE).delete()
    look_again()


def look_again() -> None:
    """Let the minutes pass after which a killed worker's work is looked at again."""
    DueWork.objects.filter(kind=REMIND).update(due_at=timezone.now())


def others() -> list[int]:
    """Return the database's processes of the app role, but for our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = user"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]


def test_killed_while_it_writes_them_and_while_it_sends_them(
    cast: Cast, smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    due_soon(cast)
    with locked("LOCK TABLE notifications_outgoingmail IN EXCLUSIVE MODE"):
        first = celery_worker(EMAIL_URL=smtp_peer.url)
        nudge()
        eventually(lambda: bool(waiting_for_locks(advisory=False)), first.log())
        left = waiting_for_locks(advisory=False)
        first.kill()
        end_sessions(left)
    assert not OutgoingMail.objects.exists()
    second = celery_worker(EMAIL_URL=smtp_peer.url)
    seen = threading.Event()

    def kill_at_the_third(_mail: Received) -> None:
        if smtp_peer.attempts == 3 and not seen.is_set():
            seen.set()
            second.kill()
            smtp_peer.hang_up()

    smtp_peer.on_data = kill_at_the_third
    look_again()
    nudge()
    assert seen.wait(30), second.log()
    end_sessions(others())
    smtp_peer.accept()
    mails = OutgoingMail.objects.filter(kind=KIND)
    people = set(mails.values_list("to", flat=True))
    assert {"sam@example.org", "rosa@example.org", "fay@example.org"} <= people
    celery_worker(EMAIL_URL=smtp_peer.url)
    look_again()
    lease_ends()
    nudge()
    tick()
    eventually(lambda: not mails.exclude(state=State.SENT).exists(), "all are sent")
    eventually(lambda: not DueWork.objects.filter(kind=REMIND).exists(), "it is done")
    assert sorted(mail.recipients[0] for mail in smtp_peer.received) == sorted(people)
