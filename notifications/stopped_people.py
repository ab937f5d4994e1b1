"""Whom mail does not reach, for those who keep his community going."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from communities.models import Membership
from communities.person_sections import PersonSection, register_person_section
from notifications.models import Suppression

LISTED = 50


def silent_members(reader: Membership) -> list[Membership]:
    """Return the active members of the reader's community to whom no mail goes, by name."""
    members = Membership.objects.active().filter(
        community=reader.community_id, user__mail_stopped_for=F("user__email")
    )
    return list(members.select_related("user").order_by("user__display_name", "pk")[:LISTED])


def stop_of(member: Membership) -> Suppression | None:
    """Return since when and why no mail goes to a member, None if it does."""
    if not member.user.mail_is_stopped:
        return None
    return Suppression.objects.filter(address=member.user.email, stopped_at__isnull=False).first()


def check_may_begin_again(by: Membership, stop: Suppression) -> None:
    """Raise PermissionDenied where only the person himself may have mail sent to him again."""
    if not by.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may do this."))
    if stop.is_unwanted:
        raise PermissionDenied(_("Only this person can have mail sent to this address again."))


def section(request: MemberRequest, shown: Membership) -> dict[str, Any] | None:
    """Return the section of a person's page, for facilitators."""
    if not request.member.is_facilitator or shown.pk == request.member.pk:
        return None
    stop = stop_of(shown)
    return {"stop": stop, "shown": shown} if stop else None


def register() -> None:
    """Hand the section over; called from AppConfig.ready()."""
    register_person_section(PersonSection("notifications/_mail_stopped.html", section), first=True)
