import pytest
from pytest_django.fixtures import Settings

from tests.mailroom.letters import HOST


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST
