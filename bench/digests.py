"""How many digests a second are composed and handed to a mail server, for the whole data set."""

import io
import os
import resource
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from bench.errors import BenchError
from bench.people import MAIL_DOMAIN
from bench.plan import OTHER_SLUG, Plan
from bench.seed import Seeded
from bench.workers import workers
from communities.models import Community
from communities.scope import scope
from config import environment
from config.forks import load_for_all
from digests.models import DigestEntry, DigestMark, DigestRun, DigestTold, Outcome
from forums.models import Topic, TopicReading
from notifications.models import OutgoingMail


@dataclass(frozen=True)
class Sent:
    """What was sent, the seconds it took, and the statements that made it.

    `peak_mb` is the most memory that the process that did it has had, in MB of 1,000,000 bytes.
    """

    mails: int
    seconds: float
    statements: int
    peak_mb: float

    @property
    def per_second(self) -> float:
        return round(self.mails / self.seconds, 1)


def send_digests(port: int, seeded: Seeded, plan: Plan) -> Sent:
    """Send everybody the first digest, of two weeks, to the mail server on this port.

    Raise BenchError if a tenth of the people got none, or anybody got two.
    """
    forget_digests(seeded)
    hand_to(port)
    said, count = io.StringIO(), _Count()
    # A second worker makes the other share, as it would when the first calls it.
    load_for_all()
    with workers(1) as crew:
        began = time.perf_counter()
        now = _moment(seeded)
        with crew.digests(port, now), connection.execute_wrapper(count):
            call_command("send_digests", now=now, send=True, stdout=said)
        took = time.perf_counter() - began
    mails = taken_by(port)
    if mails < plan.members * 0.9:
        raise BenchError(f"{mails} digests for {plan.members} people arrived: {said.getvalue()}")
    # In units of 1,024 bytes (Linux, getrusage(2)).
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    return Sent(mails, round(took, 2), count.statements, round(peak, 1))


def forget_digests(seeded: Seeded) -> None:
    """Take away what earlier digests left, so that everybody's next is again his first."""
    neighbours = Community.objects.get(slug=OTHER_SLUG)
    people = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")
    with scope(seeded.community, neighbours):
        DigestRun.objects.filter(user__in=people).delete()
        OutgoingMail.objects.filter(user__in=people).delete()
        DigestEntry.objects.all().delete()
        DigestMark.objects.all().delete()
        DigestTold.objects.all().delete()
        # Rows that only say what was told.
        TopicReading.objects.filter(read_through=0).delete()
        TopicReading.objects.exclude(told_through=F("read_through")).update(
            told_through=F("read_through")
        )


def take_for_sent() -> None:
    """Let no worker find a digest due today, whatever the hour; forget_digests() takes it back."""
    today = timezone.now().date()
    people = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}").values_list("pk", flat=True)
    DigestRun.objects.bulk_create(
        DigestRun(user_id=pk, day=today + timedelta(days=1), outcome=Outcome.EMPTY) for pk in people
    )


def _moment(seeded: Seeded) -> datetime:
    """Return a moment after the newest post at which it is past seven in the whole country."""
    with scope(seeded.community):
        newest = Topic.objects.newest_first()[0].last_post_at
    return (newest + timedelta(days=1)).replace(hour=20)


class _Count:
    """Counts statements that one connection sends."""

    statements = 0

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001
        context: Any,
    ) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


def hand_to(port: int) -> None:
    """Let all mail of this process go to the mail server on this port."""
    os.environ.pop("EMAIL_URL", None)
    settings.MAILERS["default"] = environment.mailer("EMAIL_URL", f"smtp://127.0.0.1:{port}")


def taken_by(port: int) -> int:
    """Return how many mails the server took; raise BenchError if anybody got two."""
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        _code, words = client.noop()
    mails, _mails, _to, addresses, _addresses = words.decode().split()
    if mails != addresses:
        raise BenchError(f"{mails} mails went to {addresses} people: somebody got two.")
    return int(mails)
