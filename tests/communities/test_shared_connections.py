"""Connections that are kept or shared carry no scope from one request to the next."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.db import DatabaseError, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from communities.models import Membership
from communities.scope import SETTING, scope
from config.embedded.data_folder import PROJECT
from tests.cast import Cast, make_cast
from tests.celery_worker import worker_environment
from tests.web_server import WebServer

REALLY = pytest.mark.django_db(databases=["default", "owner"], transaction=True)
pytestmark = REALLY


@pytest.fixture
def pooled() -> Iterator[None]:
    """Let `default` take its connections from a pool of one."""
    before = connections["default"]
    before.close()
    described = {
        **before.settings_dict,
        "OPTIONS": {
            **before.settings_dict["OPTIONS"],
            "pool": {"min_size": 1, "max_size": 1, "timeout": 5},
        },
    }
    wrapper = DatabaseWrapper(cast("Any", described), alias="default")
    wrapper.inc_thread_sharing()
    connections["default"] = wrapper
    yield
    wrapper.close()
    wrapper.close_pool()
    connections["default"] = before


def backend() -> int:
    """Return the number of the server's process: the same one is the same connection."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def end_of_request() -> None:
    connections["default"].close()  # to a pool, this gives back


def assert_no_scope() -> None:
    with pytest.raises(DatabaseError, match="no community scope is active"):
        Membership.objects.count()
    connections["default"].close_if_unusable_or_obsolete()


def test_a_scope_does_not_survive_in_a_pooled_connection(pooled: None) -> None:
    cast_ = make_cast()
    end_of_request()
    with scope(cast_.community):
        first = backend()
        assert Membership.objects.count() == 8
    end_of_request()
    assert_no_scope()
    assert backend() == first


def test_a_scope_that_was_never_closed_does_not_either(pooled: None) -> None:
    """A request that died in the middle, transaction open."""
    cast_ = make_cast()
    end_of_request()
    pool = cast("DatabaseWrapper", connections["default"]).pool
    raw = pool.getconn()
    raw.autocommit = False
    raw.execute("SELECT set_config(%s, %s, true)", [SETTING, f"{{{cast_.community.pk}}}"])
    row = raw.execute("SELECT pg_backend_pid(), count(*) FROM communities_membership").fetchone()
    first, seen = row
    assert seen == 8
    pool.putconn(raw)
    assert_no_scope()
    assert backend() == first


def test_a_kept_connection_serves_one_community_after_the_other(
    web_server: Callable[..., WebServer],
) -> None:
    """CONN_MAX_AGE, as in production: one process, one connection, two people in turn."""
    cast_ = make_cast()
    web = web_server(DJANGO_SETTINGS_MODULE="tests.settings_with_kept_connections")
    _two_people_in_turn(web, cast_)


def test_a_pool_serves_one_community_after_the_other(
    web_server: Callable[..., WebServer],
) -> None:
    cast_ = make_cast()
    web = web_server(DATABASE_POOL="1")
    _two_people_in_turn(web, cast_)


def _two_people_in_turn(web: WebServer, cast_: Cast) -> None:
    tess = web.browser().sign_in(cast_.tess.user)
    olga = web.browser().sign_in(cast_.olga.user)
    seen: list[int] = []

    def ask() -> None:
        for _ in range(5):
            seen.extend(
                [
                    tess.get("/c/four-rivers/forums/").status,
                    olga.get("/c/lakes/forums/").status,
                    olga.get("/c/four-rivers/forums/").status,
                    tess.get("/c/lakes/forums/").status,
                ]
            )

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [200] * 20 + [404] * 20
    assert "no community scope" not in web.log()


@pytest.mark.parametrize(
    ("start", "expected"),
    [("import config.wsgi", "pool of 8"), ("import django; django.setup()", "no pool")],
    ids=["web", "worker"],
)
def test_only_web_processes_take_the_pool(start: str, expected: str) -> None:
    ask = "from django.db import connection as c; print(f'pool of {c.pool.max_size}' if c.pool else 'no pool')"
    done = subprocess.run(
        [sys.executable, "-c", f"{start}; {ask}"],
        cwd=PROJECT,
        env=worker_environment(DATABASE_POOL="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected
