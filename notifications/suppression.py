"""Addresses that mail is not sent to: counted, stopped, probed, and begun again.

Nothing is composed for such an address, nor handed to a server; what is left out stands in the log
of mails as "skipped", and news wait for the digest. Two kinds go out nevertheless: the probe, and
the codes that somebody asks for himself to sign in (accounts.letters, which is not of this path),
since he looks for that mail now, sees on the page whether it left, and needs it to press the button.

A report counts only if it names a mail of ours (notifications.bounce_addresses, or its Message-ID):
who invents one silences nobody.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User, normalise_email
from communities.due_work import due
from communities.models import Community
from communities.switcher import my_communities
from notifications.delivery_faults import Fault
from notifications.models import Suppression
from notifications.models.suppression import POINTS, STOPS_AT, Why
from notifications.probe_mail import send_probe

STOPPED = "tell_mail_stopped"
# When an address that was stopped is asked whether it is there: after the first, second … failure.
PROBE_AFTER = [timedelta(days=days) for days in (7, 30, 90)]
# Servers try for up to five days (RFC 5321, section 4.5.4.1): what has not come back then, arrived.
COMES_BACK_WITHIN = timedelta(days=6)
# By then less than a thirtieth is left of what was counted.
FORGET = timedelta(days=150)


def stopped_among(addresses: Iterable[str]) -> set[str]:
    """Return those of these addresses, in lower case, that mail is not sent to: one query."""
    asked = {normalise_email(address) for address in addresses}
    stopped = Suppression.objects.filter(address__in=asked, stopped_at__isnull=False)
    return set(stopped.values_list("address", flat=True))


def note_failure(address: str, fault: Fault, reason: str) -> None:
    """Count a mail that could not be delivered; at the threshold no more goes there."""
    if not POINTS[fault]:
        return
    now = timezone.now()
    with transaction.atomic():
        row = _locked(address)
        row.reason = reason[:500]
        row.count(fault, now)
        if row.is_probing:
            row.is_probing = False
            row.probes_lost += 1
            row.due_at = _next_probe(row, now)
        elif not row.is_stopped and row.points >= STOPS_AT:
            row.stop(Why.BOUNCES, now, probe_at=now + PROBE_AFTER[0])
            _mark(row)
            _tell_facilitators(row)
        row.save()


def note_complaint(address: str) -> None:
    """Stop all mail to somebody who told his mail program that he does not want it.

    At once, and without asking him or telling on him: he begins it again himself, if he likes.
    """
    with transaction.atomic():
        row = _locked(address)
        if row.why != Why.COMPLAINT:
            row.stop(Why.COMPLAINT, timezone.now(), probe_at=None)
            row.save()
            _mark(row)


def note_delivery(address: str) -> None:
    """Forget failures of an address that took a mail; one that was asked by a probe has answered."""
    row = Suppression.objects.filter(address=normalise_email(address)).first()
    if row is None:
        return
    if row.is_probing:
        begin_again(address)
    elif not row.is_stopped:
        row.delete()


def begin_again(address: str) -> None:
    """Send mail to an address again, as its person or his facilitator wants."""
    his = normalise_email(address)
    with transaction.atomic():
        stopped = Suppression.objects.filter(address=his, stopped_at__isnull=False)
        for row in stopped.select_for_update():
            row.begin_again(timezone.now())
            row.save()
        User.objects.filter(mail_stopped_for=his).update(mail_stopped_for="")


def look_after_stopped() -> None:
    """Send the probes that are due, and send mail again where a probe did not come back."""
    now = timezone.now()
    late = Suppression.objects.filter(due_at__lte=now).values_list("address", flat=True)
    for address in list(late):
        with transaction.atomic():
            row = _locked(address)
            if row.due_at is None or row.due_at > now:
                continue
            if row.is_probing:
                begin_again(address)
            else:
                _probe(row, now)
    quiet = Suppression.objects.filter(stopped_at=None, counted_at__lt=now - FORGET)
    quiet.delete()


def _probe(row: Suppression, now: datetime) -> None:
    person = User.objects.filter(email=row.address, is_active=True).first()
    row.is_probing = person is not None
    row.due_at = now + COMES_BACK_WITHIN if person else None
    row.save()
    if person:
        send_probe(person, key=f"{row.stopped_at}/{row.probes_lost}")


def _next_probe(row: Suppression, now: datetime) -> datetime | None:
    if row.probes_lost >= len(PROBE_AFTER):
        return None
    return now + PROBE_AFTER[row.probes_lost]


def _locked(address: str) -> Suppression:
    row, _new = Suppression.objects.get_or_create(address=normalise_email(address)[:254])
    return Suppression.objects.select_for_update().get(pk=row.pk)


def _mark(row: Suppression) -> None:
    """Say it beside the person too: pages and digests have him in hand, and ask for nothing more."""
    User.objects.filter(email=row.address).update(mail_stopped_for=row.address)


def _tell_facilitators(row: Suppression) -> None:
    for user in User.objects.filter(email=row.address, is_active=True):
        for entry in my_communities(user):
            due(STOPPED, entry.membership_id, community=Community(pk=entry.community_id))
