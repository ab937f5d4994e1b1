"""Writes that touch several rows or tell somebody."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.models import User
from communities.due_work import enqueue
from communities.models import Membership
from communities.models.membership import Pace
from communities.scope import scope
from communities.switcher import my_communities
from digests.composing import Tally, gather_all, give_up, write_all
from digests.due_people import DuePerson, by_community, due_people
from digests.links import pace_url
from digests.models import DigestRun
from digests.sent_meanwhile import sent_meanwhile
from notifications.ledger import SHARES, kept_for_digest
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

logger = logging.getLogger(__name__)

BATCH = 500
KEEP_RUNS = timedelta(days=60)
# Any constant will do, other than those of communities.due_work.
LOCK = 7202


def compose_and_send(now: datetime | None = None) -> Tally:
    """Do as compose_and_queue, and hand the mails over meanwhile."""
    with sent_meanwhile() as mails_wait:
        return compose_and_queue(now, after_batch=mails_wait)


def compose_and_queue(
    now: datetime | None = None,
    *,
    batch: int = BATCH,
    after_batch: Callable[[], None] = lambda: None,
) -> Tally:
    """Make and queue the digest of everybody who is due; return how many of each outcome.

    `now` is the moment to judge by. Run twice at once, each leaves the other the share that it is
    at. People of a community in which nothing can be found get their digest without it; it stays
    untold.
    """
    now = now or timezone.now()
    total = Tally()
    for share in range(SHARES):
        total.add(_compose(share, now, batch, after_batch))
    return total


def _compose(share: int, now: datetime, batch: int, after_batch: Callable[[], None]) -> Tally:
    total = Tally()
    broken: set[int] = set()
    with _alone(share) as alone:
        before: list[int] = []
        while alone and (people := due_people(now, limit=batch, leave_out=broken, share=share)):
            if len(people) == batch and not before:
                _call_for_help()
            ids = [person.user_id for person in people]
            with kept_for_digest(by_community(people), share=share):
                failed = gather_all(people, now)
                broken |= failed
                if failed:
                    continue
                if ids == before:
                    logger.error("digest: the same people stay due", extra={"people": len(ids)})
                    break
                before = ids
                total.add(_write_or_split(people, now))
                after_batch()
    return total


def _write_or_split(people: list[DuePerson], now: datetime) -> Tally:
    """Write a batch; if that fails, its halves: one bad row must not keep back 499 people."""
    try:
        return write_all(people, now)
    except Exception:
        if len(people) == 1:
            logger.exception("digest: not written", extra={"user": people[0].user_id})
            return give_up(people[0])
    half = len(people) // 2
    total = _write_or_split(people[:half], now)
    total.add(_write_or_split(people[half:], now))
    return total


def _call_for_help() -> None:
    """Let another worker, if there is one, begin with the other share: many are due."""
    try:
        enqueue("digests.tasks.find_due")
    except (OperationalError, OSError):
        logger.warning("broker away: digests are made by one worker")


@contextmanager
def _alone(share: int) -> Iterator[bool]:
    """Say whether no other run is at it. Only saves work: what is right is kept by the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, share])
        row = cursor.fetchone()
    got = bool(row and row[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, share])


def forget_old_runs() -> None:
    """Delete the records of digests that were made over 60 days ago."""
    before = timezone.now() - KEEP_RUNS
    DigestRun.objects.filter(created_at__lt=before).delete()


def set_paces(user: User, paces: Mapping[int, Pace]) -> int:
    """Set how often the digest comes, by community id; return how many of them were changed.

    Communities in which the person is no active member are passed over.
    """
    changed = 0
    for entry in my_communities(user):
        if entry.community_id in paces:
            with scope(entry.community_id):
                changed += (
                    Membership.objects.active()
                    .filter(pk=entry.membership_id, user=user)
                    .exclude(pace=paces[entry.community_id])
                    .update(pace=paces[entry.community_id])
                )
    return changed


def unsubscribe(user: User, community_id: int = 0) -> None:
    """Stop the digests of one community, or (0) of all, as the link in the mail says."""
    ids = [entry.community_id for entry in my_communities(user)]
    set_paces(user, {i: Pace.NEVER for i in ids if community_id in {0, i}})


def mail_pace_link(user: User) -> None:
    """Mail the person a new link to the page on which he chooses; once a day at most."""
    with translation.override(user.language):
        subject = _("Your link to choose how often Porchlight writes to you")
        text, html = fill("pace_link", subject=subject, user=user, url=pace_url(user.pk))
        queue_mail(
            kind="pace-link",
            key=timezone.now().date().isoformat(),
            to=user.email,
            user=user,
            subject=subject,
            text=text,
            html=html,
        )
