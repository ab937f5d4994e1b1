"""A word alone does something, is confirmed, and can be undone by one button."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.actions import pause_mails
from accounts.models import STOPPED, User
from communities.membership_changes import leave
from communities.models import Membership
from communities.scope import scope
from communities.switcher import my_communities
from forums.models import Post
from forums.models.forum import Kind
from mailroom.models import InboundMessage, State
from mailroom.reasons import Reason
from tests.cast import Cast, make_forum
from tests.digests.scenes import ask as ask_days_ago
from tests.digests.scenes import mails as digests
from tests.digests.scenes import send, settle_in
from tests.made_files import PDF
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db
OURS = f"four-rivers@{HOST}"
BELIEVED = {"Authentication-Results": "mx.porchlight.example; dmarc=pass"}


@pytest.fixture
def notice(cast: Cast) -> str:
    """Return the address that answers to a mail to Sam go to."""
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    return reply_to(mails(cast.sam)[0])


@pytest.fixture(autouse=True)
def _judged(settings: pytest.FixtureRequest) -> None:
    settings.INBOUND_AUTHSERV = "mx.porchlight.example"  # type: ignore[attr-defined]


def say(member: Membership, words: str, *, to: str, subject: str = "Re: Buses") -> InboundMessage:
    mail = letter(to, words, sender=member.user.email, subject=subject, headers=BELIEVED)
    return arrive(mail)


def pause_of(member: Membership) -> object:
    return User.objects.get(pk=member.user_id).mails_paused_until


def button(text: str, words: str) -> str:
    found = re.search(rf"{words}: (\S+)", text)
    assert found, text
    return urlsplit(found[1]).path


def posts(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(Post.objects.order_by("pk").values_list("body", flat=True))


def test_stop_is_done_confirmed_and_undone(cast: Cast, notice: str, client: Client) -> None:
    got = say(
        cast.sam,
        "Stop.\n\nOn Mon, Nov 23, 2026 at 9:12 AM Tess <x@y.example> wrote:\n\n> We do.\n",
        to=notice,
    )
    assert (got.state, got.reason) == (State.DONE, Reason.COMMAND)
    assert pause_of(cast.sam) == STOPPED
    assert posts(cast) == ["Who pays?", "We do."]
    (mail,) = answers(cast.sam)
    assert "You are still a member" in text_of(mail)
    undo = button(text_of(mail), "Undo")
    assert "Press the button" in client.get(undo).text
    assert pause_of(cast.sam) == STOPPED
    assert "Your mails come again." in client.post(undo).text
    assert pause_of(cast.sam) is None


def test_a_confirmation_is_answered_with_the_next_word(cast: Cast, notice: str) -> None:
    say(cast.sam, "stop", to=notice)
    there = reply_to(answers(cast.sam)[0])
    assert say(cast.sam, "START", to=there).reason == Reason.COMMAND
    assert pause_of(cast.sam) is None
    got = say(cast.sam, "Abracadabra", to=there)
    assert (got.state, got.reason) == (State.ANSWERED, Reason.REFUSED)
    assert "Answer with HELP" in text_of(answers(cast.sam)[-1])


def test_the_subject_counts_where_nothing_was_written(cast: Cast) -> None:
    say(cast.sam, "", to=OURS, subject="PAUSE 2 weeks")
    assert pause_of(cast.sam) == cast.sam.user.today + timedelta(days=14)
    say(cast.sam, "", to=f"families.four-rivers@{HOST}", subject="Resume")
    assert pause_of(cast.sam) is None


def test_what_only_begins_with_a_word_stays_a_post(cast: Cast, notice: str) -> None:
    say(cast.sam, "Stop the late buses first.", to=notice)
    mail = letter(notice, "Help", sender="sam@example.org", headers=BELIEVED)
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    arrive(mail)
    assert posts(cast)[2:] == ["Stop the late buses first.", "Help"]
    assert pause_of(cast.sam) is None


def test_a_word_that_was_an_answer_is_posted_after_all(
    cast: Cast, notice: str, client: Client
) -> None:
    say(cast.sam, "Weekly", to=notice)
    assert {entry.pace for entry in my_communities(cast.sam.user)} == {"weekly"}
    text = text_of(answers(cast.sam)[0])
    where = button(text, "Post it in the discussion")
    for _twice in range(2):
        assert client.post(where).status_code == 200
    assert posts(cast)[2:] == ["Weekly"]
    client.post(button(text, "Undo"))
    assert {entry.pace for entry in my_communities(cast.sam.user)} == {"daily"}


def test_a_pace_leaves_out_what_was_stopped_and_brings_back_mails(cast: Cast) -> None:
    with scope(cast.other):
        Membership.objects.filter(pk=cast.members["sam_at_lakes"].pk).update(pace="never")
    pause_mails(cast.sam.user, STOPPED)
    say(cast.sam, "semanal", to=OURS)
    assert [entry.pace for entry in my_communities(cast.sam.user)] == ["weekly", "never"]
    assert pause_of(cast.sam) is None


def test_help_is_in_ones_language_and_names_the_words_of_all_apps(cast: Cast) -> None:
    say(cast.rosa, "AYUDA", to=OURS)
    text = text_of(answers(cast.rosa)[0])
    for word in ("BAJA", "REANUDAR", "PAUSA", "ENTRE SEMANA", "MENSUAL", "AJUSTES", "NOMBRE"):
        assert word in text
    say(cast.rosa, "in English, please", to=OURS)
    assert "From now on we write to you in English." in text_of(answers(cast.rosa)[1])
    say(cast.rosa, "Name: Rosa Peña Ruiz", to=OURS)
    person = User.objects.get(pk=cast.rosa.user_id)
    assert (person.language, person.display_name) == ("en", "Rosa Peña Ruiz")


def test_help_names_where_one_can_write_those_first_where_one_wrote(cast: Cast) -> None:
    with scope(cast.community):
        for number in range(5):
            make_forum(cast.community, f"Place {number}", kind=Kind.EVERYONE)
        wrote = make_forum(cast.community, "Kindergarten", kind=Kind.EVERYONE)
    answer(ask(wrote, cast.tess), cast.sam)
    say(cast.sam, "help", to=OURS)
    text = text_of(answers(cast.sam)[0])
    first, *others = re.findall(rf"(\S+)\.four-rivers@{HOST}", text)
    assert (first, len(others)) == ("kindergarten", 4)
    assert "All forums: http" in text
    assert f"@{HOST}" in text.partition(cast.other.name)[2]
    assert "kindergarten" not in text.partition(cast.other.name)[2]


def test_doubt_is_asked_about(cast: Cast, notice: str, client: Client) -> None:
    say(cast.sam, "Cancel", to=notice)
    say(cast.sam, "pause until 3/4", to=notice)
    assert pause_of(cast.sam) is None
    first, second = map(text_of, answers(cast.sam))
    assert "could not tell until when" in second
    client.post(button(first, "Stop all mails"))
    assert pause_of(cast.sam) == STOPPED


def test_who_is_not_believed_is_asked_first(cast: Cast, client: Client) -> None:
    got = arrive(letter(OURS, "STOP", sender="sam@example.org"))
    assert (got.state, got.reason) == (State.HELD, Reason.FORGED)
    assert pause_of(cast.sam) is None
    client.post(button(text_of(answers(cast.sam)[0]), "I wrote this"))
    assert pause_of(cast.sam) == STOPPED


def test_who_left_can_still_say_a_word_and_a_stranger_learns_nothing(
    cast: Cast, notice: str
) -> None:
    with scope(cast.community):
        leave(cast.sam)
    assert say(cast.sam, "daily", to=notice).reason == Reason.NO_SUCH_ADDRESS
    assert say(cast.sam, "daily", to=OURS).reason == Reason.COMMAND
    got = arrive(letter(OURS, "STOP", sender="nobody@example.org", headers=BELIEVED))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.NO_SUCH_ADDRESS)


def test_the_addresses_in_the_headers_of_a_mail_work_for_programs(cast: Cast, notice: str) -> None:
    headers = opened(mails(cast.sam)[0])
    stop = re.findall(r"mailto:([^>]+)", headers["List-Unsubscribe"])[0]
    assert headers["List-Post"] == f"<mailto:{notice}>"
    by_program = {"Auto-Submitted": "auto-generated"}
    got = arrive(letter(stop, "", sender="x@phone.example", headers=by_program))
    assert (got.state, got.reason) == (State.DONE, Reason.COMMAND)
    assert "Mails about single answers" in text_of(answers(cast.sam)[0])
    arrive(letter(headers["List-Help"][8:-1], "", sender="sam@example.org"))
    assert "WEEKDAYS, WEEKLY" in text_of(answers(cast.sam)[1])
    answer(ask(cast.superintendents, cast.sam, "Again"), cast.tess)
    work()
    assert len(mails(cast.sam)) == 1
    assert digests(cast.sam) == []


def test_a_digest_is_answered_with_a_word(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    ask_days_ago(cast.superintendents, cast.tess, "Late buses")
    send()
    (mail,) = digests(cast.sam)
    assert say(cast.sam, "Weekly, please.", to=reply_to(mail)).reason == Reason.COMMAND
    assert {entry.pace for entry in my_communities(cast.sam.user)} == {"weekly"}
