"""Who hosts a series: its host, and who hosts it beside him."""

from django.db import transaction

from communities.grants import give
from communities.models import Membership
from communities.person_rows import PersonRow, by_name, person_rows
from meetings.models import Series, SeriesUserObjectPermission
from meetings.querysets import HOST
from moderation.record import record


def hosts_beside(series: Series, reader: Membership) -> list[tuple[int, PersonRow]]:
    """Return the grants' ids and who hosts it beside its host, by name: two queries."""
    there = SeriesUserObjectPermission.objects.filter(content_object=series)
    grants = dict(there.values_list("user_id", "pk"))
    people = Membership.objects.active().filter(community=reader.community_id, user_id__in=grants)
    return [(grants[one.user_id], one) for one in person_rows(by_name(people), reader.community)]


def name_host(series: Series, member: Membership, *, by: Membership) -> None:
    """Let a member host it beside its host, whether he fits its audience or not."""
    with transaction.atomic():
        give(SeriesUserObjectPermission, HOST, member, series, by=by)
        record(by, "host_named", series, note=member.name)


def dismiss_host(grant: SeriesUserObjectPermission, series: Series, *, by: Membership) -> None:
    """Take the right back; its host stays."""
    with transaction.atomic():
        record(by, "host_dismissed", series, note=grant.user.name)
        grant.delete()


def pass_on(series: Series, member: Membership, *, by: Membership) -> None:
    """Make a member its host; who was it before hosts it no more, unless he is named again."""
    if series.host_id == member.pk:
        return
    with transaction.atomic():
        series.host = member
        series.save(update_fields=["host"])
        there = SeriesUserObjectPermission.objects.filter(content_object=series)
        there.filter(user=member.user_id).delete()
        record(by, "passed_on", series, note=member.name)
