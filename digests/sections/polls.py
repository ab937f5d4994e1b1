"""Votes that are open to the reader, and that he has not cast: each is told once."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import note_told
from digests.sections.forums import tell_topics
from digests.sections.open_votes import POLLS, OpenVote, open_votes
from digests.sections.places import forum_place
from digests.sections.registry import LISTED, MORE, Item, More, one_more
from forums.bylines import hidden_name
from forums.mailed_words import VOTE
from forums.telling import POST

POLL = "poll"

# Without the opener's name where he hides it.
ABOUT = """
SELECT p.id, json_build_object(
    'question', p.question, 'closes', p.closes_at, 'topic', t.id, 'number', t.number,
    'post', (SELECT o.id FROM forums_post o WHERE o.topic_id = t.id AND o.number = 1),
    'name', CASE WHEN NOT t.name_hidden
      THEN coalesce(nullif(u.display_name, ''), split_part(u.email, '@', 1)) END,
    'options', (SELECT json_agg(o.text ORDER BY o.position) FROM forums_polloption o
                WHERE o.poll_id = p.id),
    'forum', json_build_object('kind', f.kind, 'name', f.name, 'name_es', f.name_es))::text
FROM forums_poll p
JOIN forums_topic t ON t.id = p.topic_id
JOIN forums_forum f ON f.id = t.forum_id
JOIN communities_membership m ON m.id = t.author_id
JOIN accounts_user u ON u.id = m.user_id
WHERE p.id = ANY (%s)
"""


class Polls:
    key = POLLS
    waits = False

    def title(self) -> str:
        return _("Your vote is asked for")

    def find(self, batch: Batch) -> list[Entry]:
        votes = batch.once("open votes", open_votes)
        about = _about({vote.poll for vote in votes})
        found: list[Entry] = []
        for place, vote in _numbered(votes):
            if place <= LISTED:
                data = about[vote.poll] | {"last_number": vote.last_number}
                raw = json.dumps(data)
                found.append(Entry(vote.member, self.key, POLL, vote.poll, place, raw))
            elif place == LISTED + 1:
                count = sum(other.member == vote.member for other in votes) - LISTED
                raw = json.dumps({"count": count})
                found.append(Entry(vote.member, self.key, MORE, 0, place, raw))
        return found

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        still_open = {(vote.member, vote.poll) for vote in batch.once("open votes", open_votes)}
        return {
            e.pk for e in entries if e.kind == POLL and (e.member_id, e.object_id) not in still_open
        }

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        """Note the poll, and its topic, which is told with it."""
        polls = [entry for entry in entries if entry.kind == POLL]
        note_told(batch, polls)
        tell_topics(batch, [(e.member_id, e.data["topic"], e.data["last_number"]) for e in polls])

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        return one_more(cut, more)

    def present(self, entry: Entry, base: str) -> Item | More:
        data = entry.data
        if entry.kind == MORE:
            words = ngettext(
                "and %(count)d more open vote", "and %(count)d more open votes", data["count"]
            )
            return More(sentence=words % data, url=f"{base}forums/", count=data["count"])
        name = data["name"] or hidden_name()
        return Item(
            title=data["question"],
            url=f"{base}topics/{data['number']}/#poll",
            kind=data["forum"]["kind"],
            place=forum_place(data["forum"]),
            sentence=_asks(name, data["closes"]),
            # By its number one votes in an answer.
            excerpt=" · ".join(f"{n}. {option}" for n, option in enumerate(data["options"], 1)),
            headline=_("%(name)s asks for your vote.") % {"name": name},
            about=(POST, data["post"]) if data.get("post") else None,
            acts=[VOTE],
        )


def _asks(name: str, closes: str | None) -> str:
    if closes is None:
        return _("%(name)s asks for your vote.") % {"name": name}
    day = date_format(timezone.localtime(datetime.fromisoformat(closes)), "DATE_FORMAT")
    return _("%(name)s asks for your vote until %(day)s.") % {"name": name, "day": day}


def _numbered(votes: Sequence[OpenVote]) -> list[tuple[int, OpenVote]]:
    """Return the votes with their place among those of the same member."""
    numbered: list[tuple[int, OpenVote]] = []
    for vote in votes:
        place, before = numbered[-1] if numbered else (0, None)
        numbered.append((place + 1 if before and before.member == vote.member else 1, vote))
    return numbered


def _about(polls: Collection[int]) -> dict[int, dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [sorted(polls)])
        return {poll: json.loads(data) for poll, data in cursor.fetchall()}
