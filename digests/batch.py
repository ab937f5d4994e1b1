"""One community's due members: what every section needs to know of them, fetched once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from communities.audience_sources import audience_sources
from communities.models import Community
from communities.models.membership import Pace

# Nothing older is news; to whom mails come seldom, or came back after a break, nothing older than
# the second.
OLDEST = timedelta(days=14)
OLDEST_SELDOM = timedelta(days=35)
# What was written before the last look but committed after it is looked at again.
OVERLAP = timedelta(minutes=10)
# What was written later may not be visible to us yet, beside older things: it is told next time.
JUST_NOW = timedelta(minutes=2)

# Just after much was written, or read, PostgreSQL takes thousands of rows for a few, and goes through
# them in a nested loop: eight seconds for 2,000 people instead of two. For a few people it is right.
NESTED_LOOPS = "SELECT set_config('enable_nestloop', %s, true)"
FEW = 50

HABITS = """
SELECT m.id, m.pace, m.pace = 'monthly' OR coalesce(u.mails_paused_until > %(recently)s, false)
FROM communities_membership m JOIN accounts_user u ON u.id = m.user_id
WHERE m.id = ANY (%(members)s)
"""


@dataclass
class Batch:
    """Due members of one community; used inside its scope."""

    community: Community
    member_ids: list[int]
    now: datetime
    _shared: dict[str, Any] = field(default_factory=dict)

    def once[T](self, name: str, find: "Callable[[Batch], T]") -> T:
        """Return what was found under this name, looking for it the first time only."""
        if name not in self._shared:
            self._shared[name] = find(self)
        found: T = self._shared[name]
        return found

    @contextmanager
    def without_nested_loops(self, cursor: CursorWrapper) -> Iterator[None]:
        """Let what is asked in the block join by hashes, if the batch is of many."""
        cursor.execute(NESTED_LOOPS, ["off" if len(self.member_ids) > FEW else "on"])
        yield
        cursor.execute(NESTED_LOOPS, ["on"])

    @cached_property
    def seen(self) -> tuple[list[int], list[int]]:
        """Return members and the audiences each belongs to, as two columns: one query.

        By the same predicate as the pages.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT membership_id, audience_id FROM ({audience_sources()}) AS seen "  # noqa: S608
                "WHERE membership_id = ANY (%s)",
                [self.member_ids],
            )
            rows = cursor.fetchall()
        return [row[0] for row in rows], [row[1] for row in rows]

    @cached_property
    def seen_arrays(self) -> tuple[str, str]:
        """Return the columns of `seen` as PostgreSQL writes arrays.

        Several queries want them, and thousands of numbers take long to write one by one.
        """
        members, audiences = self.seen
        return f"{{{','.join(map(str, members))}}}", f"{{{','.join(map(str, audiences))}}}"

    @cached_property
    def looked_through(self) -> list[datetime | None]:
        """Return for each member the moment of his last digest here: one query."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT member_id, through FROM digests_digestmark WHERE member_id = ANY (%s)",
                [self.member_ids],
            )
            marks = dict(cursor.fetchall())
        return [marks.get(member_id) for member_id in self.member_ids]

    @cached_property
    def _habits(self) -> dict[int, tuple[str, bool]]:
        """Return each member's pace, and whether mails come to him seldom: one query."""
        with connection.cursor() as cursor:
            cursor.execute(HABITS, {"members": self.member_ids, "recently": self.oldest})
            return {member: (pace, seldom) for member, pace, seldom in cursor.fetchall()}

    @property
    def only_concerned(self) -> set[int]:
        """Return the members who are told only what waits for them."""
        return {m for m, (pace, _seldom) in self._habits.items() if pace == Pace.CONCERNS}

    @property
    def oldest(self) -> datetime:
        """Return from when on anything can be news to anybody."""
        return self.now - OLDEST_SELDOM

    @property
    def oldest_of_each(self) -> list[datetime]:
        """Return for each member from when on something can be news to him."""
        ages = {False: OLDEST, True: OLDEST_SELDOM}
        return [self.now - ages[self._habits[member][1]] for member in self.member_ids]

    @property
    def until(self) -> datetime:
        """Return up to when what was written is surely visible, in the order of its ids."""
        return self.now - JUST_NOW

    @property
    def since(self) -> list[datetime]:
        """Return for each member from when on things are new to him."""
        marks = zip(self.oldest_of_each, self.looked_through, strict=True)
        return [max(oldest, mark - OVERLAP) if mark else oldest for oldest, mark in marks]
