"""What others said of the reader's posts with one press: thanks, we face this too, we tried this."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import note_told
from digests.sections.places import forum_place
from digests.sections.registry import LISTED, MORE, Item, More, one_more

THANKS = "thanks"
POST = "post"

# What came since the last digest that named the post. As on the page: who tried it is named, who
# thanks or faces it is counted.
SAID = """
WITH seen AS (
  SELECT * FROM unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)
), said AS (
  SELECT p.author_id AS member, p.id AS post, p.number, p.topic_id,
         count(*) FILTER (WHERE r.kind = 'thanks') AS thanks,
         count(*) FILTER (WHERE r.kind = 'face') AS face,
         array_agg(r.member_id ORDER BY r.id) FILTER (WHERE r.kind = 'tried') AS tried,
         (array_agg(r.what_happened ORDER BY r.id) FILTER (WHERE r.kind = 'tried'))[1] AS happened,
         max(r.id) AS through
  FROM forums_reaction r JOIN forums_post p ON p.id = r.post_id
  LEFT JOIN digests_digesttold d
    ON d.member_id = p.author_id AND d.section = 'thanks' AND d.object_id = p.id
  WHERE p.author_id = ANY (%(members)s) AND p.removed_at IS NULL AND r.member_id <> p.author_id
    AND r.created_at > %(oldest)s AND r.created_at <= %(until)s
    AND r.id > coalesce(d.through, 0)
  GROUP BY p.id
)
SELECT said.member, said.post, said.through, json_build_object(
    'thanks', thanks, 'face', face, 'tried', coalesce(cardinality(tried), 0),
    'name', coalesce(nullif(u.display_name, ''), split_part(u.email, '@', 1)),
    'happened', happened, 'number', t.number, 'post', said.number, 'title', t.title,
    'titles', t.titles,
    'forum', json_build_object('kind', f.kind, 'name', f.name, 'name_es', f.name_es))::text
FROM said
JOIN forums_topic t ON t.id = said.topic_id
JOIN forums_forum f ON f.id = t.forum_id
JOIN seen ON seen.member = said.member AND seen.audience = f.audience_id
LEFT JOIN communities_membership m ON m.id = tried[1]
LEFT JOIN accounts_user u ON u.id = m.user_id
ORDER BY said.member, cardinality(tried) DESC NULLS LAST, thanks + face DESC, said.post
"""

SHOWN = """
SELECT p.id, f.audience_id FROM forums_post p
JOIN forums_topic t ON t.id = p.topic_id JOIN forums_forum f ON f.id = t.forum_id
WHERE p.id = ANY (%s) AND p.removed_at IS NULL AND EXISTS (
  SELECT 1 FROM forums_reaction r WHERE r.post_id = p.id AND r.member_id <> p.author_id)
"""


class Thanks:
    key = THANKS
    waits = False

    def title(self) -> str:
        return _("What you wrote helped")

    def find(self, batch: Batch) -> list[Entry]:
        seers, audiences = batch.seen_arrays
        values: dict[str, Any] = {
            "members": batch.member_ids,
            "oldest": batch.oldest,
            "until": batch.until,
            "seers": seers,
            "audiences": audiences,
        }
        found: list[Entry] = []
        more: dict[int, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(SAID, values)
            for member, post, through, data in cursor.fetchall():
                same = bool(found) and found[-1].member_id == member
                place = found[-1].place + 1 if same else 1
                if place > LISTED:
                    more[member] = more.get(member, 0) + 1
                    continue
                raw = json.dumps(json.loads(data) | {"through": through})
                found.append(Entry(member, self.key, POST, post, place, raw))
        return found + [
            Entry(member, self.key, MORE, 0, LISTED + 1, json.dumps({"count": count}))
            for member, count in more.items()
        ]

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        posts = [entry.object_id for entry in entries if entry.kind == POST]
        with connection.cursor() as cursor:
            cursor.execute(SHOWN, [posts])
            audiences = dict(cursor.fetchall())
        seen = set(zip(*batch.seen, strict=True))
        return {
            e.pk
            for e in entries
            if e.kind == POST and (e.member_id, audiences.get(e.object_id)) not in seen
        }

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        note_told(batch, [entry for entry in entries if entry.kind == POST])

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        return one_more(cut, more)

    def present(self, entry: Entry, base: str) -> Item | More:
        data = entry.data
        if entry.kind == MORE:
            words = ngettext(
                "and %(count)d more of your posts",
                "and %(count)d more of your posts",
                data["count"],
            )
            return More(sentence=words % data, url=f"{base}forums/", count=data["count"])
        sentences = _sentences(data)
        return Item(
            title=data["titles"].get(get_language() or "") or data["title"],
            url=f"{base}topics/{data['number']}/posts/{data['post']}/",
            kind=data["forum"]["kind"],
            place=forum_place(data["forum"]),
            sentence=" ".join(sentences),
            excerpt=data["happened"] or "",
            headline=sentences[0],
        )


def _sentences(data: dict[str, Any]) -> list[str]:
    """Return what was said of a post, a sentence each."""
    found = []
    if data["tried"] == 1:
        found.append(_("%(name)s tried what you wrote.") % data)
    elif data["tried"]:
        words = ngettext(
            "%(name)s and %(others)d more person tried what you wrote.",
            "%(name)s and %(others)d more people tried what you wrote.",
            data["tried"] - 1,
        )
        found.append(words % (data | {"others": data["tried"] - 1}))
    if data["thanks"]:
        words = ngettext(
            "%(thanks)d person thanks you.", "%(thanks)d people thank you.", data["thanks"]
        )
        found.append(words % data)
    if data["face"]:
        words = ngettext(
            "%(face)d person faces this too.", "%(face)d people face this too.", data["face"]
        )
        found.append(words % data)
    return found
