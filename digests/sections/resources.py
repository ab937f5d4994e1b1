"""The library in a digest: what a facilitator amplifies, and what is new for the reader."""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import note_told
from digests.sections.registry import MORE, Item, More, one_more
from knowledge.adaptations.use_words import USE
from knowledge.kinds import Kind, State
from knowledge.models import Resource
from knowledge.telling.comments import RESOURCE

AMPLIFIED, LIBRARY = "amplified", "library"
THING = "resource"
# Fewer than of discussions: each has a whole page behind it.
SHOWN = 3
# Of what was published; more is not news but a library.
NEWEST = 100

# Not to who wrote it, and never twice; who is told it as amplified is not told it as new.
LOUD = """
SELECT s.member, r.id, a.words, coalesce(nullif(u.display_name, ''), split_part(u.email, '@', 1))
FROM knowledge_amplification a
JOIN knowledge_resource r ON r.id = a.resource_id AND r.state = 'published'
JOIN communities_membership m ON m.id = a.by_id
JOIN accounts_user u ON u.id = m.user_id
JOIN unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)
  ON s.audience = r.audience_id
WHERE a.last_day >= %(today)s AND a.by_id <> s.member AND r.owner_id <> s.member
  AND NOT EXISTS (
    SELECT 1 FROM knowledge_resourcecredit c
    WHERE c.resource_id = r.id AND c.member_id = s.member AND c.is_author)
  AND NOT EXISTS (
    SELECT 1 FROM digests_digesttold d
    WHERE d.member_id = s.member AND d.section = 'amplified' AND d.object_id = r.id)
ORDER BY s.member, a.created_at DESC, r.id
"""

# What helps the reader's role first, then what is of his site, then what is newest.
NEW = """
WITH come AS MATERIALIZED (
  SELECT r.id, r.audience_id, r.site_id, r.owner_id, r.published_at FROM knowledge_resource r
  WHERE r.community_id = %(community)s AND r.state = 'published'
    AND r.published_at > %(oldest)s AND r.published_at <= %(until)s
  ORDER BY r.published_at DESC LIMIT %(newest)s
), helped AS MATERIALIZED (
  SELECT DISTINCT rr.resource_id, mr.membership_id
  FROM come JOIN knowledge_resourcerole rr ON rr.resource_id = come.id
  JOIN communities_membershiprole mr ON mr.role_id = rr.role_id
  WHERE mr.membership_id = ANY (%(members)s)
), fitting AS (
  SELECT w.member, come.id, come.published_at, come.published_at > w.since AS fresh,
         (h.resource_id IS NOT NULL) AS for_role, coalesce(come.site_id = m.site_id, false) AS of_site
  FROM come
  JOIN unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)
    ON s.audience = come.audience_id
  JOIN unnest(%(members)s::bigint[], %(oldest_of_each)s::timestamptz[], %(since)s::timestamptz[])
    AS w (member, oldest, since) ON w.member = s.member
  JOIN communities_membership m ON m.id = w.member
  LEFT JOIN helped h ON h.resource_id = come.id AND h.membership_id = w.member
  WHERE come.published_at > w.oldest AND come.owner_id <> w.member
    AND NOT EXISTS (
      SELECT 1 FROM knowledge_resourcecredit c
      WHERE c.resource_id = come.id AND c.member_id = w.member AND c.is_author)
    AND NOT EXISTS (
      SELECT 1 FROM digests_digesttold d
      WHERE d.member_id = w.member AND d.section IN ('library', 'amplified')
        AND d.object_id = come.id)
), ranked AS (
  SELECT member, id, fresh, row_number() OVER (
           PARTITION BY member
           ORDER BY for_role DESC, of_site DESC, fresh DESC, published_at DESC, id) AS place,
         count(*) OVER (PARTITION BY member) AS total
  FROM fitting
)
SELECT member, id, fresh, place, total FROM ranked WHERE place <= %(shown)s ORDER BY member, place
"""

RECENT = """
SELECT EXISTS (
  SELECT 1 FROM knowledge_resource
  WHERE community_id = %s AND state = 'published' AND published_at > %s)
"""

SEEN_NOW = (
    "SELECT id, audience_id FROM knowledge_resource WHERE id = ANY (%s) AND state = 'published'"
)

# Whose site uses it already, or wrote it, has nothing to begin.
MAY_USE = """
SELECT w.member, w.resource
FROM unnest(%(members)s::bigint[], %(resources)s::bigint[]) AS w (member, resource)
JOIN communities_membership m ON m.id = w.member
  AND m.site_id IS NOT NULL AND m.standing <> 'guest'
  AND (m.paused_until IS NULL OR m.paused_until <= now())
JOIN knowledge_resource r ON r.id = w.resource AND r.site_id IS DISTINCT FROM m.site_id
WHERE NOT EXISTS (
  SELECT 1 FROM knowledge_adaptation a
  WHERE a.resource_id = w.resource AND a.site_id = m.site_id AND a.outcome = '')
"""


class Resources(ABC):
    """What all parts on the library have in common."""

    key: str
    waits = False
    # What an entry is of, and a query for the audiences of those of these things that may be told.
    thing = THING
    seen_now = SEEN_NOW

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        ids = {entry.object_id for entry in entries if entry.kind == self.thing}
        with connection.cursor() as cursor:
            cursor.execute(self.seen_now, [sorted(ids)])
            audiences = dict(cursor.fetchall())
        seen = set(zip(*batch.seen, strict=True))
        return {
            e.pk
            for e in entries
            if e.kind == self.thing and (e.member_id, audiences.get(e.object_id)) not in seen
        }

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        note_told(batch, [entry for entry in entries if entry.kind == self.thing])

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        return one_more(cut, more)

    def _values(self, batch: Batch) -> dict[str, Any]:
        """Return what the queries for all that is new are given."""
        seers, audiences = batch.seen_arrays
        return {
            "community": batch.community.pk,
            "members": batch.member_ids,
            "oldest": batch.oldest,
            "until": batch.until,
            "oldest_of_each": batch.oldest_of_each,
            "since": batch.since,
            "seers": seers,
            "audiences": audiences,
            "newest": NEWEST,
            "shown": SHOWN,
        }

    def present(self, entry: Entry, base: str) -> Item | More:
        data = entry.data
        if entry.kind == MORE:
            words = ngettext(
                "and %(count)d more in the library",
                "and %(count)d more in the library",
                data["count"],
            )
            return More(sentence=words % data, url=f"{base}library/", count=data["count"])
        sentence, excerpt, headline = self.words(data)
        return Item(
            title=data["title"],
            url=f"{base}library/{data['number']}/",
            place=" · ".join(filter(None, [str(Kind(data["kind"]).label), data["site"]])),
            about=(RESOURCE, data["id"]),
            sentence=sentence,
            excerpt=excerpt,
            headline=headline,
            acts=[USE] if data.get("may_use") else (),
        )

    @abstractmethod
    def words(self, data: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a sentence, what stands under it, and what the subject may say."""


class Amplified(Resources):
    """What a facilitator recommends: it leads the mail."""

    key = AMPLIFIED

    def title(self) -> str:
        return _("Recommended to you")

    def find(self, batch: Batch) -> list[Entry]:
        return batch.once(AMPLIFIED, self._find)

    def _find(self, batch: Batch) -> list[Entry]:
        seers, audiences = batch.seen_arrays
        today = batch.now.date()
        with connection.cursor() as cursor:
            cursor.execute(LOUD, {"seers": seers, "audiences": audiences, "today": today})
            rows = cursor.fetchall()
        known = about({row[1] for row in rows})
        users = who_may_use([(row[0], row[1]) for row in rows])
        found: list[Entry] = []
        for member, resource, words, name in rows:
            # Archived since the query above.
            if resource not in known:
                continue
            same = bool(found) and found[-1].member_id == member
            place = found[-1].place + 1 if same else 1
            may_use = (member, resource) in users
            values = {"words": words, "name": name, "may_use": may_use}
            raw = json.dumps(known[resource] | values)
            found.append(Entry(member, self.key, THING, resource, place, raw))
        # What is over stays untold, and comes with the next digest.
        return [entry for entry in found if entry.place <= SHOWN]

    def words(self, data: Mapping[str, Any]) -> tuple[str, str, str]:
        said = _("%(name)s recommends this to you.") % {"name": data["name"]}
        return said, data["words"], said


class Library(Resources):
    """What was published since."""

    key = LIBRARY

    def title(self) -> str:
        return _("New in the library")

    def find(self, batch: Batch) -> list[Entry]:
        with connection.cursor() as cursor:
            # Most days nothing is published: then that is all that is asked.
            cursor.execute(RECENT, [batch.community.pk, batch.oldest])
            if not cursor.fetchall()[0][0]:
                return []
            with batch.without_nested_loops(cursor):
                cursor.execute(NEW, self._values(batch))
                rows = cursor.fetchall()
        told = {(e.member_id, e.object_id) for e in Amplified().find(batch)}
        users = who_may_use([(row[0], row[1]) for row in rows])
        # Two readings at most of each: many members share them.
        known = {
            (pk, may_use): json.dumps(data | {"may_use": may_use})
            for pk, data in about({row[1] for row in rows}).items()
            for may_use in (True, False)
        }
        found: list[Entry] = []
        for member, resource, fresh, place, total in rows:
            raw = known.get((resource, (member, resource) in users))
            if (member, resource) not in told and raw:
                entry = Entry(member, self.key, THING, resource, place, raw)
                entry.fresh = fresh
                found.append(entry)
            if place == SHOWN < total:
                more = json.dumps({"count": total - SHOWN})
                found.append(Entry(member, self.key, MORE, 0, place + 1, more, fresh=False))
        return found

    def words(self, data: Mapping[str, Any]) -> tuple[str, str, str]:
        return data["what"], "", ""


def who_may_use(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those pairs of member and resource of which the mail offers "We're using this": one query."""
    if not pairs:
        return set()
    members, resources = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(MAY_USE, {"members": list(members), "resources": list(resources)})
        return set(cursor.fetchall())


def about(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what a line on each resource needs: one query."""
    if not ids:
        return {}
    rows = Resource.objects.filter(pk__in=ids, state=State.PUBLISHED).values_list(
        "pk", "number", "title", "what", "kind", "site__name"
    )
    return {
        pk: {
            "id": pk,
            "number": number,
            "title": title,
            "what": what,
            "kind": kind,
            "site": site or "",
        }
        for pk, number, title, what, kind, site in rows
    }
