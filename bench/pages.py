"""The pages that are measured, and what one of them costs the database and the wire."""

import http.client
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.test import Client
from django.urls import reverse

from bench.errors import BenchError
from bench.meetings import FEED_KEY, last_of_month, month_of
from bench.plan import LONG_TOPIC, TOPIC, Plan
from bench.seed import Seeded
from communities.scope import scope
from core.pagination import post_page
from forums.models import Topic
from knowledge.kinds import State
from knowledge.models import Resource
from meetings.models import Series

# Django sends these with every atomic block; they ask nothing.
_CONTROL = re.compile(
    r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET CONSTRAINTS)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Page:
    """A page, and words that stand on it and on no error page."""

    name: str
    path: str
    marker: str


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: Any
    milliseconds: float


def pages(seeded: Seeded, plan: Plan) -> list[Page]:
    """Return the pages and the calendar, each with what proves that it came, its last row where there is one."""
    slug = seeded.community.slug
    forum = reverse("forums:forum", args=[slug, seeded.forum_slug])
    topic = reverse("forums:topic", args=[slug, TOPIC])
    long_topic = reverse("forums:topic", args=[slug, LONG_TOPIC])
    last_page = post_page(plan.long_posts, post=plan.long_posts)
    with scope(seeded.community):
        listed = Topic.objects.filter(forum__slug=seeded.forum_slug).newest_first()[:20]
        last_listed = reverse("forums:topic", args=[slug, list(listed)[-1].number])
        newest = Resource.objects.filter(state=State.PUBLISHED).order_by("-placed_at", "-pk")[:20]
        month = month_of(seeded.community)
        last_meeting = last_of_month(seeded.community).number
        last_event = Series.objects.latest("pk").uid
        shown = [reverse("knowledge:resource", args=[slug, one.number]) for one in newest]
    first_page = post_page(plan.fixed_posts()[TOPIC])
    return [
        Page("home", reverse("communities:home", args=[slug]), f'href="{forum}"'),
        Page("forum_list", reverse("forums:list", args=[slug]), f'href="{forum}"'),
        Page("topic_list", forum, f'href="{last_listed}'),
        Page("topic", topic, f'id="post-{first_page.last}"'),
        Page(
            "long_topic_last",
            f"{long_topic}?page={last_page.page}",
            f'id="post-{plan.long_posts}"',
        ),
        # A common word: more fit than are counted.
        Page(
            "search", f"{reverse('search:search', args=[slug])}?q=families", "<mark>families</mark>"
        ),
        Page("library", reverse("knowledge:library", args=[slug]), f'href="{shown[-1]}"'),
        Page("resource", shown[0], "CC BY"),
        Page("coverage", f"{reverse('knowledge:coverage', args=[slug])}?by=result", "</table>"),
        Page(
            "month",
            f"{reverse('meetings:month', args=[slug])}?on={month.isoformat()}",
            f'href="{reverse("meetings:meeting", args=[slug, last_meeting])}"',
        ),
        Page("feed", reverse("meetings:feed", args=[slug, FEED_KEY]), f"UID:{last_event}"),
    ]


def session_cookie(seeded: Seeded) -> str:
    """Sign the measured member in, and return the cookie of his session, "name=key"."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(seeded.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = seeded.user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def statements(page: Page, cookie: str) -> list[Statement]:
    """Return what a warm request asks the database, transaction control apart."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"cookie": cookie})
    found: list[Statement] = []

    def note(
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001
        context: Any,
    ) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not _CONTROL.match(sql):
                found.append(Statement(sql, params, (time.perf_counter() - began) * 1000))

    client.get(page.path)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        response = client.get(page.path)
    if response.status_code != 200 or page.marker not in response.content.decode():
        raise BenchError(f"{page.path} answered {response.status_code} without {page.marker}")
    return found


def size(port: int, page: Page, cookie: str, *, compressed: bool = False) -> int:
    """Return the bytes of the page's body on the wire."""
    headers = {"Cookie": cookie} | ({"Accept-Encoding": "gzip"} if compressed else {})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page.path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        encoding = response.headers.get("Content-Encoding", "")
        if response.status != 200 or (encoding == "gzip") is not compressed:
            raise BenchError(f"{page.path} answered {response.status}, encoded as {encoding!r}")
        return len(body)
    finally:
        connection.close()
