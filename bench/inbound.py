"""How many mails a second come in one after the other, are read by two workers, and become replies."""

import random
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from itertools import cycle

from django.conf import settings
from django.db.models import Max

from accounts.models import User
from bench.errors import BenchError
from bench.people import MAIL_DOMAIN
from bench.plan import REPLY_TOPIC
from bench.seed import Seeded
from bench.texts import bodies
from bench.workers import workers
from communities.models import DueWork, Membership
from communities.scope import scope
from forums.models import Topic
from forums.telling import TOPIC
from mailroom.models import Door, InboundMessage, State
from mailroom.receiving import receive
from notifications.models import ReplyAddress
from notifications.reply_addresses import reply_address

PEOPLE = 100
# What a program puts below an answer: our mail, quoted.
QUOTED = "\n\nOn Mon, Nov 23, 2026 at 9:12 AM Maple Street <post@bench.example> wrote:\n\n{}\n"


@dataclass(frozen=True)
class Received:
    """How many mails, and the seconds it took to store them and to do what they ask for."""

    mails: int
    store_s: float
    read_s: float


def receive_mails(seeded: Seeded, *, count: int) -> Received:
    """Have many people answer one discussion by mail; take away what is not the topic's after.

    Raise BenchError if one of the mails became no reply.
    """
    letters = make_letters(seeded, count)
    before = DueWork.objects.aggregate(last=Max("pk"))["last"] or 0
    began = time.perf_counter()
    for sender, recipient, content in letters:
        receive(content, recipients=[recipient], sender=sender, door=Door.LMTP)
    stored = time.perf_counter()
    due = DueWork.objects.filter(pk__gt=before, kind="read_message").order_by("pk")
    with workers() as crew:
        reading = time.perf_counter()
        crew.do(list(due.values_list("pk", flat=True)))
        read = time.perf_counter()
    done = InboundMessage.objects.filter(state=State.DONE, made_kind="forums.post").count()
    if done != count:
        raise BenchError(f"Of {count} mails, {done} became replies.")
    DueWork.objects.filter(pk__gt=before).delete()
    forget_mails()
    return Received(count, round(stored - began, 2), round(read - reading, 2))


def forget_mails() -> None:
    """Take away mails and addresses of an earlier measurement."""
    people = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")
    InboundMessage.objects.filter(recipient__endswith=f"@{settings.INBOUND_HOST}").delete()
    ReplyAddress.objects.filter(user__in=people).delete()


def make_letters(seeded: Seeded, count: int) -> list[tuple[str, str, bytes]]:
    """Return sender, recipient and bytes of each mail; a hundred people take turns."""
    forget_mails()
    quoted = "\n".join(f"> {line}" for line in "\n".join(bodies(random.Random(8), 6)).split("\n"))
    found = []
    with scope(seeded.community):
        topic = Topic.objects.select_related("forum").get(number=REPLY_TOPIC)
        members = Membership.objects.active().filter(community=seeded.community)
        people = members.select_related("user", "community").order_by("pk")
        readers = [
            member
            for member in people[: 10 * PEOPLE]
            if topic.forum.audience_id in member.audience_ids
        ][:PEOPLE]
        for member, words in zip(cycle(readers), bodies(random.Random(9), count), strict=False):
            mail = EmailMessage()
            mail["From"] = member.user.email
            mail["To"] = recipient = reply_address(member, TOPIC, topic.pk)
            mail["Subject"] = "Re: Buses"
            mail["Message-ID"] = make_msgid(domain="phone.example")
            mail.set_content(words + QUOTED.format(quoted))
            found.append((member.user.email, recipient, mail.as_bytes()))
    return found
