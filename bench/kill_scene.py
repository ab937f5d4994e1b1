"""People who wait for a digest, mails on their way in, and what has to hold of both afterwards."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

from celery import current_app
from django.core.management import call_command
from django.db import Error, connection, connections
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from bench.inbound import make_letters
from bench.mail_peer import HandingServer, TakingServer
from bench.people import MAIL_DOMAIN
from bench.plan import REPLY_TOPIC, Plan
from bench.seed import Seeded, seed
from communities.models import DueWork, Membership
from communities.models.membership import Pace
from communities.scope import scope
from digests.models import DigestRun, Outcome
from forums.models import Post
from mailroom.models import InboundMessage, State
from notifications.models import OutgoingMail
from notifications.models.outgoing_mail import State as MailState

TICKS = (
    ("communities.tasks.do_due_work", "default"),
    ("mailroom.tasks.look_after_waiting", "default"),
    ("digests.tasks.find_due", "default"),
    ("notifications.tasks.send_waiting_mail", "mail"),
)


def make(people: int, mails: int, smtp_port: int) -> "Scene":
    """Fill an empty database so that everybody's digest is due now."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    plan = Plan(members=people, forums=10, topics=200, posts=2_000)
    seeded = seed(plan)
    User.objects.update(digest_hour=0)
    with scope(seeded.community):
        # Who came today, after the hour of digests, would have none before tomorrow.
        Membership.objects.filter(community=seeded.community).update(
            pace=Pace.DAILY, joined_at=F("joined_at") - timedelta(days=2)
        )
    letters = make_letters(seeded, mails)
    return Scene(seeded, plan, letters, smtp_port)


class Scene:
    """One run: begun, disturbed from outside, and judged."""

    def __init__(
        self,
        seeded: Seeded,
        plan: Plan,
        letters: list[tuple[str, str, bytes]],
        smtp_port: int,
    ) -> None:
        self.seeded = seeded
        self.plan = plan
        self.letters = letters
        self.taking = TakingServer(smtp_port)
        self.handing: HandingServer | None = None

    def begin(self, door: int, *, seconds: float) -> None:
        self.taking.start()
        self.handing = HandingServer(door, self.letters, seconds=seconds)
        self.handing.start()

    def end(self) -> None:
        self.taking.stop()

    def is_over(self) -> bool:
        """Return whether every mail is in and most digests are out; the clock's ticks come often."""
        _tick()
        with suppress(Error):
            is_in = self.handing is not None and not self.handing.is_alive()
            return is_in and len(self.taking.digests) > self.plan.members * 0.9
        return False

    def left(self) -> tuple[int, int, int]:
        """Return how many mails are to be sent, digests to be made, and messages to be read."""
        _tick()
        try:
            return (
                OutgoingMail.objects.filter(
                    state__in=[MailState.WAITING, MailState.SENDING]
                ).count(),
                int(self.handing is not None and self.handing.is_alive()),
                InboundMessage.objects.filter(state=State.WAITING).count(),
            )
        except Error:
            connections.close_all()
            return (1, 1, 1)

    def time_passes(self) -> None:
        """Let leases end, and come what is to be looked at again later."""
        now = timezone.now()
        OutgoingMail.objects.filter(state=MailState.SENDING).update(due_at=now)
        DueWork.objects.filter(due_at__gt=now, kind="read_message").update(due_at=now)

    def account(self) -> str:
        copies = [len(ids) for ids in self.taking.digests.values()]
        ends = Counter(InboundMessage.objects.values_list("state", flat=True))
        refused = self.handing.refused.total() if self.handing else 0
        return (
            f"{len(copies)} people have a digest; {sum(copies) - len(copies)} came more than once.\n"
            f"{len(self.letters)} mails were handed over after {refused} refusals; they ended as: "
            f"{', '.join(f'{state} {count}' for state, count in sorted(ends.items()))}."
        )

    def faults(self, *, kills: int) -> list[str]:
        """Return what does not hold, in sentences."""
        found = []
        runs = DigestRun.objects.filter(user__email__endswith=f"@{MAIL_DOMAIN}")
        due = {*runs.filter(outcome=Outcome.MAILED).values_list("user__email", flat=True)}
        people = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}").count()
        if runs.count() != people or runs.filter(outcome=Outcome.FAILED).exists():
            found.append(f"Of {people} people, {runs.count()} were done.")
        if lost := due - self.taking.digests.keys():
            found.append(f"{len(lost)} people have no digest, {min(lost)} for one.")
        for person, ids in self.taking.digests.items():
            if len(set(ids)) != 1:
                found.append(f"{person} has {len(set(ids))} digests.")
        again = sum(len(ids) - 1 for ids in self.taking.digests.values())
        if again > kills:
            found.append(f"{again} digests came again after {kills} kills.")
        return found + self._inbound_faults()

    def _inbound_faults(self) -> list[str]:
        found = []
        waiting = InboundMessage.objects.filter(state=State.WAITING).count()
        if waiting:
            found.append(f"{waiting} mails wait still.")
        made = Counter(
            InboundMessage.objects.exclude(made_id=None).values_list("made_id", flat=True)
        )
        if doubled := [pk for pk, times in made.items() if times > 1]:
            found.append(f"{len(doubled)} replies stand for more than one mail.")
        with scope(self.seeded.community):
            posts = Post.objects.filter(topic__number=REPLY_TOPIC)
            first = self.plan.fixed_posts()[REPLY_TOPIC]
            replies = posts.filter(number__gt=first).count()
        if not replies == len(made) == len(self.letters):
            found.append(f"{len(self.letters)} mails became {replies} replies.")
        return found


def _tick() -> None:
    """Let the clock come by: it does each minute, here more often."""
    for task, queue in TICKS:
        with suppress(OperationalError, OSError):
            current_app.send_task(task, queue=queue, retry=False, ignore_result=True)
    connection.close_if_unusable_or_obsolete()
