"""Who is asked what happened at his site."""

from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone

from communities.models import Community, Membership, MembershipRole
from communities.models.membership import Status
from communities.querysets import MembershipQuerySet
from core.timezones import zone_named
from forums.models import Forum
from site_updates.models import AskedRole, NotAsked


def people_asked(community: Community, forum: Forum) -> MembershipQuerySet[Membership]:
    """Return the members of a site with one of the roles who see the forum and may write there now.

    Who stopped his mails or has a break from them, whose address gets no mail, and who does not want
    to be asked, is not.
    """
    now = timezone.now()
    today = now.astimezone(zone_named(community.time_zone)).date()
    roles = MembershipRole.objects.filter(
        membership=OuterRef("pk"), role__in=AskedRole.objects.values("role")
    )
    people: MembershipQuerySet[Membership] = Membership.objects.in_audience(forum.audience_id)
    return (
        people.filter(Exists(roles), community=community, site__isnull=False, user__is_active=True)
        .exclude(user__mail_stopped_for=F("user__email"))
        .exclude(user__mails_paused_until__gt=today)
        .exclude(paused_until__gt=now)
        .exclude(pk__in=NotAsked.objects.values("member"))
        .order_by("pk")
    )


def count_asked(community: Community, forum: Forum) -> tuple[int, int]:
    """Return how many people at how many sites would be asked now."""
    found = people_asked(community, forum).aggregate(
        people=Count("pk", distinct=True), sites=Count("site", distinct=True)
    )
    return found["people"], found["sites"]


def names_not_asked() -> str:
    """Return the names of the scope's members who do not want to be asked, for who keeps it going."""
    rows = NotAsked.objects.filter(member__status=Status.ACTIVE).select_related("member__user")
    return ", ".join(sorted(row.member.name for row in rows))
