"""From whom a mail comes, where an answer to it goes, and how large it gets."""

from email.utils import parseaddr

import pytest
from pytest_django.fixtures import Settings

from communities.scope import scope
from forums import actions
from forums.models import Topic
from notifications.kinds import News
from notifications.models import OutgoingMail
from notifications.notice_words import draft
from tests.cast import Cast
from tests.mailroom.letters import HOST, arrive, letter
from tests.mails.samples import WHEN
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def test_a_persons_words_come_from_him_by_way_of_the_community(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    sender = parseaddr(str(opened(mails(cast.sam)[0])["From"]))
    assert "your words and your name" in text_of(mails(cast.sam)[0])
    assert sender == ("Tess Bell via Four Rivers Network", "porchlight@localhost")


def test_who_wrote_without_his_name_is_told_that_his_answer_does_not_show_it(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    with scope(cast.community):
        actions.reply(topic, by=cast.tess, body="I fear it.", name_hidden=True)
        actions.reply(Topic.objects.get(), by=cast.sam, body="Why?", reply_to=2)
    work()
    assert "Your name is not shown there." in text_of(mails(cast.tess)[0])


def test_what_came_back_can_be_answered(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    to = str(opened(mails(cast.sam)[0])["Reply-To"])
    arrive(letter(to, "\n", sender="sam@example.org"))
    told = OutgoingMail.objects.get(kind="message_answered")
    assert opened(told)["Reply-To"] == to
    assert "What you write goes where your first mail went." in text_of(told)
    arrive(letter(str(opened(told)["Reply-To"]), "The district pays.", sender="sam@example.org"))
    with scope(cast.community):
        assert topic.posts.latest("number").body == "The district pays."


def test_who_is_asked_whether_a_mail_is_his_presses_a_button_and_answers_nobody(
    cast: Cast,
) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    to = str(opened(mails(cast.sam)[0])["Reply-To"])
    arrive(letter(to, "Hi.", sender="somebody@example.net"))
    told = OutgoingMail.objects.get(kind="message_answered")
    assert opened(told)["Reply-To"] is None
    assert "Nobody would read it." in text_of(told)


@pytest.mark.parametrize("letter_of", ["a ", "ñandú ", "жук ", "& < > ", "好"])
def test_the_largest_mail_of_news_stays_under_90_kilobytes(cast: Cast, letter_of: str) -> None:
    long = (letter_of * 20_000)[:20_000]
    with scope(cast.community):
        news = [
            News(
                object_id=number,
                thread=f"t{number}",
                subject="Buses",
                sender="Tess Bell",
                title=long[:200],
                place="Superintendents",
                sentence="Tess Bell answered you.",
                because="You get this mail because it answers a post of yours.",
                at=WHEN,
                text=long,
                html=f"<p>{long}</p>",
                url="http://localhost:8000/c/four-rivers/",
                answer_url="http://localhost:8000/c/four-rivers/",
                about=("forums.topic", number),
            )
            for number in range(40)
        ]
        for count in (1, 40):
            words = draft(cast.sam, news[:count], key="1")
            assert len(words.content("<a@localhost>")) < 90_000
