"""Who is called by "@name" in a post: people, and all who have a role. Call inside the scope."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import shown_name
from communities.models import Membership, MembershipRole, Role
from communities.querysets import MembershipQuerySet
from communities.roles import roles_by_id
from core import markdown
from core.addresses import address
from forums.models import Forum, Mention, Post, RoleMention
from forums.permissions.calls import why_not_call

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom a text calls, by the names as the markdown module finds them."""

    people: dict[str, list[int]] = field(default_factory=dict)
    """Ids of members; two people may have one name."""
    roles: dict[str, Role] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Names of roles that stay plain words, with the sentence that says why."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Where each name that calls somebody leads."""


def calls_in(body: str, *, by: Membership, forum: Forum, post: Post | None = None) -> Calls:
    """Return whom a text in this forum calls: one query, and up to two where it names a role.

    `post` is the one that gets the text: what it called before counts for no limit.
    """
    if "@" not in body:
        return Calls()
    people = _people_by_name(forum)
    roles = {name: role for name, role in _roles_by_name(by).items() if name not in people}
    found = markdown.find_mentions(body, [*people, *roles])
    calls = Calls(people={name: people[name] for name in found if name in people})
    named = {name: roles[name] for name in found if name in roles}
    if named:
        reached = reached_by(named.values(), forum)
        earlier = calls_of_today(by, but=post)
        for name, role in named.items():
            why = why_not_call(by, forum, role, reached=reached.get(role.pk, 0), earlier=earlier)
            if why:
                calls.refused[name] = why
            else:
                calls.roles[name] = role
    directory = address("communities:people", by.community.slug)
    for name, ids in calls.people.items():
        one = address("communities:person", by.community.slug, ids[0])
        calls.addresses[name] = one if len(ids) == 1 else f"{directory}?{urlencode({'q': name})}"
    for name, role in calls.roles.items():
        calls.addresses[name] = f"{directory}?{urlencode({'role': role.key})}"
    return calls


def note_calls(post: Post, calls: Calls) -> None:
    """Write down whom a saved post calls, and forget whom it calls no more."""
    people = {pk for ids in calls.people.values() for pk in ids} - {post.author_id}
    roles = {role.pk for role in calls.roles.values()}
    if post.edited_at:
        Mention.objects.filter(post=post).exclude(member__in=people).delete()
        RoleMention.objects.filter(post=post).exclude(role__in=roles).delete()
    mine = {"community_id": post.community_id, "post": post}
    if people:
        Mention.objects.bulk_create(
            [Mention(**mine, member_id=pk) for pk in sorted(people)], ignore_conflicts=True
        )
    if roles:
        RoleMention.objects.bulk_create(
            [RoleMention(**mine, role_id=pk) for pk in sorted(roles)], ignore_conflicts=True
        )


def members_mentioned(post: Post) -> MembershipQuerySet[Membership]:
    """Return who is called by a post, by name or by role, and sees its forum now; not its author."""
    roles = RoleMention.objects.filter(post=post).values("role_id")
    found: MembershipQuerySet[Membership] = Membership.objects.in_audience(
        post.topic.forum.audience_id
    ).filter(
        Q(pk__in=Mention.objects.filter(post=post).values("member_id"))
        | Q(pk__in=MembershipRole.objects.filter(role__in=roles).values("membership_id"))
    )
    return found.exclude(pk=post.author_id)


def calls_of_today(member: Membership, *, but: Post | None = None) -> int:
    """Return in how many posts the member called a role since this time yesterday: one query."""
    mine = RoleMention.objects.filter(
        post__author=member.pk, created_at__gt=timezone.now() - DAY
    ).exclude(post=but.pk if but else None)
    return mine.values("post").distinct().count()


def _people_by_name(forum: Forum) -> dict[str, list[int]]:
    """Return by name the ids of those who see the forum."""
    by_name: dict[str, list[int]] = {}
    rows = Membership.objects.in_audience(forum.audience_id).order_by("pk")
    for pk, name, email in rows.values_list("pk", "user__display_name", "user__email"):
        by_name.setdefault(shown_name(name, email), []).append(pk)
    return by_name


def _roles_by_name(member: Membership) -> dict[str, Role]:
    """Return the roles by what they are called: one of them or several, in both languages."""
    by_name: dict[str, Role] = {}
    for role in roles_by_id(member.community).values():
        for name in (role.plural, role.plural_es, role.singular, role.singular_es):
            if name:
                by_name.setdefault(name, role)
    return by_name


def reached_by(roles: Collection[Role], forum: Forum) -> dict[int, int]:
    """Return how many of those who see the forum have each role, by its id."""
    members = Membership.objects.in_audience(forum.audience_id)
    links = MembershipRole.objects.filter(
        role__in=[role.pk for role in roles], membership__in=members
    )
    return dict(links.values_list("role_id").annotate(Count("pk")))
