"""A mail at once says what is so when it leaves, and the same again if a server may have it."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import Membership
from communities.models.membership import Status
from communities.scope import scope
from config import environment
from forums.actions import edit_post, mark_read, remove_post, restore_post
from forums.actions.holding import hold_edit_if_needed
from forums.models import HoldRules, Post, Topic
from notifications import notice_mail
from notifications.models import Notice, OutgoingMail, State
from notifications.sending import send_waiting
from tests.cast import Cast
from tests.notifications.notice_scenes import answer, ask, work
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return ask(cast.superintendents, cast.sam)


@pytest.fixture
def post(cast: Cast, topic: Topic) -> Post:
    """Return Tess's answer, of which a mail to Sam waits."""
    post = answer(topic, cast.tess, "Too much was said.")
    post.topic = topic
    work()
    assert the_mail().content is None
    return post


def the_mail() -> OutgoingMail:
    return OutgoingMail.objects.get(kind="notices")


def try_again() -> int:
    OutgoingMail.objects.update(due_at=timezone.now())
    return send_waiting()


def test_what_was_changed_is_told_as_it_is(cast: Cast, post: Post, smtp_peer: SmtpPeer) -> None:
    with scope(cast.community):
        edit_post(post, by=cast.tess, body="Enough was said.")
    assert send_waiting() == 1
    (received,) = smtp_peer.received
    assert "Enough was said." in received.text
    assert "Too much" not in received.text + received.html
    assert received.raw == bytes(the_mail().content or b"")


def test_a_change_that_waits_for_a_facilitator_is_not_told(
    cast: Cast, post: Post, smtp_peer: SmtpPeer
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, links=True)
        assert hold_edit_if_needed(post, by=cast.tess, body="See https://casino.example.", files=[])
    send_waiting()
    (received,) = smtp_peer.to(cast.sam.user.email)
    assert "Too much was said." in received.text


def remove(cast: Cast, post: Post) -> None:
    remove_post(post, by=cast.tess)


def close_forum_to_reader(cast: Cast, post: Post) -> None:
    cast.sam.role_links.all().delete()


def read_on_the_web(cast: Cast, post: Post) -> None:
    mark_read(post.topic, member=cast.sam, through=2)


def leave(cast: Cast, post: Post) -> None:
    Membership.objects.filter(pk=cast.sam.pk).update(status=Status.LEFT)


def remove_topic(cast: Cast, post: Post) -> None:
    Topic.objects.filter(pk=post.topic_id).update(removed_at=timezone.now())


@pytest.mark.parametrize(
    "happens", [remove, close_forum_to_reader, read_on_the_web, leave, remove_topic]
)
def test_what_is_not_the_readers_business_any_more_is_not_sent(
    cast: Cast, post: Post, smtp_peer: SmtpPeer, happens: Callable[[Cast, Post], None]
) -> None:
    with scope(cast.community):
        happens(cast, post)
    assert send_waiting() == 0
    assert smtp_peer.attempts == 0
    assert (the_mail().state, the_mail().content) == (State.DROPPED, None)
    with scope(cast.community):
        assert not Notice.objects.exists()


def test_what_else_a_mail_tells_goes_out_without_what_was_removed(
    cast: Cast, topic: Topic, smtp_peer: SmtpPeer
) -> None:
    post = answer(topic, cast.tess, "Too much was said.")
    kept = answer(topic, cast.fay, "This stays.")
    work()
    with scope(cast.community):
        post.topic = topic
        remove_post(post, by=cast.tess)
    assert send_waiting() == 1
    (received,) = smtp_peer.received
    assert "This stays." in received.text
    assert "Too much" not in received.text + received.html
    with scope(cast.community):
        assert list(Notice.objects.values_list("object_id", flat=True)) == [kept.pk]
        restore_post(post, by=cast.tess)


def test_a_server_that_was_away_gets_what_is_so_when_it_is_back(
    cast: Cast, post: Post, smtp_peer: SmtpPeer, settings: Settings
) -> None:
    there = settings.MAILERS
    settings.MAILERS = {"default": environment.mailer("NO_SUCH_NAME", "smtp://127.0.0.1:9")}
    assert send_waiting() == 0
    assert the_mail().attempts == 1
    with scope(cast.community):
        edit_post(post, by=cast.tess, body="Enough was said.")
    settings.MAILERS = there
    assert try_again() == 1
    assert "Enough was said." in smtp_peer.received[0].text


@pytest.mark.parametrize("words", ["451 4.3.0 later, please", "421 closing"])
def test_a_server_that_clearly_refused_it_gets_what_is_so_later(
    cast: Cast, post: Post, smtp_peer: SmtpPeer, words: str
) -> None:
    smtp_peer.refuse(words)
    assert send_waiting() == 0
    with scope(cast.community):
        edit_post(post, by=cast.tess, body="Enough was said.")
    smtp_peer.accept()
    assert try_again() == 1
    assert "Enough was said." in smtp_peer.received[0].text


def test_a_server_that_may_have_it_gets_the_same_bytes_again(
    cast: Cast, post: Post, smtp_peer: SmtpPeer
) -> None:
    attempts: list[bytes] = []
    smtp_peer.on_data = lambda mail: attempts.append(mail.raw)
    smtp_peer.hang_up()
    assert send_waiting() == 0
    with scope(cast.community):
        edit_post(post, by=cast.tess, body="Enough was said.")
        mark_read(post.topic, member=cast.sam, through=2)
    # Refused clearly in between: the first one may be there all the same.
    smtp_peer.refuse()
    assert try_again() == 0
    smtp_peer.accept()
    assert try_again() == 1
    assert attempts == [attempts[0]] * 3
    assert smtp_peer.received[0].raw == bytes(the_mail().content or b"")


def test_a_mail_whose_sender_was_killed_over_it_keeps_its_bytes(
    cast: Cast, post: Post, smtp_peer: SmtpPeer
) -> None:
    notice_mail.write_mail(the_mail())
    OutgoingMail.objects.update(state=State.SENDING)
    with scope(cast.community):
        edit_post(post, by=cast.tess, body="Enough was said.")
    before = bytes(the_mail().content or b"")
    assert try_again() == 1
    assert smtp_peer.received[0].raw == before


def test_words_that_were_removed_do_not_go_out_again_whoever_may_have_them(
    cast: Cast, topic: Topic, smtp_peer: SmtpPeer
) -> None:
    post = answer(topic, cast.tess, "Too much was said.")
    answer(topic, cast.fay, "This stays.")
    work()
    smtp_peer.hang_up()
    assert send_waiting() == 0
    first = the_mail().message_id
    with scope(cast.community):
        post.topic = topic
        remove_post(post, by=cast.tess)
    smtp_peer.accept()
    assert try_again() == 1
    (received,) = smtp_peer.received
    assert "Too much" not in received.text + received.html
    # Other words are another mail: no program may take it for the first one.
    assert received.message["Message-ID"] != first


def test_it_goes_to_the_address_that_the_reader_has_now(
    cast: Cast, post: Post, smtp_peer: SmtpPeer
) -> None:
    cast.sam.user.email = "sam@new.example.org"
    cast.sam.user.save(update_fields=["email"])
    assert send_waiting() == 1
    assert smtp_peer.received[0].recipients == ["sam@new.example.org"]
    assert "sam@new.example.org" in str(smtp_peer.received[0].message["To"])


def test_a_mail_that_cannot_be_written_is_held_and_the_others_go(
    cast: Cast, post: Post, smtp_peer: SmtpPeer
) -> None:
    other = ask(cast.families, cast.pat)
    answer(other, cast.rosa)
    work()
    OutgoingMail.objects.filter(user=cast.sam.user).update(community=None)
    assert send_waiting() == 1
    held = OutgoingMail.objects.get(user=cast.sam.user)
    assert (held.state, held.reason) == (State.HELD, "It could not be written.")
