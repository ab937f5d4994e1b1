"""An answer of nothing but "me too", thanks or a vote is that, and no post."""

import re

import pytest
from django.test import Client

from communities.models import DueWork, Membership
from communities.scope import scope
from forums.actions import open_poll, open_topic, reply
from forums.models import Poll, PollVote, Post, Reaction, Topic
from mailroom.models import State
from mailroom.reasons import Reason
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import mails, work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db


def told_sam(cast: Cast, *, options: list[str] | None = None) -> OutgoingMail:
    """Tess asked and mentioned Sam, perhaps for votes; return the mail that tells him."""
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.tess, title="Winter", body="@Sam Ortiz, and you?"
        )
        if options:
            open_poll(
                topic, question="When?", options=options, multiple=False, results="always",
                closes_at=None,
            )  # fmt: skip
    work()
    return mails(cast.sam)[0]


def hears(cast: Cast, mail: OutgoingMail, text: str) -> str:
    got = arrive(letter(reply_to(mail), text, sender="sam@example.org"))
    assert got.state == State.DONE, got.reason
    return text_of(OutgoingMail.objects.filter(kind="receipt").latest("pk"))


def ten_minutes_later() -> None:
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()


def said(member: Membership) -> list[tuple[str, int]]:
    with scope(member.community_id):
        mine = Reaction.objects.filter(member=member).order_by("pk")
        return list(mine.values_list("kind", "post__number"))


@pytest.mark.parametrize("words", ["Me too!\n\nSam", "nosotros tambien", "> and you?\n\nSame here"])
def test_me_too_is_said_of_the_topic_after_ten_minutes(cast: Cast, words: str) -> None:
    receipt = hears(cast, told_sam(cast), words)
    assert "You say: We face this too" in receipt
    assert said(cast.sam) == []
    ten_minutes_later()
    assert said(cast.sam) == [("face", 1)]
    with scope(cast.community):
        assert Post.objects.count() == 1


def test_thanks_go_to_who_wrote_what_the_mail_told_and_can_be_taken_back(
    cast: Cast, client: Client
) -> None:
    mail = told_sam(cast)
    with scope(cast.community):
        # Nobody has told him of this one.
        reply(Topic.objects.get(), by=cast.ada, body="We do.")
    receipt = hears(cast, mail, "Gracias")
    ten_minutes_later()
    assert said(cast.sam) == [("thanks", 1)]
    link = re.findall(r"https?://[^/]+(/mail/part/\S+)", receipt)[0]
    assert "It was too late" in client.post(link).text


def test_a_vote_is_counted_and_its_words_are_shown_to_nobody(cast: Cast) -> None:
    mail = told_sam(cast, options=["Tuesday evening", "Saturday morning"])
    receipt = hears(cast, mail, "vote 2. I can bring food.")
    assert "Vote: Saturday morning" in receipt
    ten_minutes_later()
    with scope(cast.community):
        assert PollVote.objects.get().option.text == "Saturday morning"
        assert Post.objects.get(number=2).body == "I can bring food."
    hears(cast, mail, "Tuesday evening")
    ten_minutes_later()
    with scope(cast.community):
        assert PollVote.objects.get().option.text == "Tuesday evening"
        Poll.objects.get().close()
    hears(cast, mail, "thanks")


def test_what_may_be_a_vote_is_asked_about(cast: Cast) -> None:
    mail = told_sam(cast, options=["Tuesday evening", "Saturday morning"])
    for number, words in enumerate(("Saturday?", "Saturday would be good", "Not Saturday")):
        got = arrive(letter(reply_to(mail), words, sender="sam@example.org"))
        assert (got.state, got.reason) == (State.ANSWERED, Reason.REFUSED)
        assert "could not tell whether you vote" in text_of(answers(cast.sam)[number])


def test_a_word_of_one_answer_alone_is_a_vote_for_it(cast: Cast) -> None:
    mail = told_sam(cast, options=["Tuesday evening", "Saturday morning"])
    assert "Vote: Saturday morning" in hears(cast, mail, "Saturday")
    ten_minutes_later()
    with scope(cast.community):
        assert [vote.option.text for vote in PollVote.objects.all()] == ["Saturday morning"]
        assert not Post.objects.filter(author=cast.sam, body="Saturday").exists()


def test_words_that_cannot_be_such_a_thing_are_posted(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        reply(topic, by=cast.tess, body="We do.")
    work()
    for words in ("Me too, and you?", "me too", "vote 2"):
        got = arrive(letter(reply_to(mails(cast.sam)[0]), words, sender="sam@example.org"))
        assert got.made_kind == "forums.post"
