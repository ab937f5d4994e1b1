"""Whom "@ro…" may mean, offered while it is typed. Call inside the scope."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import connection

from accounts.models import picture_address, shown_name
from communities.audience_sources import audience_sources
from communities.models import Membership, Role
from communities.models.membership import Standing
from communities.people_lines import line_of
from communities.roles import roles_by_id, roles_of
from core.addresses import address
from forums.mentions import calls_of_today, reached_by
from forums.models import Forum
from forums.permissions.calls import why_not_call
from search.words import fold

AT_MOST = 8
_WORD = re.compile(r"[^\W_]+")
_WORDS = 5
# One statement, in which the policy is met first: the people of one community, each looked at once.
# They are fewer than an index would pay for. Who sees the forum is asked once, as an array: a plan
# made of old statistics might ask it again for each of them.
_PEOPLE = """
SELECT m.id, u.display_name, u.email, u.avatar, s.name, m.standing,
       ARRAY(SELECT r.role_id FROM communities_membershiprole r WHERE r.membership_id = m.id)
FROM communities_membership m
JOIN accounts_user u ON u.id = m.user_id
LEFT JOIN communities_site s ON s.id = m.site_id
CROSS JOIN LATERAL (
  SELECT unaccent(lower(translate(' ' || CASE u.display_name
    WHEN '' THEN split_part(u.email, '@', 1) ELSE u.display_name END, '-.’''_', '     '))) AS name
) AS said
WHERE m.community_id = %s AND m.status = 'active' AND m.id <> %s
  AND said.name LIKE ALL (%s::text[])
  AND m.id = ANY (ARRAY(SELECT membership_id FROM ({sources}) AS seen WHERE audience_id = %s))
ORDER BY said.name, m.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class NameToCall:
    """A person or a role; a person has a picture, a role none."""

    name: str
    line: str
    """Of a person role and site."""
    avatar_url: str = ""
    reached: int = 0
    """Of a role: how many it tells."""


def offer_names(form: forms.Form, member: Membership, forum: Forum) -> None:
    """Let the texts of a form ask for names, but for guests, who do not see the list of people."""
    if member.standing == Standing.GUEST:
        return
    names = address("forums:names", member.community.slug, forum.slug)
    for field in form.fields.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["data-names"] = names


def names_to_call(member: Membership, forum: Forum, typed: str) -> list[NameToCall]:
    """Return roles, then people who see the forum, in whose name every typed word begins one.

    One query, and two more where a role fits. Only what the member may call; not himself.
    """
    words = [fold(word) for word in _WORD.findall(typed)[:_WORDS]]
    roles = list(_roles(member, forum, words))[:AT_MOST]
    return [*roles, *_people(member, forum, words, at_most=AT_MOST - len(roles))]


def _roles(member: Membership, forum: Forum, words: list[str]) -> Iterator[NameToCall]:
    fitting = [role for role in roles_by_id(member.community).values() if _fits(role, words)]
    if not fitting:
        return
    reached = reached_by(fitting, forum)
    earlier = calls_of_today(member)
    for role in sorted(fitting, key=lambda role: role.position):
        number = reached.get(role.pk, 0)
        if not why_not_call(member, forum, role, reached=number, earlier=earlier):
            yield NameToCall(role.label_plural, "", reached=number)


def _fits(role: Role, words: list[str]) -> bool:
    names = (role.plural, role.singular, role.plural_es, role.singular_es)
    return any(
        all(any(part.startswith(word) for part in parts) for word in words)
        for parts in ([fold(part) for part in _WORD.findall(name)] for name in names if name)
    )


def _people(
    member: Membership, forum: Forum, words: list[str], *, at_most: int
) -> list[NameToCall]:
    beginnings = [f"% {word}%" for word in words] or ["%"]
    sql = _PEOPLE.replace("{sources}", audience_sources())
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [member.community_id, member.pk, beginnings, forum.audience_id, at_most]
        )
        return [_person(row, member) for row in cursor.fetchall()]


def _person(row: tuple[Any, ...], member: Membership) -> NameToCall:
    _pk, name, email, picture, site, standing, role_ids = row
    return NameToCall(
        shown_name(name, email),
        line_of(roles_of(member.community, role_ids), site or "", standing),
        picture_address(picture),
    )
