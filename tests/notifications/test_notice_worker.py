"""A real worker tells at once, and when it is killed in between nobody is forgotten or told twice."""

import pytest
from django.utils import timezone

from communities.due_work import nudge
from communities.models import DueWork
from communities.scope import scope
from notifications.models import Notice, OutgoingMail
from notifications.telling import WRITE
from tests.cast import Cast
from tests.celery_worker import StartWorker
from tests.config.running import eventually
from tests.locks import waiting_for_locks
from tests.notifications.notice_scenes import answer, ask, mails
from tests.notifications.test_killed_senders import end_sessions, locked
from tests.smtp_peer import SmtpPeer

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(databases=["default", "owner"], transaction=True),
]


def test_a_reply_is_in_the_outgoing_queue_at_once(
    cast: Cast, smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    celery_worker(EMAIL_URL=smtp_peer.url)
    topic = ask(cast.superintendents, cast.sam)
    eventually(lambda: not DueWork.objects.exists(), "the topic is noted")
    answer(topic, cast.tess)
    # Nothing here has a clock that would look for work: only being told at once brings it.
    (received,) = smtp_peer.wait_for(1)
    assert received.subject == "Re: Buses"
    eventually(lambda: not DueWork.objects.exists(), "the work is done")
    assert len(mails(cast.sam)) == 1


def test_a_worker_killed_between_the_notice_and_its_mail_loses_nothing(
    cast: Cast, smtp_peer: SmtpPeer, celery_worker: StartWorker
) -> None:
    worker = celery_worker(EMAIL_URL=smtp_peer.url)
    topic = ask(cast.superintendents, cast.sam)
    eventually(lambda: not DueWork.objects.exists(), "the topic is noted")
    # Whoever stores a mail waits here; a notice without one is only looked over.
    with locked("LOCK TABLE notifications_outgoingmail IN SHARE MODE"):
        answer(topic, cast.tess)
        eventually(
            lambda: noted(cast) and bool(waiting_for_locks(advisory=False)),
            "its mail is being stored",
        )
        left = waiting_for_locks(advisory=False)
        worker.kill()
        end_sessions(left)
    with scope(cast.community):
        assert Notice.objects.get().mail is None
    assert DueWork.objects.get().kind == WRITE
    DueWork.objects.update(due_at=timezone.now())
    celery_worker(EMAIL_URL=smtp_peer.url)
    nudge()
    (received,) = smtp_peer.wait_for(1)
    assert received.subject == "Re: Buses"
    eventually(lambda: not DueWork.objects.exists(), "the work is done")
    assert OutgoingMail.objects.filter(kind="notices").count() == 1
    with scope(cast.community):
        assert Notice.objects.get().mail is not None


def noted(cast: Cast) -> bool:
    with scope(cast.community):
        return Notice.objects.exists()
