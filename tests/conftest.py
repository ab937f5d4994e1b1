"""What every test may use. Rows of a community are only seen inside `with scope(community):`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from communities.models import Membership
from tests.cast import Cast, make_cast
from tests.celery_worker import StartWorker, Workers, broker


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def as_member(cast: Cast) -> Callable[[Membership], Client]:
    """Return a function that gives a browser in which this member is signed in."""

    def sign_in(member: Membership) -> Client:
        client = Client()
        client.force_login(
            member.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


@pytest.fixture
def celery_worker(db: None, tmp_path: Path) -> Iterator[StartWorker]:
    """Return a function that starts a real Celery worker; see tests/celery_worker.py."""
    broker().flushdb()
    workers = Workers(tmp_path)
    yield workers
    workers.stop()
    broker().flushdb()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
