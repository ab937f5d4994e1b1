"""What facilitators see of their community's mail."""

import pytest
from django.test import Client

from communities.models import DueWork
from mailroom.models import InboundMessage, State
from tests.cast import Cast
from tests.mailroom.letters import arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work

pytestmark = pytest.mark.django_db
LOG = "/c/four-rivers/messages/"


@pytest.fixture
def held(cast: Cast) -> InboundMessage:
    """Return a mail that is held, with one that is done before it."""
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    to = reply_to(mails(cast.sam)[0])
    arrive(letter(to, "Words that were posted.", sender="sam@example.org"))
    return arrive(letter(to, "Words from elsewhere.", sender="sam@phone.example"))


def test_a_facilitator_sees_state_and_reason_and_no_word_of_what_was_posted(
    cast: Cast, client: Client, held: InboundMessage
) -> None:
    client.force_login(cast.fay.user)
    page = client.get(LOG).text
    assert "Done" in page
    assert "It came from an address that is not this person" in page
    assert "Words that were posted." not in page
    assert "Words from elsewhere." not in page
    sent = client.get(f"{LOG}sent/").text
    assert "Sam Ortiz" in sent
    assert "We do." not in sent


def test_only_a_held_mail_can_be_opened(cast: Cast, client: Client, held: InboundMessage) -> None:
    client.force_login(cast.fay.user)
    page = client.get(f"{LOG}{held.pk}/").text
    assert "Words from elsewhere." in page
    assert "Read it again" not in page
    done = InboundMessage.objects.get(state=State.DONE)
    assert client.get(f"{LOG}{done.pk}/").status_code == 404
    assert client.post(f"{LOG}{held.pk}/reading/").status_code == 403


def test_an_admin_has_it_read_again(cast: Cast, client: Client, held: InboundMessage) -> None:
    client.force_login(cast.ada.user)
    assert "Read it again" in client.get(f"{LOG}{held.pk}/").text
    page = client.post(f"{LOG}{held.pk}/reading/", follow=True)
    assert "The mail is read again." in page.text
    assert DueWork.objects.filter(kind="read_message", object_id=held.pk).exists()
    work()
    held.refresh_from_db()
    assert held.state == State.HELD


def test_another_community_s_mail_is_not_there(
    cast: Cast, client: Client, held: InboundMessage
) -> None:
    InboundMessage.objects.update(community=cast.other)
    client.force_login(cast.fay.user)
    assert "Nothing yet" in client.get(LOG).text
    assert client.get(f"{LOG}{held.pk}/").status_code == 404
