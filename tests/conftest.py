"""What every test may use. Rows of a community are only seen inside `with scope(community):`."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from communities.models import Membership
from tests.cast import Cast, make_cast


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


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
