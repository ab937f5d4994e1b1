"""The searches for a time that are open, as the schedule lists them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from communities.models import Membership
from meetings.models import TimePoll, TimeReply, TimeSlot

SHOWN = 20


def polls_to_answer(reader: Membership, now: datetime) -> list[TimePoll]:
    """Return those with a time to come, and the reader's own that wait for him to close them.

    Each with `has_answered`; one query.
    """
    to_come = TimeSlot.objects.filter(poll=OuterRef("pk"), starts_at__gt=now)
    said = TimeReply.objects.filter(poll=OuterRef("pk"), member=reader)
    there = TimePoll.objects.visible_to(reader).open()
    listed = there.filter(Q(Exists(to_come)) | Q(host=reader))
    return list(listed.annotate(has_answered=Exists(said))[:SHOWN])
