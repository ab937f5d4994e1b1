from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.pagination import (
    KeysetPage,
    PostPage,
    below,
    make_cursor,
    post_page,
    read_cursor,
    rows_page,
)

MOMENT = datetime(2026, 11, 1, 8, 30, 0, 250, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last_number", "page", "post", "expected"),
    [
        (0, None, None, PostPage(1, 1, 1, 0)),
        (1, None, None, PostPage(1, 1, 1, 1)),
        (20, None, None, PostPage(1, 1, 1, 20)),
        (21, None, None, PostPage(1, 2, 1, 20)),
        (21, "2", None, PostPage(2, 2, 21, 21)),
        (1000, 50, None, PostPage(50, 50, 981, 1000)),
        (45, "99", None, PostPage(3, 3, 41, 45)),
        (45, "0", None, PostPage(1, 3, 1, 20)),
        (45, "-1", None, PostPage(1, 3, 1, 20)),
        (45, "last", None, PostPage(1, 3, 1, 20)),
        (45, "²", None, PostPage(1, 3, 1, 20)),
        (45, "9" * 5000, None, PostPage(1, 3, 1, 20)),
        (45, None, 20, PostPage(1, 3, 1, 20)),
        (45, None, "21", PostPage(2, 3, 21, 40)),
        (45, "1", 41, PostPage(3, 3, 41, 45)),
        (45, None, 900, PostPage(3, 3, 41, 45)),
        (45, "2", "x", PostPage(2, 3, 21, 40)),
    ],
)
def test_a_page_of_posts_is_found(
    last_number: int, page: str | int | None, post: str | int | None, expected: PostPage
) -> None:
    assert post_page(last_number, page=page, post=post, per_page=20) == expected


def test_a_page_knows_its_neighbours() -> None:
    neighbours = [(p.previous, p.next) for p in (post_page(45, page=n) for n in (1, 2, 3))]
    assert neighbours == [(None, 2), (1, 3), (2, None)]


def test_a_cursor_says_where_a_row_stands_in_plain_characters() -> None:
    cursor = make_cursor(MOMENT.astimezone(timezone(timedelta(hours=-5))), 42)
    assert cursor == "2026-11-01T08:30:00.000250Z~42"
    assert read_cursor(cursor) == (MOMENT, 42)


@pytest.mark.parametrize(
    "cursor",
    [
        *(None, "", "x", "~", "2026-11-01T08:30:00Z", "2026-11-01T08:30:00~42", "2026-11-01Z~1"),
        *("2026-13-01T08:30:00Z~42", "2026-11-01T08:30:00Z~x", "2026-11-01T08:30:00Z~-1"),
        *("2026-11-01T08:30:00Z~" + "9" * 19, "2026-11-01T08:30:00+00:00~4", "9" * 9999, "\x00~1"),
    ],
)
def test_a_cursor_that_cannot_be_read_is_none(cursor: str | None) -> None:
    assert read_cursor(cursor) is None


def page_of(
    queryset: QuerySet[User], *, per_page: int, cursor: str | None = None
) -> KeysetPage[User]:
    """Read a page as lists do: filter, order, one row more than is shown."""
    rows = queryset.order_by("-date_joined", "-id")
    if position := read_cursor(cursor):
        rows = rows.filter(below("date_joined", "id", *position))
    found = list(rows[: per_page + 1])
    return rows_page(found, per_page=per_page, place=lambda row: (row.date_joined, row.pk))


# The tests' database is made by its owner, whom a run of this file alone would not mention otherwise.
on_database = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def people() -> list[User]:
    """Twelve rows, four to each moment, in the order in which a list shows them."""
    rows = User.objects.bulk_create(
        User(email=f"{n}@a.example", date_joined=MOMENT + timedelta(microseconds=n % 3))
        for n in range(12)
    )
    return sorted(rows, key=lambda row: (row.date_joined, row.pk), reverse=True)


@on_database
@pytest.mark.parametrize("per_page", [1, 3, 4, 5, 11, 12, 13])
def test_pages_show_each_row_once_and_in_order(people: list[User], per_page: int) -> None:
    shown: list[User] = []
    cursor = ""
    while True:
        page = page_of(User.objects.all(), cursor=cursor, per_page=per_page)
        shown += page.items
        cursor = page.next_cursor
        if not page.has_next:
            break
        assert len(page.items) == per_page
    assert shown == people


@on_database
def test_any_page_takes_one_query(
    people: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cursor = make_cursor(people[5].date_joined, people[5].pk)
    with django_assert_num_queries(1):
        page = page_of(User.objects.all(), cursor=cursor, per_page=3)
        assert [row.pk for row in page.items] == [row.pk for row in people[6:9]]


@on_database
def test_rows_that_arrive_meanwhile_move_nothing(people: list[User]) -> None:
    first = page_of(User.objects.all(), per_page=4)
    User.objects.create_user("new@a.example", date_joined=MOMENT + timedelta(days=1))
    second = page_of(User.objects.all(), cursor=first.next_cursor, per_page=4)
    assert [*first.items, *second.items] == people[:8]


@on_database
def test_a_cursor_that_cannot_be_read_gives_the_first_page(people: list[User]) -> None:
    page = page_of(User.objects.all(), cursor="?", per_page=2)
    assert page.items == people[:2]


@on_database
def test_the_filters_of_the_list_hold_on_every_page(people: list[User]) -> None:
    some = people[::2]
    page = page_of(
        User.objects.filter(id__in=[row.pk for row in some]),
        per_page=30,
        cursor=make_cursor(some[0].date_joined, some[0].pk),
    )
    assert page.items == some[1:]
