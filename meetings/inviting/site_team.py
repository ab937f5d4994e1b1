"""Answering for others of one's own site: who comes is often known by one of them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.querysets import MembershipQuerySet
from meetings.actions import Reply, answer_meeting
from meetings.inviting.people import answers_to_meeting
from meetings.models import Answer, Meeting, Rsvp, Way


def colleagues(member: Membership, meeting: Meeting) -> MembershipQuerySet[Membership]:
    """Return the others of the member's site who are invited; guests have no say for others."""
    people: MembershipQuerySet[Membership] = Membership.objects.in_audience(
        meeting.series.audience_id
    )
    if member.site_id is None or member.standing == "guest":
        return people.none()
    mine = people.filter(community=member.community_id, site=member.site_id)
    return mine.exclude(pk=member.pk).select_related("user").order_by("user__display_name", "pk")


def answer_for(member: Membership, colleague: Membership, meeting: Meeting, answer: Answer) -> Rsvp:
    """Say of one of his site whether he comes; he is told, and may say otherwise.

    Guests and words that he gave himself stay. Raises PermissionDenied with a sentence.
    """
    if not colleagues(member, meeting).filter(pk=colleague.pk).exists():
        raise PermissionDenied(_("You can answer for those of your own site."))
    own = Rsvp.objects.filter(meeting=meeting, member=colleague).first()
    kept = Reply(answer, guests=own.guests, words=own.words) if own else Reply(answer)
    return answer_meeting(meeting, colleague, kept, way=Way.PAGE, by=member)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One of the site, and what is known of him; `by` is who said so, if he did not."""

    id: int
    name: str
    answer: str = ""
    by: str = ""


def site_team(member: Membership, meeting: Meeting) -> list[TeamRow]:
    """Return the others of the member's site: three queries."""
    people = list(colleagues(member, meeting))
    answers = answers_to_meeting(meeting) if people else {}
    others = Rsvp.objects.filter(meeting=meeting, member__in=[one.pk for one in people])
    said = {
        rsvp.member_id: rsvp.by.name
        for rsvp in others.exclude(by=F("member")).select_related("by__user")
    }
    return [
        TeamRow(
            one.pk,
            one.name,
            str(Answer(answers[one.pk]).label) if one.pk in answers else "",
            said.get(one.pk, ""),
        )
        for one in people
    ]
