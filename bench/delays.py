"""How long until a reply by mail is on its page, and until the mail that tells of it is handed over."""

import http.client
import smtplib
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from uuid import uuid4

from django.urls import reverse

from bench.errors import BenchError
from bench.plan import REPLY_TOPIC
from bench.seed import Seeded
from communities.models import Membership
from communities.scope import scope
from core.pagination import post_page
from forums.models import Topic
from forums.telling import TOPIC
from mailroom.models import InboundMessage
from notifications.models import Level, Notice, OutgoingMail, ReplyAddress, State, Subscription
from notifications.notice_words import KIND
from notifications.reply_addresses import reply_address

LONGEST = 180.0  # seconds
STEP = 0.05


@dataclass(frozen=True)
class Delays:
    """Seconds from the moment at which the door has the mail."""

    shown_s: float
    told_s: float


def reply_by_mail(web: int, door: int, seeded: Seeded, cookie: str) -> Delays:
    """Answer a discussion by mail; watch its page, and the mail to a member who follows it.

    `web` and `door` are the ports of the pages and of the LMTP door. Raise BenchError if three
    minutes are not enough.
    """
    with scope(seeded.community):
        topic = Topic.objects.select_related("forum").get(number=REPLY_TOPIC)
        writer, follower = _two_who_see(topic)
        to = reply_address(writer, TOPIC, topic.pk)
        Subscription.objects.update_or_create(
            community=seeded.community,
            member=follower,
            kind=TOPIC,
            object_id=topic.pk,
            defaults={"level": Level.ALL},
        )
    path = reverse("forums:topic", args=[seeded.community.slug, REPLY_TOPIC])
    path += f"?page={post_page(topic.last_number + 1, post=topic.last_number + 1).page}"
    mark = f"Seen at once {uuid4().hex}."
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = writer.user.email, to, "Re: Buses"
    mail["Message-ID"] = make_msgid(domain="phone.example")
    mail.set_content(mark)
    try:
        with smtplib.LMTP("127.0.0.1", door, timeout=30) as client:
            client.send_message(mail)
        began = time.monotonic()
        shown = told = 0.0
        while not (shown and told):
            if time.monotonic() - began > LONGEST:
                raise BenchError("A reply by mail was not shown or told within three minutes.")
            shown = shown or (_is_shown(web, path, cookie, mark) and time.monotonic() - began)
            told = told or (_is_told(follower) and time.monotonic() - began)
            time.sleep(STEP)
    finally:
        _forget(seeded, to, follower)
    return Delays(round(shown, 2), round(told, 2))


def _two_who_see(topic: Topic) -> tuple[Membership, Membership]:
    members = Membership.objects.active().exclude(pk=topic.author_id).select_related("user")
    found = (m for m in members.order_by("-pk") if topic.forum.audience_id in m.audience_ids)
    return next(found), next(found)


def _is_shown(port: int, path: str, cookie: str, mark: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        return mark in connection.getresponse().read().decode()
    finally:
        connection.close()


def _is_told(follower: Membership) -> bool:
    mails = OutgoingMail.objects.filter(user=follower.user_id, kind=KIND, state=State.SENT)
    return mails.exists()


def _forget(seeded: Seeded, recipient: str, follower: Membership) -> None:
    """Take away what it left; the reply goes with those of the other measurements."""
    with scope(seeded.community):
        Subscription.objects.filter(member=follower).delete()
        Notice.objects.filter(member=follower).delete()
    InboundMessage.objects.filter(recipient=recipient).delete()
    ReplyAddress.objects.filter(token=recipient.partition("+")[2].partition("@")[0]).delete()
    OutgoingMail.objects.filter(user=follower.user_id).delete()
