"""What is left of somebody in what his community released."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import QuerySet

from communities.models import Membership
from knowledge.commons.releasing import go_on_with_quoted
from knowledge.commons.standing import close_entry, stand_anew, with_credits
from knowledge.models import (
    CommonsEntry,
    Consent,
    CreditChoice,
    QuotedPerson,
    Release,
    Resource,
    WiderConsent,
)


def take_name_off(member: Membership) -> None:
    """Take the member's name off what others read, also out of earlier copies."""
    chosen = CreditChoice.objects.filter(member=member)
    quoted = QuotedPerson.objects.filter(member=member)
    ids = {
        *chosen.values_list("resource_id", flat=True),
        *quoted.values_list("resource_id", flat=True),
    }
    resources = list(_locked(ids))
    chosen.delete()
    WiderConsent.objects.filter(person__member=member, answer=Consent.NAMED).update(
        answer=Consent.NAMELESS
    )
    # Nobody asks him any more; who said nothing has not agreed.
    WiderConsent.objects.filter(person__member=member, answer=Consent.WAITING).update(
        answer=Consent.DECLINED, by_silence=True
    )
    for resource in resources:
        resource.community = member.community
        stand_anew(resource, forget=True)
        go_on_with_quoted(resource)
        # What was asked for keeps names, too, also if it never came out.
        for release in Release.objects.filter(resource=resource):
            release.resource = resource
            release.content = replace(with_credits(release), quotations=[]).as_json()
            release.save(update_fields=["content"])


def erase_released(community_id: int, resource_ids: Collection[int]) -> None:
    """Let nothing be left of these beyond the community but that they were withdrawn."""
    list(_locked(resource_ids))
    entries = CommonsEntry.objects.filter(community=community_id, resource_id__in=resource_ids)
    for entry in entries:
        if entry.withdrawn_at is None:
            close_entry(entry, by_author=True)
        entry.snapshots.all().delete()


def erase_released_versions(community_id: int, versions: Iterable[tuple[int, int]]) -> None:
    """Let nothing be left of these versions, given as (id of the resource, number), elsewhere."""
    versions = list(versions)
    list(_locked([resource_id for resource_id, _version in versions]))
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


def _locked(resource_ids: Collection[int]) -> QuerySet[Resource]:
    """Let those wait who release one of these."""
    rows = Resource.objects.select_for_update().filter(pk__in=resource_ids)
    return rows.order_by("pk")
