"""People of a community by name, site, and what they may be asked about.

They are few beside what they write, and change where this app does not see it: so they are looked up
as they are, and nothing of them is kept in the index.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import picture_address, shown_name
from communities.models import Membership
from communities.models.membership import Standing
from communities.roles import roles_of
from core.addresses import address
from search.words import fold

_WORD = re.compile(r"\w+")
_WORDS = 6
# One statement, in which the policy is met first: the people of one community, each looked at once.
_PEOPLE = """
SELECT m.id, u.display_name, u.email, u.avatar, u.ask_me_about, s.name,
       ARRAY(SELECT r.role_id FROM communities_membershiprole r WHERE r.membership_id = m.id)
FROM communities_membership m
JOIN accounts_user u ON u.id = m.user_id
LEFT JOIN communities_site s ON s.id = m.site_id
CROSS JOIN LATERAL (
  SELECT unaccent(lower(' ' || CASE u.display_name WHEN '' THEN split_part(u.email, '@', 1)
                               ELSE u.display_name END)) AS name,
         unaccent(lower(' ' || u.ask_me_about || ' ' || coalesce(s.name, ''))) AS about
) AS said
WHERE m.community_id = %s AND m.status = 'active' AND said.name || said.about LIKE ALL (%s::text[])
ORDER BY said.name LIKE ALL (%s::text[]) DESC, said.name, m.id LIMIT %s"""


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
    beginnings = [f"% {fold(word)}%" for word in _WORD.findall(words.replace("_", " "))[:_WORDS]]
    if not beginnings or member.standing == Standing.GUEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [member.community_id, beginnings, beginnings, at_most])
        return [_person(row, member) for row in cursor.fetchall()]


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
