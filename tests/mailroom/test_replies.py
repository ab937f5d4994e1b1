"""A discussion is answered with nothing but a mail program."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.fixtures import Settings

from communities.membership_changes import leave
from communities.models import Membership
from communities.scope import scope
from forums.actions import approve_held, open_topic, reply
from forums.actions.carrying import merge_topic
from forums.actions.closing import lock_topic
from forums.models import HeldPost, HoldRules, MailRest, Post, Topic
from mailroom.models import InboundMessage, State
from mailroom.reading.html_text import text_of_html
from mailroom.reasons import Reason
from notifications.models import OutgoingMail
from notifications.reply_addresses import reply_address
from tests.cast import Cast
from tests.made_files import PDF
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.opened_mail import html_of, opened, text_of

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], Client]


def told_sam(cast: Cast) -> tuple[Topic, OutgoingMail]:
    """Sam asked, Tess answered; return his topic and the mail that tells him so."""
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    return topic, mails(cast.sam)[0]


def posts(cast: Cast, topic: Topic) -> list[tuple[str, str]]:
    with scope(cast.community):
        found = Post.objects.filter(topic=topic).order_by("number")
        return [(post.author.name, post.body) for post in found.select_related("author__user")]


def test_an_answer_to_the_mail_is_a_reply_in_the_discussion(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    assert "To answer, reply to this mail." in text_of(mail)
    assert reply_to(mail).endswith(f"@{HOST}")
    got = arrive(letter(reply_to(mail), "Thank you, Tess.\n", sender="Sam <sam@example.org>"))
    assert (got.state, got.reason) == (State.DONE, "")
    assert posts(cast, topic)[2:] == [("Sam Ortiz", "Thank you, Tess.")]
    with scope(cast.community):
        assert (got.made_kind, got.made_id) == ("forums.post", Post.objects.latest("pk").pk)
    assert (got.community, got.user) == (cast.community, cast.sam.user)


def test_what_was_quoted_is_not_posted_again(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    quoted = (
        "That helps.\n\nOn Mon, Nov 23, 2026 at 9:12 AM Tess <x@y.example> wrote:\n\n> We do.\n"
    )
    arrive(letter(reply_to(mail), quoted, sender="sam@example.org"))
    assert posts(cast, topic)[-1] == ("Sam Ortiz", "That helps.")


def test_the_same_mail_twice_is_one_reply(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "That helps.", sender="sam@example.org")
    arrive(mine)
    again = arrive(mine)
    assert (again.state, again.reason) == (State.DONE, Reason.DUPLICATE)
    assert len(posts(cast, topic)) == 3


def test_the_address_of_a_person_and_a_discussion_stays_the_same(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        mine = reply_address(cast.sam, "forums.topic", topic.pk)
        assert mine == reply_address(cast.sam, "forums.topic", topic.pk) == reply_to(mail)
        assert reply_address(cast.tess, "forums.topic", topic.pk) != mine
    assert len(mine.partition("@")[0]) == len("reply+") + 26


def test_the_address_works_in_capitals(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    arrive(letter(reply_to(mail).upper(), "That helps.", sender="SAM@Example.ORG"))
    assert len(posts(cast, topic)) == 3


def test_where_no_mail_is_received_the_mail_says_to_open_the_page(
    cast: Cast, settings: Settings
) -> None:
    settings.INBOUND_HOST = ""
    _topic, mail = told_sam(cast)
    assert "To answer where all can read it, open the page." in text_of(mail)
    assert reply_to(mail) == "fay@example.org"


def test_another_of_his_confirmed_addresses_will_do_and_one_that_is_not_will_not(
    cast: Cast,
) -> None:
    topic, mail = told_sam(cast)
    EmailAddress.objects.create(user=cast.sam.user, email="sam@home.example", verified=True)
    EmailAddress.objects.create(user=cast.sam.user, email="sam@new.example", verified=False)
    arrive(letter(reply_to(mail), "From home.", sender="sam@home.example"))
    held = arrive(letter(reply_to(mail), "From the new one.", sender="sam@new.example"))
    assert (held.state, held.reason) == (State.HELD, Reason.NOT_HIS_ADDRESS)
    assert posts(cast, topic)[2:] == [("Sam Ortiz", "From home.")]


def test_the_person_is_asked_whether_a_mail_from_elsewhere_is_his(
    cast: Cast, client: Client
) -> None:
    topic, mail = told_sam(cast)
    held = arrive(letter(reply_to(mail), "It is me.", sender="sam@phone.example"))
    asked = answers(cast.sam)[0]
    assert "sam@phone.example" in text_of(asked)
    assert "It is me." in text_of(asked)
    link = next(word for word in text_of(asked).split() if "/mail/yours/" in word)
    path = link.partition("//")[2].partition("/")[2]
    page = client.get(f"/{path}").content.decode()
    assert "Is this mail yours?" in page
    assert len(posts(cast, topic)) == 2
    page = client.post(f"/{path}").content.decode()
    assert "Your mail is taken care of." in page
    assert posts(cast, topic)[2:] == [("Sam Ortiz", "It is me.")]
    client.post(f"/{path}")
    assert len(posts(cast, topic)) == 3
    held.refresh_from_db()
    assert held.state == State.DONE


def test_a_link_for_another_message_is_of_no_use(cast: Cast, client: Client) -> None:
    assert client.get("/mail/yours/nonsense/").status_code == 404
    assert client.post("/mail/yours/nonsense/").status_code == 404


def test_what_our_mail_server_found_forged_is_held(cast: Cast, settings: Settings) -> None:
    settings.INBOUND_AUTHSERV = "mx.porchlight.example"
    topic, mail = told_sam(cast)
    forged = {"Authentication-Results": "mx.porchlight.example; spf=pass; dmarc=fail (p=reject)"}
    others = {"Authentication-Results": "evil.example; dmarc=fail"}
    held = arrive(letter(reply_to(mail), "Send money.", sender="sam@example.org", headers=forged))
    assert (held.state, held.reason) == (State.HELD, Reason.FORGED)
    arrive(letter(reply_to(mail), "All is well.", sender="sam@example.org", headers=others))
    assert posts(cast, topic)[2:] == [("Sam Ortiz", "All is well.")]


def test_the_address_of_who_left_leads_nowhere(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        leave(cast.sam)
    got = arrive(letter(reply_to(mail), "That helps.", sender="sam@example.org"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.NO_SUCH_ADDRESS)
    assert "nobody has read it" in text_of(answers(cast.sam)[0])
    assert len(posts(cast, topic)) == 2


def test_a_closed_discussion_says_so_and_gives_the_words_back(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        lock_topic(topic, by=cast.fay)
    got = arrive(letter(reply_to(mail), "One more thing.", sender="sam@example.org"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.REFUSED)
    answered = answers(cast.sam)[0]
    assert "One more thing." in text_of(answered)
    assert opened(answered)["Subject"] == "Re: Buses"
    assert len(posts(cast, topic)) == 2


def test_a_mail_without_words_is_answered(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    got = arrive(letter(reply_to(mail), "> We do.\n", sender="sam@example.org"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.REFUSED)
    assert "no words of yours" in text_of(answers(cast.sam)[0])
    assert len(posts(cast, topic)) == 2


def test_our_own_mail_is_cut_off_when_a_program_marks_no_quote(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    headers = {"In-Reply-To": mail.message_id}
    # As text, and as the page of a program that makes text of it.
    for below in (text_of(mail), text_of_html(html_of(mail))):
        words = letter(
            reply_to(mail), f"That helps.\n\n{below}", sender="sam@example.org", headers=headers
        )
        assert arrive(words).state == State.DONE
        assert posts(cast, topic)[-1] == ("Sam Ortiz", "That helps.")
        headers = {}
    assert len(posts(cast, topic)) == 4
    with scope(cast.community):
        assert "We do." in MailRest.objects.latest("pk").text
    assert arrive(letter(reply_to(mail), f"STOP\n\n{below}", sender="sam@example.org")).reason == (
        Reason.COMMAND
    )


def test_what_cannot_be_told_from_our_own_mail_is_not_posted_with_its_links(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    unmarked = text_of(mail).replace("We do.", "We do.\n\nWe do not.")
    got = arrive(letter(reply_to(mail), unmarked, sender="sam@example.org"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.UNCLEAR)
    assert "delete what is below your words" in text_of(answers(cast.sam)[0])
    assert len(posts(cast, topic)) == 2


def test_our_own_mail_that_comes_round_ends_there(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    got = arrive(bytes(mail.content or b""), to=reply_to(mail), sender="sam@example.org")
    assert (got.state, got.reason) == (State.DONE, Reason.LOOP)
    assert len(posts(cast, topic)) == 2


def test_who_asked_without_his_name_answers_by_mail_without_it(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Buses", body="Who pays?", name_hidden=True
        )
    answer(topic, cast.tess)
    work()
    arrive(letter(reply_to(mails(cast.sam)[0]), "That helps.", sender="sam@example.org"))
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=3).name_hidden


def test_files_come_along_and_what_is_not_taken_is_named(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "See the plan.", sender="sam@example.org")
    mine.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    mine.add_attachment(b"MZ", maintype="application", subtype="exe", filename="game.exe")
    got = arrive(mine)
    assert got.state == State.DONE
    with scope(cast.community):
        post = Post.objects.get(topic=topic, number=3)
        assert [file.name for file in post.attachments.all()] == ["plan.pdf"]
    assert "“game.exe” was not added." in text_of(answers(cast.sam)[0])


def test_a_note_of_absence_is_held_and_nobody_answers_it(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    away = {"Auto-Submitted": "auto-replied"}
    got = arrive(letter(reply_to(mail), "I am away.", sender="sam@example.org", headers=away))
    assert (got.state, got.reason) == (State.HELD, Reason.AUTOMATIC)
    assert len(posts(cast, topic)) == 2
    assert answers(cast.sam) == []


def test_a_stranger_gets_one_answer_a_day(cast: Cast) -> None:
    to = f"reply+{'a' * 26}@{HOST}"
    first = arrive(letter(to, "Buy pills!", sender="who@else.example", subject="Pills"))
    second = arrive(letter(to, "Hello again?", sender="who@else.example"))
    for got in (first, second):
        assert (got.state, got.reason) == (State.ANSWERED, Reason.NO_SUCH_ADDRESS)
    sent = OutgoingMail.objects.filter(to="who@else.example")
    assert len(sent) == 1
    assert "address that is not in use" in text_of(sent[0])
    assert "no está en uso" in text_of(sent[0])
    # It may go to somebody who never wrote: nothing of it is passed on.
    assert "pills" not in bytes(sent[0].content or b"").decode().lower()


def test_who_pretends_to_be_somebody_cannot_have_us_write_to_him_without_end(cast: Cast) -> None:
    to = f"superintendents.four-rivers@{HOST}"
    got = [arrive(letter(to, f"Pills {n}", sender="sam@example.org")) for n in range(7)]
    assert {message.reason for message in got} == {Reason.FORGED}
    assert len(answers(cast.sam)) == 5


def test_a_program_that_writes_to_nobody_gets_no_answer(cast: Cast) -> None:
    away = {"Auto-Submitted": "auto-generated"}
    got = arrive(letter(f"info@{HOST}", "Buy!", sender="ads@else.example", headers=away))
    assert got.state == State.DONE
    assert not OutgoingMail.objects.filter(to="ads@else.example").exists()


def test_what_a_rule_holds_waits_for_a_facilitator_and_the_sender_is_told(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, words="raffle")
    arrive(letter(reply_to(mail), "Join our raffle.", sender="sam@example.org"))
    with scope(cast.community):
        assert HeldPost.objects.get().body == "Join our raffle."
    assert "A facilitator reads it first" in text_of(answers(cast.sam)[0])
    assert len(posts(cast, topic)) == 2


def test_what_was_cut_off_a_held_mail_waits_with_it_and_goes_with_its_post(
    cast: Cast, as_member: AsMember
) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, words="raffle")
    text = "Join our raffle.\n\nOn Mon, 2 Mar 2026 at 8:05, Tess <t@y.example> wrote:\n> Per day?\n"
    arrive(letter(reply_to(mail), text, sender="sam@example.org"))
    with scope(cast.community):
        held = HeldPost.objects.get()
    assert "Per day?" in as_member(cast.fay).get(held.get_absolute_url()).text
    with scope(cast.community):
        post = approve_held(held, by=cast.fay, body=held.body)
        assert "Per day?" in MailRest.objects.get(post=post).text
        held.refresh_from_db()
        assert held.mail_rest == ""
    assert "What was cut off the mail" in as_member(cast.sam).get(topic.get_absolute_url()).text


def test_an_answer_to_a_merged_discussion_lands_where_it_is_now(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    other = ask(cast.superintendents, cast.tess, title="Bus costs")
    with scope(cast.community):
        merge_topic(topic, into=other, by=cast.fay)
    arrive(letter(reply_to(mail), "That helps.", sender="sam@example.org"))
    assert posts(cast, other)[-1] == ("Sam Ortiz", "That helps.")


def test_the_mail_is_kept_whole(cast: Cast) -> None:
    _topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "That helps.", sender="sam@example.org")
    arrive(mine)
    assert bytes(InboundMessage.objects.get().content or b"") == mine.as_bytes()


def test_a_reply_by_mail_is_told_to_others_like_any(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    with scope(cast.community):
        reply(topic, by=cast.tess, body="And you?")
    arrive(letter(reply_to(mail), "We walk.", sender="sam@example.org"))
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=4).body == "We walk."


def test_a_mail_to_a_forum_opens_a_topic_and_its_sender_is_told_where(
    cast: Cast, settings: Settings
) -> None:
    settings.INBOUND_AUTHSERV = "mx.porchlight.example"
    passed = {"Authentication-Results": "mx.porchlight.example; dmarc=pass"}
    to = f"Superintendents.Four-Rivers@{HOST}"
    got = arrive(
        letter(to, "Who pays for yours?", sender="sam@example.org", subject="Buses", headers=passed)
    )
    assert got.state == State.DONE
    with scope(cast.community):
        topic = Topic.objects.get(pk=got.made_id or 0)
        assert (topic.title, topic.author, topic.forum) == ("Buses", cast.sam, cast.superintendents)
        assert topic.posts.get().body == "Who pays for yours?"
    assert topic.get_absolute_url() in text_of(answers(cast.sam)[0])


def test_a_mail_to_a_forum_that_nobody_vouches_for_is_asked_about(
    cast: Cast, client: Client
) -> None:
    to = f"superintendents.four-rivers@{HOST}"
    got = arrive(letter(to, "Who pays?", sender="sam@example.org", subject="Buses"))
    assert (got.state, got.reason) == (State.HELD, Reason.FORGED)
    text = " ".join(text_of(answers(cast.sam)[0]).split())
    assert "we could not make sure that it is from you" in text
    link = next(word for word in text.split() if "/mail/yours/" in word)
    client.post("/" + link.partition("//")[2].partition("/")[2])
    with scope(cast.community):
        assert Topic.objects.get().title == "Buses"


@pytest.mark.parametrize("sender", ["pat@example.org", "olga@example.org", "who@else.example"])
def test_who_does_not_see_a_forum_learns_nothing_by_writing_to_it(cast: Cast, sender: str) -> None:
    real = arrive(letter(f"superintendents.four-rivers@{HOST}", "Hello", sender=sender))
    none = arrive(letter(f"nothing.four-rivers@{HOST}", "Hello", sender=sender))
    assert (real.state, real.reason) == (none.state, none.reason)
    assert real.reason == Reason.NO_SUCH_ADDRESS
    with scope(cast.community):
        assert not Topic.objects.exists()
    assert OutgoingMail.objects.filter(to=sender).count() == 1
