"""The mail that tells somebody at once: of one thing, or of all that came within a few minutes."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone, translation

from communities.due_work import put_off
from communities.models import Membership
from core.timezones import zone_named
from notifications.kinds import present
from notifications.models import Notice, OutgoingMail
from notifications.notice_words import KIND, draft
from notifications.outgoing import store
from notifications.telling import WRITE

# After a mail, what comes within this time goes out together at its end.
QUIET = timedelta(minutes=5)
# A digest looks back over 14 days; what it must not repeat is kept longer.
KEEP = timedelta(days=60)


def write_notices(member_id: int) -> None:
    """Store the mail of one member's waiting notices; soon after another mail, put it off."""
    mine = Notice.objects.filter(member_id=member_id)
    member = (
        Membership.objects.active()
        .select_related("user", "community")
        .filter(pk=member_id, user__is_active=True)
        .first()
    )
    if member is None:
        mine.filter(told_at=None).delete()
        return
    told = mine.exclude(told_at=None).order_by("-told_at").values_list("told_at", flat=True)
    last = told.first()
    if last and last + QUIET > timezone.now():
        put_off(WRITE, member_id, community=member.community, until=last + QUIET)
        return
    # Locked: a second worker finds them told.
    if waiting := list(mine.filter(told_at=None).select_for_update().order_by("pk")):
        _write(member, waiting)


def _write(member: Membership, waiting: Sequence[Notice]) -> None:
    """Store the mail and let it claim its notices; what is not the member's business now goes."""
    user = member.user
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        pairs = present(member, waiting)
        if pairs:
            key = f"{member.pk}/{waiting[0].pk}-{waiting[-1].pk}/{len(waiting)}"
            store([draft(member, [news for _notice, news in pairs], key=key).stored()])
            mail = OutgoingMail.objects.get(to=user.email, kind=KIND, key=key)
            claimed = [notice.pk for notice, _news in pairs]
            Notice.objects.filter(pk__in=claimed).update(mail=mail, told_at=timezone.now())
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting], told_at=None).delete()
    Notice.objects.filter(member=member, told_at__lt=timezone.now() - KEEP).delete()
