"""What every test may use. Rows of a community are only seen inside `with scope(community):`."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from communities.models import Membership
from tests.browsing import browser, page, site  # noqa: F401  (fixtures for all)
from tests.cast import Cast
from tests.cast_database import CastDatabase, begins_with_the_cast
from tests.celery_worker import StartWorker, Workers, broker
from tests.database_template import make_test_database
from tests.order import place
from tests.own_valkey import OwnValkey
from tests.signing_in import signed_in
from tests.smtp_peer import smtp_peer  # noqa: F401  (a fixture for all)
from tests.web_server import WebServer

cast_database = CastDatabase()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the test's database before anything of it is set up."""
    if begins_with_the_cast(item):
        cast_database.enter()
    else:
        cast_database.leave()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Make the test database through the owner, whichever alias the tests that run ask for.

    Asked for the app's alias alone, which is a mirror, the tests would use the real database.
    """
    with django_db_blocker.unblock():
        made = make_test_database(
            partial(
                setup_databases,
                verbosity=0,
                interactive=False,
                aliases=dict.fromkeys(["default", "owner"]),
            )
        )
        for connection in connections.all():
            assert str(connection.settings_dict["NAME"]).startswith("test_")
        cast_database.make()
    yield
    with django_db_blocker.unblock():
        cast_database.remove()
    # A connection of the mirror that is still open would keep the database from being dropped.
    connections.close_all()
    with django_db_blocker.unblock():
        # The mirror's own connection would keep the database from being dropped.
        connections["default"].close()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _own_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the files that tests upload apart from everybody's."""
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_database.cast()


@pytest.fixture
def as_member(cast: Cast) -> Callable[[Membership], Client]:
    """Return a function that gives a browser in which this member is signed in."""
    return signed_in


@pytest.fixture
def celery_worker(db: None, tmp_path: Path) -> Iterator[StartWorker]:
    """Return a function that starts a real Celery worker; see tests/celery_worker.py."""
    broker().flushdb()
    workers = Workers(tmp_path)
    yield workers
    workers.stop()
    broker().flushdb()


@pytest.fixture
def own_valkey() -> Iterator[OwnValkey]:
    """Return a Valkey that the test may stop and start."""
    valkey = OwnValkey()
    yield valkey
    valkey.remove()


@pytest.fixture
def web_server(db: None, tmp_path: Path) -> Iterator[Callable[..., WebServer]]:
    """Return a function that starts a real web server; it takes settings as environment."""
    started: list[WebServer] = []

    def start(*, workers: int = 1, **environment: str) -> WebServer:
        started.append(WebServer(tmp_path, workers=workers, **environment))
        return started[-1].wait_until_ready()

    yield start
    for server in started:
        server.stop()


@pytest.fixture(autouse=True)
def _own_language_and_zone() -> None:
    """A request leaves its person's language and zone behind in the thread."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    for kept in caches.all(initialized_only=False):
        kept.clear()
