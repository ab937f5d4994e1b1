"""What came of it where a site tried something from the library."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.markdown.text import cut
from digests.batch import Batch
from digests.entries import Entry
from digests.sections.registry import MORE, Item, More
from digests.sections.resources import SHOWN, Resources, about, who_may_use

OUTCOMES = "outcomes"
ADAPTATION = "adaptation"
EXCERPT = 180

# What the reader wrote first, then what he saved or his site uses, then what helps his role, then the
# newest. Not to who told it, nor to whom it was mailed, nor to who wants to hear nothing of it.
TOLD = """
WITH told AS MATERIALIZED (
  SELECT a.id, a.resource_id, a.told_by_id, r.audience_id, r.owner_id,
         greatest(a.told_at, a.shown_at) AS at
  FROM knowledge_adaptation a
  JOIN knowledge_resource r ON r.id = a.resource_id AND r.state = 'published'
  WHERE a.community_id = %(community)s AND a.outcome <> '' AND a.shown_at IS NOT NULL
    AND greatest(a.told_at, a.shown_at) > %(oldest)s
    AND greatest(a.told_at, a.shown_at) <= %(until)s
  ORDER BY at DESC, a.id LIMIT %(newest)s
), wrote AS (
  SELECT resource_id, owner_id AS member FROM told
  UNION
  SELECT c.resource_id, c.member_id FROM knowledge_resourcecredit c
  WHERE c.is_author AND c.resource_id IN (SELECT resource_id FROM told)
), uses AS (
  SELECT resource_id, member_id AS member FROM knowledge_savedresource
  WHERE resource_id IN (SELECT resource_id FROM told)
  UNION
  SELECT a.resource_id, m.id FROM knowledge_adaptation a
  JOIN communities_membership m ON m.site_id = a.site_id
  WHERE a.resource_id IN (SELECT resource_id FROM told) AND m.id = ANY (%(members)s)
    AND m.standing <> 'guest'
), helped AS (
  SELECT DISTINCT rr.resource_id, mr.membership_id AS member
  FROM knowledge_resourcerole rr
  JOIN communities_membershiprole mr ON mr.role_id = rr.role_id
  WHERE rr.resource_id IN (SELECT resource_id FROM told) AND mr.membership_id = ANY (%(members)s)
), mailed AS (
  SELECT member_id AS member, object_id AS id FROM notifications_notice
  WHERE kind = 'knowledge.outcome' AND member_id = ANY (%(members)s) AND told_at IS NOT NULL
), silent AS (
  SELECT member_id AS member, object_id AS resource_id FROM notifications_subscription
  WHERE kind = 'knowledge.resource' AND member_id = ANY (%(members)s) AND level = 'nothing'
), known AS (
  SELECT member_id AS member, object_id AS id FROM digests_digesttold
  WHERE section = 'outcomes' AND member_id = ANY (%(members)s)
), fitting AS (
  SELECT w.member, told.id, told.at, told.at > w.since AS fresh,
         wrote.member IS NOT NULL AS mine, uses.member IS NOT NULL AS used,
         helped.member IS NOT NULL AS for_role
  FROM told
  JOIN unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)
    ON s.audience = told.audience_id
  JOIN unnest(%(members)s::bigint[], %(oldest_of_each)s::timestamptz[], %(since)s::timestamptz[])
    AS w (member, oldest, since) ON w.member = s.member
  LEFT JOIN wrote ON wrote.resource_id = told.resource_id AND wrote.member = w.member
  LEFT JOIN uses ON uses.resource_id = told.resource_id AND uses.member = w.member
  LEFT JOIN helped ON helped.resource_id = told.resource_id AND helped.member = w.member
  LEFT JOIN mailed ON mailed.id = told.id AND mailed.member = w.member
  LEFT JOIN silent ON silent.resource_id = told.resource_id AND silent.member = w.member
  LEFT JOIN known ON known.id = told.id AND known.member = w.member
  WHERE told.at > w.oldest AND told.told_by_id IS DISTINCT FROM w.member
    AND mailed.member IS NULL AND silent.member IS NULL AND known.member IS NULL
), ranked AS (
  SELECT member, id, fresh, mine, row_number() OVER (
           PARTITION BY member
           ORDER BY mine DESC, used DESC, for_role DESC, fresh DESC, at DESC, id) AS place,
         count(*) OVER (PARTITION BY member) AS total
  FROM fitting
)
SELECT member, id, fresh, mine, place, total FROM ranked WHERE place <= %(shown)s
ORDER BY member, place
"""

RECENT = """
SELECT EXISTS (
  SELECT 1 FROM knowledge_adaptation
  WHERE community_id = %s AND outcome <> '' AND greatest(told_at, shown_at) > %s)
"""

WORDS = """
SELECT a.id, a.resource_id, a.outcome, left(a.happened, 1000), s.name
FROM knowledge_adaptation a JOIN communities_site s ON s.id = a.site_id
WHERE a.id = ANY (%s)
"""

SEEN_NOW = """
SELECT a.id, r.audience_id FROM knowledge_adaptation a
JOIN knowledge_resource r ON r.id = a.resource_id AND r.state = 'published'
WHERE a.id = ANY (%s) AND a.outcome <> '' AND a.shown_at IS NOT NULL
"""


class Outcomes(Resources):
    """What sites told of what they tried; an answer is a comment on the resource."""

    key = OUTCOMES
    thing = ADAPTATION
    seen_now = SEEN_NOW

    def title(self) -> str:
        return _("Tried, and what came of it")

    def find(self, batch: Batch) -> list[Entry]:
        with connection.cursor() as cursor:
            # Most days nobody tells: then that is all that is asked.
            cursor.execute(RECENT, [batch.community.pk, batch.oldest])
            if not cursor.fetchall()[0][0]:
                return []
            with batch.without_nested_loops(cursor):
                cursor.execute(TOLD, self._values(batch))
                rows = cursor.fetchall()
        words = _words({row[1] for row in rows})
        pairs = [(row[0], words[row[1]]["id"]) for row in rows if row[1] in words]
        users = who_may_use(pairs)
        found: list[Entry] = []
        for member, adaptation, fresh, mine, place, total in rows:
            if adaptation in words:
                may_use = not mine and (member, words[adaptation]["id"]) in users
                raw = json.dumps(words[adaptation] | {"mine": mine, "may_use": may_use})
                entry = Entry(member, self.key, ADAPTATION, adaptation, place, raw, fresh=fresh)
                found.append(entry)
            if place == SHOWN < total:
                more = json.dumps({"count": total - SHOWN})
                found.append(Entry(member, self.key, MORE, 0, place + 1, more, fresh=False))
        return found

    def present(self, entry: Entry, base: str) -> Item | More:
        found = super().present(entry, base)
        if isinstance(found, Item):
            found.url += f"#adaptation-{entry.object_id}"
        return found

    def words(self, data: Mapping[str, Any]) -> tuple[str, str, str]:
        said = _sentence(data) % {"site": data["tried_at"]}
        return said, data["happened"], said if data["mine"] else ""


def _sentence(data: Mapping[str, Any]) -> str:
    if data["mine"]:
        return {
            "worked": _("%(site)s tried what you wrote: it worked."),
            "partly": _("%(site)s tried what you wrote: it worked in part."),
            "failed": _("%(site)s tried what you wrote: it did not work."),
        }[data["outcome"]]
    return {
        "worked": _("%(site)s tried it: it worked."),
        "partly": _("%(site)s tried it: it worked in part."),
        "failed": _("%(site)s tried it: it did not work."),
    }[data["outcome"]]


def _words(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what a line on each outcome needs: two queries."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [sorted(ids)])
        rows = cursor.fetchall()
    resources = about({row[1] for row in rows})
    return {
        pk: resources[resource]
        | {
            "outcome": outcome,
            "happened": cut(" ".join(happened.split()), EXCERPT),
            "tried_at": site,
        }
        for pk, resource, outcome, happened, site in rows
        if resource in resources
    }
