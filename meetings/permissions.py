"""Who may plan, host and answer, and the sentences that say why not."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from meetings.models import Meeting, Series, SeriesUserObjectPermission


def may_plan(member: Membership) -> bool:
    """Return whether the member may plan meetings: facilitators."""
    return member.is_facilitator


def check_plan(member: Membership) -> None:
    """Raise PermissionDenied unless the member may plan a meeting."""
    check_may_write(member)
    if not may_plan(member):
        raise PermissionDenied(
            _(
                "Facilitators plan meetings. Ask one of them, or begin a discussion on what to meet about."
            )
        )


def may_host(member: Membership, series: Series) -> bool:
    """Return whether the member may change a series: its host, who hosts it with him, facilitators."""
    if member.is_facilitator or series.host_id == member.pk:
        return True
    if member.standing == "guest":
        return False
    grants = SeriesUserObjectPermission.objects.filter(content_object=series)
    return grants.filter(user=member.user_id).exists()


def check_host(member: Membership, series: Series) -> None:
    """Raise PermissionDenied unless the member may change the series and its meetings."""
    check_may_write(member)
    if not may_host(member, series):
        raise PermissionDenied(_("Only its hosts and facilitators may change a meeting."))


def check_stands(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where a meeting was cancelled."""
    if not meeting.stands:
        raise PermissionDenied(_("This meeting was cancelled."))


def check_coming(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where nobody meets (any more)."""
    check_stands(meeting)
    if meeting.is_past():
        raise PermissionDenied(_("This meeting is over."))


def check_answer(member: Membership) -> None:
    """Raise PermissionDenied unless the member may say whether he comes: also who is paused may."""
    if not member.is_active:
        raise PermissionDenied(_("You are not a member of this community any more."))
