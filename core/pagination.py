"""Pages of numbered posts, and pages of lists that are ordered by time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from core.numbers import number_in

POSTS_PER_PAGE = 20

# Eighteen digits fit PostgreSQL's bigint, whatever they are.
_CURSOR = re.compile(r"(?P<moment>[0-9]{4}-[0-9:.T-]{1,28}Z)~(?P<id>[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page of a topic whose posts are numbered from 1 without gaps."""

    page: int
    pages: int
    first: int
    """Number of the first post on this page; 1 in a topic without posts."""
    last: int
    """Number of the last post on this page; 0 in a topic without posts."""

    @property
    def previous(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.page < self.pages else None


def post_page(
    last_number: int,
    *,
    page: str | int | None = None,
    post: str | int | None = None,
    per_page: int = POSTS_PER_PAGE,
) -> PostPage:
    """Return the page that was asked for, by its number or as the one that holds a post.

    `page` and `post` may come straight from the address. What is no number gives the first page, what
    lies past the end the last one. `post` goes before `page`.
    """
    pages = max(1, -(-last_number // per_page))
    wanted = number_in(post)
    number = -(-wanted // per_page) if wanted else number_in(page) or 1
    number = min(number, pages)
    first = (number - 1) * per_page + 1
    return PostPage(number, pages, first, min(number * per_page, last_number))


@dataclass(frozen=True, slots=True)
class KeysetPage[R]:
    """Some rows of a list, and how to ask for those after them."""

    items: Sequence[R]
    next_cursor: str
    """What to hand to the next page as its cursor; empty on the last page."""

    @property
    def has_next(self) -> bool:
        """Whether rows follow."""
        return bool(self.next_cursor)


def rows_page[R](
    rows: Sequence[R], *, per_page: int, place: Callable[[R], tuple[datetime, int]]
) -> KeysetPage[R]:
    """Return a page of rows, the newest first, of which one more was fetched than it shows.

    `place` gives the moment and the id that a row is ordered by, both descending. Unlike numbered
    pages these cost the same at any depth, and no row is skipped or shown twice when others arrive
    meanwhile.
    """
    if len(rows) <= per_page:
        return KeysetPage(rows, "")
    return KeysetPage(rows[:per_page], make_cursor(*place(rows[per_page - 1])))


def below(moment: str, key: str, at: Any, row_id: Any) -> Q:
    """Return the condition for rows after a place, of a list in descending order of both fields."""
    # The first condition alone bounds the walk along the index; the second parts equal moments.
    return Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(**{f"{key}__lt": row_id}))


def make_cursor(moment: datetime, row_id: int) -> str:
    """Return the place of a row in a list as text that an address can carry as it is."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z~{row_id}"


def read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """Return the moment and the id that a cursor holds, or None if it holds none."""
    found = _CURSOR.fullmatch(cursor or "")
    if not found:
        return None
    try:
        moment = parse_datetime(found["moment"])
    except ValueError:
        return None
    return (moment, int(found["id"])) if moment else None
