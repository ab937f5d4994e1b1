import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.mailroom.letters import HOST
from tests.site_updates.scenes import let_the_day_come, turn_on


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


@pytest.fixture
def asking(cast: Cast) -> Cast:
    """Return the cast, of whom sam (Northbank), tess and rosa (Eastgate) were just asked."""
    turn_on(cast)
    let_the_day_come(cast)
    return cast
