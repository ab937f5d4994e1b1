"""Who may propose, rank and order, and the sentences that say why not."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from meetings.models import AgendaItem, ItemState, Meeting
from meetings.permissions import check_coming, check_host


def may_shape(member: Membership, meeting: Meeting) -> bool:
    """Return whether the member, who sees the meeting, may propose something and rank it."""
    return meeting.stands and not meeting.is_past() and not member.is_paused


def check_shape(member: Membership, meeting: Meeting) -> None:
    """Raise PermissionDenied unless the member may propose something and rank what is proposed."""
    check_may_write(member)
    check_coming(meeting)


def check_order(member: Membership, meeting: Meeting) -> None:
    """Raise PermissionDenied unless the member may order the agenda of a meeting to come."""
    check_host(member, meeting.series)
    check_coming(meeting)


def is_own_proposal(member: Membership, item: AgendaItem) -> bool:
    """Return whether it is the member's own, and nobody has taken it onto the agenda yet."""
    return item.by_id == member.pk and item.state == ItemState.PROPOSED


def check_edit(member: Membership, item: AgendaItem, *, hosts: bool) -> None:
    """Raise PermissionDenied unless the member may change the words of an item."""
    check_shape(member, item.meeting)
    if item.state not in (ItemState.PROPOSED, ItemState.TAKEN):
        raise PermissionDenied(_("This is not on the agenda any more."))
    if not hosts and item.by_id != member.pk:
        raise PermissionDenied(_("Only who proposed this, and hosts, may change it."))
    if not hosts and not is_own_proposal(member, item):
        raise PermissionDenied(
            _("This is on the agenda now. Ask the host of the meeting to change it.")
        )


def may_take_back(member: Membership, item: AgendaItem, *, hosts: bool) -> bool:
    """Return whether the member may say in its topic what came of an item."""
    concerned = hosts or member.pk in (item.by_id, item.presenter_id)
    return (
        concerned
        and item.topic_id is not None
        and item.state == ItemState.TAKEN
        and not member.is_paused
        and item.meeting.stands
        and item.meeting.starts_at <= timezone.now()
    )


def check_take_back(member: Membership, item: AgendaItem, *, hosts: bool) -> None:
    """Raise PermissionDenied unless the member may say in its topic what came of an item."""
    check_may_write(member)
    if item.meeting.starts_at > timezone.now():
        raise PermissionDenied(_("This meeting has not begun yet."))
    if not may_take_back(member, item, hosts=hosts):
        raise PermissionDenied(
            _(
                "Only who proposed or presents this, and hosts, take it back to its discussion. You "
                "can write there what you heard."
            )
        )
