"""Two hundred hostile and odd mails: each ends as done, held or answered; none is lost."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from communities.scope import scope
from forums.models import Post
from mailroom.actions import read_message
from mailroom.floods import WITHIN
from mailroom.models import Door, InboundMessage, State
from mailroom.receiving import receive
from tests.cast import Cast
from tests.mailroom.hostile import at_random, by_hand
from tests.mailroom.letters import HOST, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work

pytestmark = pytest.mark.django_db

SETTLED = {State.DONE, State.HELD, State.ANSWERED}
AT_RANDOM = 80


@pytest.fixture
def address(cast: Cast) -> str:
    """Return what Sam answers to."""
    answer(ask(cast.superintendents, cast.sam), cast.tess)
    work()
    return reply_to(mails(cast.sam)[0])


def settled(content: bytes, *, to: str, sender: str = "sam@example.org") -> InboundMessage:
    """Let it come and be read, once: what fails would only be tried again."""
    (message,) = receive(content, recipients=[to], sender=sender, door=Door.COMMAND)
    read_message(message.pk)
    message.refresh_from_db()
    assert message.state in SETTLED, message.state
    assert bytes(message.content or b"") == content
    # One person sends them all, and not within an hour.
    InboundMessage.objects.filter(pk=message.pk).update(received_at=message.received_at - WITHIN)
    return message


def test_each_of_those_made_by_hand_ends(cast: Cast, address: str) -> None:
    corpus = list(by_hand(address, "Sam <sam@example.org>"))
    assert len(corpus) + AT_RANDOM >= 200
    ends = Counter[str]()
    for name, content in corpus:
        message = settled(content, to=address)
        assert message.reason != "fault", name
        ends[message.state] += 1
    assert InboundMessage.objects.count() == len(corpus) == ends.total()
    # Each way out is taken; a reader that holds everything would prove nothing.
    assert min(ends[state] for state in SETTLED) >= 5, ends
    with scope(cast.community):
        html = "".join(Post.objects.values_list("html", flat=True))
    assert "<script" not in html
    assert "onerror" not in html.replace("&lt;img src=x onerror", "")


@given(content=at_random())
@settings(
    max_examples=AT_RANDOM,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_each_of_those_made_at_random_ends(address: str, content: bytes) -> None:
    for to, sender in ((address, "sam@example.org"), (f"families.maple@{HOST}", "")):
        assert settled(content, to=to, sender=sender).reason != "fault"
