"""New people: at one's own site, or of one's own role."""

import json
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.models import Membership
from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import note_told
from digests.sections.registry import LISTED, MORE, Item, More, one_more

PERSON = "person"
# Only those who came after oneself are new.
NEW_PEOPLE = """
WITH who AS (
  SELECT m.id AS member, greatest(%(oldest)s, m.joined_at) AS since, m.site_id AS site
  FROM communities_membership m WHERE m.id = ANY (%(members)s) AND m.standing <> 'guest'
), come AS MATERIALIZED (
  SELECT m.id, m.site_id AS site, m.joined_at FROM communities_membership m
  WHERE m.status = 'active' AND m.standing <> 'guest'
    AND m.joined_at > %(oldest)s AND m.joined_at <= %(until)s
), alike AS (
  SELECT who.member, come.id, true AS same_site, false AS same_role
  FROM who JOIN come ON come.site = who.site
  UNION ALL
  SELECT mine.membership_id, come.id, false, true
  FROM come JOIN communities_membershiprole theirs ON theirs.membership_id = come.id
  JOIN communities_membershiprole mine ON mine.role_id = theirs.role_id
  WHERE mine.membership_id = ANY (%(members)s)
), pairs AS (
  SELECT member, id, bool_or(same_site) AS same_site, bool_or(same_role) AS same_role
  FROM alike GROUP BY member, id
), ranked AS (
  SELECT who.member, come.id, row_number() OVER (
           PARTITION BY who.member
           ORDER BY same_role DESC, same_site DESC, come.joined_at DESC, come.id) AS place,
         count(*) OVER (PARTITION BY who.member) AS total
  FROM pairs JOIN who ON who.member = pairs.member JOIN come ON come.id = pairs.id
  WHERE come.joined_at > who.since AND come.id <> who.member
    AND NOT EXISTS (
      SELECT 1 FROM digests_digesttold t
      WHERE t.section = 'people' AND t.member_id = who.member AND t.object_id = come.id)
)
SELECT member, id, place, total FROM ranked WHERE place <= %(listed)s
"""


class NewPeople:
    key = "people"
    waits = False

    def title(self) -> str:
        return _("New people you may want to know")

    def find(self, batch: Batch) -> list[Entry]:
        with connection.cursor() as cursor, batch.without_nested_loops(cursor):
            cursor.execute(
                NEW_PEOPLE,
                {
                    "members": batch.member_ids,
                    "oldest": batch.oldest,
                    "until": batch.until,
                    "listed": LISTED,
                },
            )
            rows = cursor.fetchall()
        people = _people({row[1] for row in rows})
        found = []
        for member, person, place, total in rows:
            found.append(Entry(member, self.key, PERSON, person, place, people[person]))
            if place == LISTED < total:
                more = json.dumps({"count": total - LISTED})
                found.append(Entry(member, self.key, MORE, 0, place + 1, more))
        return found

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        people = {entry.object_id for entry in entries if entry.kind == PERSON}
        there = set(
            Membership.objects.active()
            .filter(community=batch.community, pk__in=people)
            .values_list("pk", flat=True)
        )
        return {e.pk for e in entries if e.kind == PERSON and e.object_id not in there}

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        note_told(batch, [entry for entry in entries if entry.kind == PERSON])

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        return one_more(cut, more)

    def present(self, entry: Entry, base: str) -> Item | More:
        data = entry.data
        if entry.kind == MORE:
            words = ngettext(
                "and %(count)d more person", "and %(count)d more people", data["count"]
            )
            return More(sentence=words % data, url=f"{base}people/", count=data["count"])
        spanish = get_language() == "es"
        roles = [(spanish and role["es"]) or role["en"] for role in data["roles"]]
        return Item(
            title=data["name"],
            url=f"{base}people/{entry.object_id}/",
            sentence=", ".join([*roles, *([data["site"]] if data["site"] else [])]),
        )


def _people(ids: set[int]) -> dict[int, str]:
    """Return what a line on each person needs: two queries."""
    members = Membership.objects.filter(pk__in=ids).for_display()
    return {
        member.pk: json.dumps(
            {
                "name": member.name,
                "site": member.site.name if member.site else "",
                "roles": [{"en": role.singular, "es": role.singular_es} for role in member.roles],
            }
        )
        for member in members
    }
