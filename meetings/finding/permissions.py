"""Who decides on a time, and what is no longer open, with the sentences that say so."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from meetings.models import TimePoll


class NotAskedError(Exception):
    """The message is a sentence for who answers, or decides, too late."""


def may_decide(member: Membership, poll: TimePoll) -> bool:
    """Return whether the member decides on the time: who asked, while he may host, and facilitators."""
    return member.is_facilitator or (poll.host_id == member.pk and member.standing != "guest")


def check_decide(member: Membership, poll: TimePoll) -> None:
    """Raise PermissionDenied unless the member decides on the time."""
    check_may_write(member)
    if not may_decide(member, poll):
        raise PermissionDenied(_("Only who asked, and facilitators, decide on the time."))


def check_asked(poll: TimePoll) -> None:
    """Raise NotAskedError with a sentence once it has become a meeting, or was closed without one."""
    if poll.is_open:
        return
    name = {"name": poll.closed_by.name if poll.closed_by else ""}
    if poll.series_id is not None:
        raise NotAskedError(_("%(name)s has chosen the time. It is a meeting now.") % name)
    raise NotAskedError(_("%(name)s has closed this without a meeting.") % name)
