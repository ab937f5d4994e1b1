"""What is left of somebody in what his community released."""

from collections.abc import Collection, Iterable

from communities.models import Membership
from knowledge.commons.releasing import close_entry, credit_anew
from knowledge.models import CommonsEntry, CreditChoice, Release, Resource


def take_name_off(member: Membership) -> None:
    """Take the member's name off what others read, also out of earlier copies."""
    chosen = CreditChoice.objects.filter(member=member)
    resources = list(Resource.objects.filter(pk__in=chosen.values("resource_id")))
    chosen.delete()
    for resource in resources:
        resource.community = member.community
        credit_anew(resource, forget=True)


def erase_released(community_id: int, resource_ids: Collection[int]) -> None:
    """Let nothing be left of these beyond the community but that they were withdrawn."""
    entries = CommonsEntry.objects.filter(community=community_id, resource_id__in=resource_ids)
    for entry in entries:
        if entry.withdrawn_at is None:
            close_entry(entry, by_author=True)
        entry.snapshots.all().delete()


def erase_released_versions(community_id: int, versions: Iterable[tuple[int, int]]) -> None:
    """Let nothing be left of these versions, given as (id of the resource, number), elsewhere."""
    for resource_id, version in versions:
        Release.objects.filter(resource_id=resource_id, content__version=version).delete()
        entry = (
            CommonsEntry.objects.filter(community=community_id, resource_id=resource_id)
            .select_related("current")
            .first()
        )
        if entry is None:
            continue
        if entry.current is not None and entry.current.version == version:
            close_entry(entry, by_author=True)
        entry.snapshots.filter(version=version).delete()
