"""People of a community by name, site, and what they may be asked about.

They are few beside what they write, and change where this app does not see it: so they are looked up
as they are, and nothing of them is kept in the index.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import picture_address, shown_name
from communities.models import Membership
from communities.models.membership import Standing
from communities.name_finding import MOST_WORDS, WORD, names_meant
from communities.roles import roles_of
from core.addresses import address

# One statement, in which the policy is met first: the people of one community, each looked at once.
_PEOPLE = """
WITH places AS MATERIALIZED (
  SELECT s.id, s.name, ' ' || folded(s.name) AS folded
  FROM communities_site s WHERE s.community_id = %s
), asked AS MATERIALIZED (
  SELECT array_agg('%% ' || folded(w) || '%%') AS beginnings FROM unnest(%s::text[]) AS w
)
SELECT m.id, u.display_name, u.email, u.avatar, u.ask_me_about, p.name,
       ARRAY(SELECT r.role_id FROM communities_membershiprole r WHERE r.membership_id = m.id)
FROM communities_membership m
JOIN accounts_user u ON u.id = m.user_id
LEFT JOIN places p ON p.id = m.site_id
WHERE m.community_id = %s AND m.status = 'active'
  AND ' ' || u.name_folded || ' ' || u.about_folded || coalesce(p.folded, '')
      LIKE ALL ((SELECT beginnings FROM asked)::text[])
ORDER BY ' ' || u.name_folded LIKE ALL ((SELECT beginnings FROM asked)::text[]) DESC,
         u.name_folded, m.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Has a name and a picture, as a person does."""

    name: str
    avatar_url: str
    line: str
    """Roles and site: "superintendent, Northbank"."""
    ask_me_about: str
    url: str


def people_found(member: Membership, words: str, *, at_most: int) -> list[PersonFound]:
    """Return people in whose name, site or "ask me about" every word begins one: one query.

    Guests, who do not see the list of people, find nobody.
    """
    asked = WORD.findall(words)[:MOST_WORDS]
    if not asked or member.standing == Standing.GUEST:
        return []
    here = member.community_id
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [here, asked, here, at_most])
        return [_person(row, member) for row in cursor.fetchall()]


def people_meant(member: Membership, words: str, *, at_most: int) -> list[PersonFound]:
    """Return people with a name like these words, for where nobody has that name: two queries."""
    if member.standing == Standing.GUEST:
        return []
    meant = names_meant(member.community, words)
    return people_found(member, meant, at_most=at_most) if meant else []


def _person(row: tuple[Any, ...], member: Membership) -> PersonFound:
    pk, name, email, picture, ask_me_about, site, role_ids = row
    words = [role.label for role in roles_of(member.community, role_ids)]
    return PersonFound(
        name=shown_name(name, email),
        avatar_url=picture_address(picture),
        line=", ".join([*words, site] if site else words),
        ask_me_about=ask_me_about,
        url=address("communities:person", member.community.slug, pk),
    )
