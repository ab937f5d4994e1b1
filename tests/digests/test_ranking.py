"""What is told first, and how much of it: without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from digests.ranking import Candidate, fitting, minutes_to_read, ranked
from digests.sections.forum_news import ELSEWHERE, few_forums

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def one(topic: int, forum: int = 0, *facts: str, days: int = 1, fresh: bool = True) -> Candidate:
    """Return a discussion of which these facts are so; without a forum, one of its own."""
    names = ("named", "answers", "role_alike", "mixed_role", "site", "unanswered")
    return Candidate(
        topic=topic,
        forum=forum or 100 + topic,
        **{name: name in facts for name in names},
        fresh=fresh,
        moved_at=NOW - days * timedelta(days=1),
    )


def order(*candidates: Candidate) -> list[int]:
    return [candidate.topic for candidate in ranked(candidates)]


def test_each_reason_weighs_more_than_all_below_it_together() -> None:
    below = ["answers", "role_alike", "mixed_role", "site", "unanswered"]
    for reason in ("named", *below):
        weaker = below[below.index(reason) + 1 :] if reason in below else below
        assert order(one(1, 0, *weaker), one(2, 0, reason, days=9)) == [2, 1]


def test_among_equals_the_fresh_and_then_the_newest_come_first() -> None:
    assert order(one(1, days=3), one(2, days=1, fresh=False), one(3, days=2)) == [3, 1, 2]
    # What had no room the last time stands above what concerns the reader less.
    assert order(one(1), one(2, 0, "site", fresh=False)) == [2, 1]


def test_two_of_a_forum_of_ones_role_make_way_for_other_forums() -> None:
    alike = [one(n, 1, "role_alike", days=n) for n in (1, 2, 3, 4)]
    mixed = [one(n, 2, "mixed_role", days=n) for n in (11, 12)]
    assert order(*alike, *mixed, one(21, 3, days=20)) == [1, 2, 11, 3, 12, 21, 4]


def test_a_busy_forum_leaves_room_for_five_quiet_ones() -> None:
    busy = [one(n, 1, "unanswered", days=n) for n in range(1, 30)]
    quiet = [one(100 + n, 2 + n, days=40) for n in range(5)]
    assert order(*busy, *quiet)[:6] == [1, 100, 101, 102, 103, 104]


def test_the_order_does_not_depend_on_the_order_in_which_they_are_found() -> None:
    found = [one(n, n % 3 + 1, "site" if n % 2 else "role_alike", days=n % 4) for n in range(12)]
    assert order(*found) == order(*reversed(found))
    assert sorted(order(*found)) == list(range(12))


def test_four_minutes_are_eight_hundred_words() -> None:
    assert fitting([400, 400, 1]) == [True, True, False]
    # A shorter one takes the place of one that is too long.
    assert fitting([500, 400, 300, 1]) == [True, False, True, False]
    assert fitting([2000, 1]) == [True, False]
    assert fitting([]) == []


def test_minutes_are_rounded_up() -> None:
    assert [minutes_to_read(words) for words in (0, 1, 200, 201, 800)] == [1, 1, 1, 2, 4]


def test_what_is_cut_is_counted_for_two_forums_and_the_rest_together() -> None:
    assert few_forums(Counter({1: 2, 2: 7, 3: 1})) == [(2, 7), (1, 2), (3, 1)]
    assert few_forums(Counter({1: 2, 2: 7, 3: 1, 4: 1})) == [(2, 7), (1, 2), (ELSEWHERE, 2)]
    # What was counted together stays together.
    assert few_forums(Counter({1: 2, 2: 7, 3: 1, ELSEWHERE: 4})) == [(2, 7), (1, 2), (ELSEWHERE, 5)]
