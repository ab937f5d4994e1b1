"""Who is invited to a series, and what each of them answered."""

from collections.abc import Collection

from django.db.models import F
from django.utils import timezone

from communities.models import Community, Membership
from communities.querysets import MembershipQuerySet
from core.timezones import zone_named
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer
from notifications.models import Level, Subscription

# What is followed, and what answers are about, for their addresses.
SERIES = "meetings.series"
MEETING = "meetings.meeting"


def invited(series: Series) -> MembershipQuerySet[Membership]:
    """Return whom its audience invites, as far as mail reaches them and they want to be invited.

    `series` has its community.
    """
    return reached(series.community, series.audience_id, about=(SERIES, series.pk))


def reached(
    community: Community, audience_id: int, *, about: tuple[str, int]
) -> MembershipQuerySet[Membership]:
    """Return who of an audience gets mails about a thing: a kind and an id."""
    people: MembershipQuerySet[Membership] = Membership.objects.in_audience(audience_id)
    return wanting(people, community, about=about)


def wanting(
    people: MembershipQuerySet[Membership], community: Community, *, about: tuple[str, int]
) -> MembershipQuerySet[Membership]:
    """Return those of these people whom mails about a thing reach, and who want them."""
    today = timezone.now().astimezone(zone_named(community.time_zone)).date()
    kind, object_id = about
    stopped = Subscription.objects.filter(
        kind=kind, object_id=object_id, level=Level.NOTHING
    ).values("member")
    return (
        people.filter(community=community, user__is_active=True)
        .exclude(user__mail_stopped_for=F("user__email"))
        .exclude(user__mails_paused_until__gt=today)
        .exclude(pk__in=stopped)
        .order_by("pk")
    )


def answers_to_series(series: Series) -> dict[int, str]:
    """Return by membership what each answered to all of it: two queries.

    Of what is one meeting only, it is the answer to that meeting. Who comes to one meeting of many
    though he declined the others counts as somebody who may come.
    """
    answers = dict(StandingAnswer.objects.filter(series=series).values_list("member_id", "answer"))
    own = Rsvp.objects.filter(meeting__series=series)
    if not series.recurs:
        return answers | dict(own.values_list("member_id", "answer"))
    coming = own.filter(meeting__ends_at__gt=timezone.now()).exclude(answer=Answer.NO)
    for member_id in coming.values_list("member_id", flat=True):
        if answers.get(member_id) == Answer.NO:
            answers[member_id] = Answer.MAYBE
    return answers


def answers_to_meeting(meeting: Meeting) -> dict[int, str]:
    """Return by membership what each answered, to it or to all of its series: two queries."""
    standing = StandingAnswer.objects.filter(series=meeting.series_id)
    own = Rsvp.objects.filter(meeting=meeting)
    return dict(standing.values_list("member_id", "answer")) | dict(
        own.values_list("member_id", "answer")
    )


def without_those_who_decline(
    people: MembershipQuerySet[Membership], answers: dict[int, str]
) -> MembershipQuerySet[Membership]:
    """Leave out who said that he does not come."""
    return people.exclude(pk__in=declining(answers))


def declining(answers: dict[int, str]) -> Collection[int]:
    """Return the memberships of who said no."""
    return [pk for pk, answer in answers.items() if answer == Answer.NO]
