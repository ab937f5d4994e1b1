"""How many mails that tell of a post at once are written and handed to a mail server in a second."""

import io
import random
import time
import uuid
from dataclasses import dataclass

from django.core.management import call_command

from accounts.models import User
from bench.digests import hand_to, taken_by
from bench.errors import BenchError
from bench.plan import REPLY_TOPIC
from bench.seed import Seeded
from bench.texts import bodies
from communities.models import Community, DueWork, Membership
from communities.scope import scope
from forums.actions import reply
from forums.models import Topic
from forums.telling import tell_post
from notifications.models import Level, Notice, OutgoingMail, Subscription
from notifications.notice_mail import write_notices
from notifications.telling import WRITE

FOLLOWERS = 200


@dataclass(frozen=True)
class Told:
    """How many mails told of one post, and the seconds it took."""

    mails: int
    seconds: float


def send_notices(port: int, seeded: Seeded) -> Told:
    """Let 200 members follow everything, write a reply, and send each the mail about it.

    As the worker does: the post is told, each member's mail is written as a piece of due work in a
    transaction of its own, and all are sent. Raise BenchError if fewer than half get one.
    """
    hand_to(port)
    members = _followers(seeded)
    try:
        with scope(seeded.community):
            topic = Topic.objects.select_related("forum").get(number=REPLY_TOPIC)
            topic.community = topic.forum.community = seeded.community
            body = next(iter(bodies(random.Random(8), 1)))
            post = reply(topic, by=topic.author, body=body, form_key=uuid.uuid4())
        began = time.perf_counter()
        with scope(seeded.community):
            tell_post(post.pk)
        told = DueWork.objects.filter(kind=WRITE, community=seeded.community)
        for member_id in list(told.values_list("object_id", flat=True)):
            with scope(seeded.community):
                write_notices(member_id)
        call_command("send_mail", stdout=io.StringIO())
        seconds = time.perf_counter() - began
    finally:
        _forget(seeded, members)
    mails = taken_by(port)
    if mails < len(members) // 2:
        raise BenchError(f"Only {mails} mails told of the post.")
    return Told(mails, round(seconds, 2))


def _followers(seeded: Seeded) -> list[int]:
    """Let members who see the forum of the topic follow everything; return their ids."""
    with scope(seeded.community):
        topic = Topic.objects.select_related("forum").get(number=REPLY_TOPIC)
        community = Community.objects.get(pk=seeded.community.pk)
        members = [
            member.pk
            for member in Membership.objects.active().order_by("pk")
            if topic.forum.audience_id in member.audience_ids
        ][:FOLLOWERS]
        Subscription.objects.bulk_create(
            [
                Subscription(
                    community=community,
                    member_id=pk,
                    kind="communities.community",
                    object_id=community.pk,
                    level=Level.ALL,
                )
                for pk in members
            ]
        )
        return members


def _forget(seeded: Seeded, members: list[int]) -> None:
    """Take away what it left; the reply goes with those of the other measurements."""
    people = User.objects.filter(memberships__in=members)
    with scope(seeded.community):
        Subscription.objects.filter(member__in=members).delete()
        Notice.objects.filter(member__in=members).delete()
        OutgoingMail.objects.filter(user__in=list(people.values_list("pk", flat=True))).delete()
        DueWork.objects.filter(community=seeded.community).delete()
