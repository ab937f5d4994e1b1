"""Which mails a sender takes next, and which of them go nowhere."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from notifications.models import OutgoingMail, State
from notifications.models.outgoing_mail import PROBE
from notifications.notice_mail import untell
from notifications.provider_limits import Room
from notifications.suppression import stopped_among

BATCH = 100
# A sender that has not settled its mails by then is taken for dead.
LEASE = timedelta(minutes=15)


def claim() -> list[OutgoingMail]:
    """Return mails that are ours to send, committed as such; none when nothing waits.

    What is for an address that gets no mail is recorded as skipped. A constant number of queries.
    """
    while mails := _claimed():
        if left := _without_stopped(mails):
            return left
    return []


def _claimed() -> list[OutgoingMail]:
    now = timezone.now()
    with transaction.atomic(durable=True):
        room = Room(now)
        waiting = OutgoingMail.objects.to_send(now).but_to(room.closed_domains)
        mails = room.take(list(waiting.select_for_update(skip_locked=True)[:BATCH]))
        if not mails:
            # One at a time: if one mail kills its senders, the others of its batch go free.
            mails = list(
                OutgoingMail.objects.left_behind(now).select_for_update(skip_locked=True)[:1]
            )
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            senders_lost=F("senders_lost")
            + (1 if mails and mails[0].state == State.SENDING else 0),
            state=State.SENDING,
            due_at=now + LEASE,
        )
    return mails


def _without_stopped(mails: Sequence[OutgoingMail]) -> list[OutgoingMail]:
    stopped = stopped_among(mail.to for mail in mails)
    left = []
    for mail in mails:
        if mail.to.lower() in stopped and mail.kind != PROBE:
            untell(mail)
            mail.skip()
            # An account that is younger than the stop does not know of it.
            User.objects.filter(email=mail.to).update(mail_stopped_for=F("email"))
        else:
            left.append(mail)
    return left
