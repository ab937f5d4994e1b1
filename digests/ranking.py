"""What stands above what in a digest, and how much of it is read in a few minutes. No database.

Explained for people in docs/explanation/what-a-digest-tells-first.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

# What speaks for a thing. Each weighs more than all below it together.
NAMED = 32
ANSWERS = 16
ROLE_ALIKE = 8
MIXED_ROLE = 4
SITE = 2
UNANSWERED = 1
# What each thing of the same forum above it takes away: after two of one's own role's forum comes one
# of a mixed forum, after two of that one of any other.
SAME_FORUM = 3

# Adults read 228 to 238 words of English a minute, and 218 to 278 of Spanish, in silence (Trauzettel-
# Klosinski and Dietz 2012, IReST; Brysbaert 2019, J. of Memory and Language 109). Many of our
# readers read on a phone, or in their second language.
WORDS_A_MINUTE = 200
MINUTES: float = 4


@dataclass(slots=True)
class Candidate:
    """A discussion that could be told to somebody: what is known of it for his sake."""

    topic: int
    forum: int
    named: bool
    """He was called in it, by name or by his role."""
    answers: bool
    """He opened it, and somebody else wrote."""
    role_alike: bool
    """Its forum is for his role alone."""
    mixed_role: bool
    """Its forum is for his role and others."""
    site: bool
    """It was opened by somebody of his site, or its forum is his site's."""
    unanswered: bool
    """Somebody asks for something, and nobody has replied."""
    fresh: bool
    """It moved since his last digest; else that had no room for it."""
    moved_at: datetime

    @property
    def points(self) -> int:
        return (
            NAMED * self.named
            + ANSWERS * self.answers
            + ROLE_ALIKE * self.role_alike
            + MIXED_ROLE * self.mixed_role
            + SITE * self.site
            + UNANSWERED * self.unanswered
        )


def ranked[C: Candidate](candidates: Iterable[C]) -> list[C]:
    """Return them in the order in which they are told, different forums mixed.

    Among equals what is fresh comes first, then what moved last.
    """
    by_forum: defaultdict[int, list[C]] = defaultdict(list)
    for candidate in candidates:
        by_forum[candidate.forum].append(candidate)
    found: list[tuple[int, bool, datetime, int, C]] = []
    for of_forum in by_forum.values():
        of_forum.sort(key=lambda c: (c.points, c.fresh, c.moved_at, -c.topic), reverse=True)
        found += [
            (c.points - SAME_FORUM * above, c.fresh, c.moved_at, -c.topic, c)
            for above, c in enumerate(of_forum)
        ]
    # No two topics are the same, so that candidates themselves are never compared.
    found.sort(reverse=True)
    return [candidate for *_rank, candidate in found]


def minutes_to_read(words: int) -> int:
    """Return about how many minutes somebody takes to read as many words; at least one."""
    return max(1, ceil(words / WORDS_A_MINUTE))


def fitting(lengths: Sequence[int]) -> list[bool]:
    """Say of each thing, by its words and in the order of importance, whether there is room for it.

    The first always has room. What is too long for the rest of it makes way for a shorter one.
    """
    kept: list[bool] = []
    room = MINUTES * WORDS_A_MINUTE
    for length in lengths:
        fits = length <= room or not kept
        kept.append(fits)
        room -= length if fits else 0
    return kept
