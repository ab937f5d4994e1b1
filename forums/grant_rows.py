"""Who keeps a forum going and who was invited to it by name: since when, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import shown_name
from communities.models import AudienceUserObjectPermission, Community, Membership
from communities.person_rows import PersonRow, by_name, person_rows
from forums.models import Forum, ForumUserObjectPermission


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One right of one person; `by` is empty where it came with keeping the whole community going."""

    id: int
    person: PersonRow
    by: str
    at: datetime


def grant_rows(forum: Forum, community: Community) -> tuple[list[GrantRow], list[GrantRow]]:
    """Return the keepers and the named guests of a forum, by name: three queries."""
    keepers = _given(ForumUserObjectPermission.objects.filter(content_object=forum))
    guests = _given(AudienceUserObjectPermission.objects.filter(content_object=forum.audience_id))
    there = {user_id for user_id, *_ in (*keepers, *guests)}
    members = Membership.objects.active().filter(community=community, user_id__in=there)
    people = person_rows(by_name(members), community)
    return _rows(keepers, people), _rows(guests, people)


def _given(grants: Any) -> list[tuple[Any, ...]]:
    return list(
        grants.values_list(
            *("user_id", "pk", "created_at"),
            *("granted_by__user__display_name", "granted_by__user__email"),
        )
    )


def _rows(given: Iterable[tuple[Any, ...]], people: Iterable[PersonRow]) -> list[GrantRow]:
    of_user = {user_id: rest for user_id, *rest in given}
    rows = []
    for person in people:
        if person.user_id in of_user:
            pk, at, name, email = of_user[person.user_id]
            rows.append(GrantRow(pk, person, shown_name(name, email) if email else "", at))
    return rows
