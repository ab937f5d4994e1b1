"""People by their names as they are typed: without accents, in part, or not quite right."""

import re
from difflib import SequenceMatcher
from operator import itemgetter

from django.db import connection
from django.db.models import Q, Value

from accounts.models import Folded
from communities.models import Community, Membership
from communities.querysets import MembershipQuerySet

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 6
# Of two words, how much of them must stand in both in the same order: "garica" is Garcia (0.83).
ALIKE = 0.75
# For each word that begins none of anybody's name or words, those of names that look like it. That
# the trigrams are compared first only spares us most words: "pnea" shares 0.11 with "pena".
_NAMES = """
WITH said AS MATERIALIZED (
  SELECT ' ' || u.name_folded AS name, ' ' || u.about_folded AS about
  FROM communities_membership m JOIN accounts_user u ON u.id = m.user_id
  WHERE m.community_id = %s AND m.status = 'active'
), asked AS MATERIALIZED (
  SELECT w.word, folded(w.word) AS folded FROM unnest(%s::text[]) AS w (word)
), names AS MATERIALIZED (
  SELECT DISTINCT unnest(string_to_array(trim(s.name), ' ')) AS word FROM said s
)
SELECT a.word, a.folded, n.word FROM asked a
JOIN names n ON similarity(n.word, a.folded) >= 0.1
WHERE NOT EXISTS (SELECT FROM said s WHERE s.name || s.about LIKE '%% ' || a.folded || '%%')"""


def called(people: MembershipQuerySet[Membership], words: str) -> MembershipQuerySet[Membership]:
    """Keep those in whose name or "ask me about" each of these words stands, accents or not."""
    asked_for = WORD.findall(words)[:MOST_WORDS]
    if not asked_for:
        return people.none()
    for word in asked_for:
        asked = Folded(Value(word))
        people = people.filter(
            Q(user__name_folded__contains=asked) | Q(user__about_folded__contains=asked)
        )
    return people


def names_meant(community: Community, words: str) -> str:
    """Return the words with each that is in nobody's name replaced by the name most like it.

    An empty string where there is no such name: one query.
    """
    asked = [word for word in WORD.findall(words)[:MOST_WORDS] if len(word) > 2]
    if not asked:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [community.pk, asked])
        found = [
            (word, name, SequenceMatcher(None, folded, name, autojunk=False).ratio())
            for word, folded, name in cursor.fetchall()
        ]
    close = sorted((row for row in found if row[2] >= ALIKE), key=itemgetter(2))
    meant = {word: name for word, name, _alike in close}
    return WORD.sub(lambda one: meant.get(one[0], one[0]), words) if meant else ""
