"""Pages of numbered posts, and pages of lists that are ordered by time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

POSTS_PER_PAGE = 20
ROWS_PER_PAGE = 30

_NUMBER = re.compile(r"[0-9]{1,9}")
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
    wanted = _positive(post)
    number = -(-wanted // per_page) if wanted else _positive(page) or 1
    number = min(number, pages)
    first = (number - 1) * per_page + 1
    return PostPage(number, pages, first, min(number * per_page, last_number))


def _positive(value: str | int | None) -> int:
    return int(value) if value is not None and _NUMBER.fullmatch(str(value)) else 0


@dataclass(frozen=True, slots=True)
class KeysetPage[M: Model]:
    """Some rows of a list, and how to ask for those after them."""

    items: Sequence[M]
    next_cursor: str
    """What to hand to the next page as its cursor; empty on the last page."""

    @property
    def has_next(self) -> bool:
        """Whether rows follow."""
        return bool(self.next_cursor)


def keyset_page[M: Model](
    queryset: QuerySet[M],
    *,
    cursor: str | None = None,
    ordering: tuple[str, str] = ("-bumped_at", "-id"),
    per_page: int = ROWS_PER_PAGE,
) -> KeysetPage[M]:
    """Return a page of rows, the newest first, in one query whatever the page.

    `ordering` names a moment that is never null and then the primary key, both descending; an index on
    both serves it. Unlike numbered pages it costs the same at any depth, and no row is skipped or shown
    twice when others arrive meanwhile. A cursor that cannot be read gives the first page.

    Raises ValueError if `ordering` is not descending.
    """
    moment, key = (field.removeprefix("-") for field in ordering)
    if ordering != (f"-{moment}", f"-{key}"):
        raise ValueError("keyset pages are descending in both fields")
    rows = queryset.order_by(*ordering)
    if position := read_cursor(cursor):
        at, row_id = position
        # The first condition alone bounds the walk along the index; the second parts equal moments.
        rows = rows.filter(
            Q(**{f"{moment}__lte": at}), Q(**{f"{moment}__lt": at}) | Q(**{f"{key}__lt": row_id})
        )
    items = list(rows[: per_page + 1])
    if len(items) <= per_page:
        return KeysetPage(items, "")
    last = items[per_page - 1]
    return KeysetPage(items[:per_page], make_cursor(getattr(last, moment), getattr(last, key)))


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
