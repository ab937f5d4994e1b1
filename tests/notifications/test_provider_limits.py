"""Large providers get so many mails a minute and no more; nothing else waits for them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from notifications.claiming import claim
from notifications.models import OutgoingMail, ProviderMinute, State
from notifications.outgoing import queue_mail
from notifications.provider_limits import provider_of
from notifications.sending import send_waiting
from tests.smtp_peer import SmtpPeer


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("ana@GMAIL.com", "gmail"),
        ("ana@googlemail.com", "gmail"),
        ("ana@hotmail.es", "outlook"),
        ("ana@aol.com", "yahoo"),
        ("ana@me.com", "icloud"),
        ("ana@notgmail.com", ""),
        ("gmail.com@example.org", ""),
    ],
)
def test_whose_server_takes_it(address: str, provider: str) -> None:
    assert provider_of(address) == provider


def queue(*addresses: str) -> None:
    for address in addresses:
        queue_mail(kind="test", key="1", to=address, subject="Hi", text="Hi\n", html="<p>Hi</p>")


def a_minute_passes() -> None:
    ProviderMinute.objects.update(minute=F("minute") - timedelta(minutes=1))


@pytest.mark.django_db
def test_what_is_over_waits_for_its_minute_and_others_go_past_it(
    smtp_peer: SmtpPeer, settings: Settings
) -> None:
    settings.MAILS_A_MINUTE_TO_ONE_PROVIDER = 2
    queue(*(f"p{number}@gmail.com" for number in range(5)))
    queue("a@googlemail.com", "b@hotmail.com", *(f"p{number}@example.org" for number in range(4)))
    sent = [send_waiting()]
    assert {"b@hotmail.com", "p3@example.org"} <= {r.recipients[0] for r in smtp_peer.received}
    waiting = OutgoingMail.objects.filter(state=State.WAITING)
    assert set(waiting.values_list("attempts", flat=True)) <= {0}
    for _minute in range(2):
        a_minute_passes()
        sent.append(send_waiting())
    # Seven: five others and two; two more if the clock began a minute between two claims.
    assert sent[0] in {7, 9}
    assert sum(sent) == 11
    assert len({r.recipients[0] for r in smtp_peer.received}) == 11


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [0, 1000])
def test_a_claim_asks_as_often_for_twenty_as_for_two(settings: Settings, limit: int) -> None:
    settings.MAILS_A_MINUTE_TO_ONE_PROVIDER = limit
    counts = []
    for size in (2, 20):
        queue(*(f"p{number}-{size}@gmail.com" for number in range(size)))
        with CaptureQueriesContext(connection) as asked:
            assert len(claim()) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
