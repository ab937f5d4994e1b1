"""The mail that tells somebody at once: of one thing, or of all that came within a few minutes.

First it claims its notices. Its words are written when it is sent, and say what is so then.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone, translation

from accounts.models import User
from accounts.quiet_hours import quiet_until
from communities.due_work import put_off
from communities.models import Community, Membership
from communities.scope import scope
from core.prepared import fields_of, instance_of, prepared
from core.timezones import zone_named
from notifications.kinds import present
from notifications.ledger import wait_for_digest
from notifications.message import new_message_id
from notifications.models import Notice, OutgoingMail, State
from notifications.notice_words import KIND, draft
from notifications.outgoing import store
from notifications.telling import WRITE

# After a mail, what comes within this time goes out together at its end.
QUIET = timedelta(minutes=5)
# A digest looks back over 14 days; what it must not repeat is kept longer.
KEEP = timedelta(days=60)


def write_notices(member_id: int) -> None:
    """Have a mail sent of one member's waiting notices.

    Soon after another mail, and in his quiet hours, it is put off, and brings what came meanwhile.
    """
    mine = Notice.objects.filter(member_id=member_id)
    member = _reader(member_id)
    if member is None:
        mine.filter(told_at=None).delete()
        return
    if member.user.mail_is_stopped:
        _skip(member)
        return
    if end := quiet_until(member.user, timezone.now()):
        put_off(WRITE, member_id, community=member.community, until=end)
        return
    wait_for_digest(member.community_id, member.user_id)
    told = mine.exclude(told_at=None).order_by("-told_at").values_list("told_at", flat=True)
    last = told.first()
    if last and last + QUIET > timezone.now():
        put_off(WRITE, member_id, community=member.community, until=last + QUIET)
        return
    # Locked: a second worker finds them told.
    if waiting := list(mine.filter(told_at=None).select_for_update().order_by("pk")):
        _claim(member, waiting)


def _skip(member: Membership) -> None:
    """Record, once a day, that news had nowhere to go; the digest brings them when it comes again."""
    mine = Notice.objects.filter(member=member, told_at=None)
    if mine.exists():
        key = f"{member.pk}/skipped/{timezone.now().date()}"
        store([_mail_for(member, key, State.SKIPPED)])
        mine.delete()


def untell(mail: OutgoingMail) -> None:
    """Take back that a mail at once told something, since it goes nowhere."""
    if mail.kind == KIND and mail.community_id is not None:
        with scope(mail.community_id):
            mail.notices.all().delete()


def _reader(member_id: int) -> Membership | None:
    """Return the member if he is to be written to now; who paused his mails finds it in the digest."""
    rows = _active(member_id)
    if not rows:
        return None
    *columns, audience_ids = rows[0]
    rest = iter(columns)
    member = instance_of(Membership, list(islice(rest, len(_MEMBER))))
    member.user = instance_of(User, list(islice(rest, len(_USER))))
    member.community = instance_of(Community, list(rest))
    member.audience_ids = audience_ids
    return None if member.user.mails_pause else member


_MEMBER = fields_of(Membership)
_USER = fields_of(User, "user__")
_COMMUNITY = fields_of(Community, "community__")


@prepared
def _active(member_id: int) -> QuerySet[Membership, tuple[Any, ...]]:
    members = Membership.objects.active().filter(pk=member_id, user__is_active=True)
    return members.with_audience_ids().values_list(*_MEMBER, *_USER, *_COMMUNITY, "seen_ids")


def _claim(member: Membership, waiting: Sequence[Notice]) -> None:
    """Store a mail that claims these notices; what is not the member's business now goes."""
    claimed = [notice.pk for notice, _news in present(member, waiting)]
    if claimed:
        key = f"{member.pk}/{waiting[0].pk}-{waiting[-1].pk}/{len(waiting)}"
        mail = _mail_for(member, key)
        store([mail])
        mail = OutgoingMail.objects.get(to=mail.to, kind=KIND, key=mail.key)
        Notice.objects.filter(pk__in=claimed).update(mail=mail, told_at=timezone.now())
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting], told_at=None).delete()
    Notice.objects.filter(member=member, told_at__lt=timezone.now() - KEEP).delete()


def _mail_for(member: Membership, key: str, state: State = State.WAITING) -> OutgoingMail:
    return OutgoingMail(
        kind=KIND,
        key=key,
        to=member.user.email,
        user=member.user,
        community=member.community,
        message_id=new_message_id(),
        state=state,
    )


def write_mail(mail: OutgoingMail) -> bool:
    """Give a mail its bytes, of what its notices tell now; return whether they tell anything.

    For its sender, who has no scope: opens that of the community and commits. What was changed
    since it was claimed is told as it is; what was read, removed, or closed to the reader is not,
    and a mail of which nothing is left is dropped.
    """
    if mail.community_id is None:
        raise ValueError(f"{mail} is of no community")
    with scope(mail.community_id):
        _not_to_be_lost()
        notices = list(mail.notices.order_by("pk"))
        member = _reader(notices[0].member_id) if notices else None
        told = _write(mail, member, notices) if member else []
        Notice.objects.filter(mail=mail).exclude(pk__in=told).delete()
        if not told:
            mail.drop()
    return bool(told)


def _write(mail: OutgoingMail, member: Membership, notices: Sequence[Notice]) -> list[int]:
    """Return the ids of those notices that the mail tells."""
    user = member.user
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        pairs = present(member, notices)
        if pairs:
            words = draft(member, [news for _notice, news in pairs], key=mail.key)
            mail.write(words.content(mail.message_id), to=words.to)
    return [notice.pk for notice, _news in pairs]


def _not_to_be_lost() -> None:
    """Have the bytes on the disk before a server gets them: a second try must send the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")
