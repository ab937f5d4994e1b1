"""Changing what is said of a meeting while a time for it is looked for."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from meetings.finding.loading import lock_poll
from meetings.finding.permissions import check_asked
from meetings.finding.promises import promise_change
from meetings.models import TimePoll, TimeReply
from meetings.models.series import Details
from moderation.record import record

WHERE = tuple(field.name for field in Details._meta.get_fields())
WORDS = ("title", "about", "format", "language", *WHERE)
# What may decide whether one can come: who answered hears of it.
_TOLD = {"title", *WHERE}


def change_poll(poll: TimePoll, values: Mapping[str, str], *, by: Membership) -> bool:
    """Write these, some of WORDS; return whether anything is different. What people ticked stays.

    Raises NotAskedError with a sentence.
    """
    with transaction.atomic():
        poll = lock_poll(poll)
        check_asked(poll)
        others = {name for name in values if getattr(poll, name) != values[name]}
        if not others:
            return False
        for name in others:
            setattr(poll, name, values[name])
        poll.changed_at = timezone.now()
        poll.save(update_fields=["changed_at", *others])
        record(by, "changed", poll)
        if others & _TOLD and TimeReply.objects.filter(poll=poll).exists():
            promise_change(poll)
    return True
