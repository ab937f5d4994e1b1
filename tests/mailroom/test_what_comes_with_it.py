"""What comes with the words of a mail: pictures in their place, calendar parts, what was cut off."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.models import MailRest, Post, Topic
from mailroom.models import State
from mailroom.reasons import Reason
from notifications import answers as registry
from notifications.answers import MailedFile, Taken, register_calendars
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.made_files import picture
from tests.mailroom.letters import answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db

# Larger than a logo in a signature.
PHOTO = picture("PNG", size=(90, 60)) + bytes(12_000)


def told_sam(cast: Cast) -> tuple[Topic, OutgoingMail]:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    return topic, mails(cast.sam)[0]


def last_post(cast: Cast, topic: Topic) -> Post:
    with scope(cast.community):
        return Post.objects.filter(topic=topic).latest("number")


def with_photo(mail: EmailMessage, *, cid: str = "p1", name: str = "stop.png") -> EmailMessage:
    mail.add_related(PHOTO, "image", "png", cid=f"<{cid}>", filename=name, disposition="inline")
    return mail


def test_a_picture_stands_where_it_stood_in_the_mail(
    cast: Cast, as_member: Callable[[Membership], Client]
) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "", sender="sam@example.org")
    mine.set_content(
        '<p>This is the stop.</p><p><img src="cid:p1"></p><p>It has no roof.</p>', subtype="html"
    )
    arrive(with_photo(mine))
    post = last_post(cast, topic)
    assert post.body == "This is the stop.\n\n![](stop.jpg)\n\nIt has no roof."
    page = as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    before, _place, after = page.partition('class="picture"><img src="')
    assert "This is the stop." in before
    assert after.partition("It has no roof.")[0].startswith("/c/")
    assert 'class="pictures"' not in page


def test_gmail_s_mark_in_plain_text_is_the_place_too(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "Look:\n[image: stop.png]\nNo roof.\n", sender="sam@example.org")
    arrive(with_photo(mine))
    assert last_post(cast, topic).body == "Look:\n![](stop.jpg)\nNo roof."


def test_a_picture_between_two_paragraphs_of_apple_mail_stays_there(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "This is the stop.", sender="sam@example.org")
    mine.make_mixed()
    mine.add_attachment(PHOTO, "image", "png", cid="<p1>", filename="a b.png", disposition="inline")
    mine.add_attachment("It has no roof.", disposition="inline")
    arrive(mine)
    post = last_post(cast, topic)
    assert post.body == "This is the stop.\n\n![](<a b.jpg>)\n\nIt has no roof."
    assert '<em class="picture">a b.jpg</em>' in post.html


def test_the_place_of_a_picture_that_is_not_taken_is_closed(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    words = "One [cid:logo] two.\n[image: my own words]\n"
    mine = letter(reply_to(mail), words, sender="sam@example.org")
    mine.add_related(
        picture("PNG"), "image", "png", cid="<logo>", filename="logo.png", disposition="inline"
    )
    arrive(mine)
    assert last_post(cast, topic).body == "One  two.\n[image: my own words]"


def test_what_was_cut_off_is_kept_for_the_author_and_facilitators(
    cast: Cast, as_member: Callable[[Membership], Client]
) -> None:
    topic, mail = told_sam(cast)
    ours = text_of(mail)
    link = next(word for word in ours.split() if "/n/" in word)
    words = f"That helps.\n\n-- \nSam\n555 0100\n{link}\n{reply_to(mail)}\n"
    arrive(letter(reply_to(mail), words, sender="sam@example.org"))
    post = last_post(cast, topic)
    with scope(cast.community):
        assert post.body == "That helps."
        assert MailRest.objects.get(post=post).text == "-- \nSam\n555 0100\n…\n…"
    at = f"{topic.get_absolute_url()}posts/{post.number}/mail/"
    page = topic.get_absolute_url()
    for member in (cast.sam, cast.fay):
        assert at in as_member(member).get(page).content.decode()
        assert "555 0100" in as_member(member).get(at).content.decode()
    assert at not in as_member(cast.tess).get(page).content.decode()
    assert as_member(cast.tess).get(at).status_code == 404


def test_a_mail_that_is_passed_on_is_quoted_below_the_words(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    passed_on = (
        "Good news from the city.\n\n---------- Forwarded message ---------\n"
        "From: Bo <bo@city.example>\nDate: Feb 1\nSubject: Stops\nTo: Sam\n\nWe build a roof.\n"
    )
    arrive(letter(reply_to(mail), passed_on, sender="sam@example.org", subject="Fwd: Stops"))
    assert last_post(cast, topic).body == (
        "Good news from the city.\n\n> ---------- Forwarded message ---------\n"
        "> From: Bo <bo@city.example>\n> Date: Feb 1\n> Subject: Stops\n> To: Sam\n>\n"
        "> We build a roof."
    )


def test_outlook_says_only_in_the_subject_that_a_mail_is_passed_on(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    words = (
        "Buenas noticias.\n\nDe: Bo <bo@city.example>\nEnviado: lunes\nPara: Sam\nAsunto: Paradas\n\n"
        "Ponemos un techo.\n"
    )
    arrive(letter(reply_to(mail), words, sender="sam@example.org", subject="RV: Paradas"))
    assert "> Ponemos un techo." in last_post(cast, topic).body


def test_a_mail_of_ours_is_not_passed_on_with_its_links(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    words = f"See.\n\nBegin forwarded message:\n\nFrom: Porchlight\n\n{text_of(mail)}"
    got = arrive(letter(reply_to(mail), words, sender="sam@example.org", subject="Fwd: Buses"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.UNCLEAR)
    assert "You passed on a mail that we sent to you." in text_of(answers(cast.sam)[0])
    assert last_post(cast, topic).number == 2


CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def with_calendar(mail: EmailMessage, method: str) -> EmailMessage:
    mail.add_alternative(CALENDAR.format(method=method), subtype="calendar")
    return mail


def test_a_calendar_s_answer_goes_to_whoever_registered_for_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, mail = told_sam(cast)
    seen: list[MailedFile] = []

    def taking(member: Membership, part: MailedFile) -> Taken | None:
        assert member == cast.sam
        seen.append(part)
        return Taken(kind="meetings.rsvp", object_id=7)

    monkeypatch.setattr(registry, "_calendars", [])
    register_calendars(lambda _member, _part: None)
    register_calendars(taking)
    mine = letter(reply_to(mail), "Sam has accepted.", sender="sam@example.org")
    got = arrive(with_calendar(mine, "REPLY"))
    assert (got.state, got.made_kind, got.made_id) == (State.DONE, "meetings.rsvp", 7)
    assert b"UID:u1" in seen[0].content
    assert last_post(cast, topic).number == 2


def test_a_calendar_s_answer_that_is_nobody_s_is_not_posted(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "Sam has accepted.", sender="sam@example.org")
    got = arrive(with_calendar(mine, "REPLY"))
    assert (got.state, got.reason) == (State.ANSWERED, Reason.REFUSED)
    assert last_post(cast, topic).number == 2


def test_an_event_that_somebody_sends_along_does_not_keep_his_words_back(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "It is on Monday.", sender="sam@example.org")
    arrive(with_calendar(mine, "PUBLISH"))
    assert last_post(cast, topic).body == "It is on Monday."


def test_a_picture_without_a_name_gets_one(cast: Cast) -> None:
    topic, mail = told_sam(cast)
    mine = letter(reply_to(mail), "This is the stop.", sender="sam@example.org")
    mine.add_attachment(PHOTO, "image", "png")
    arrive(mine)
    with scope(cast.community):
        assert [file.name for file in last_post(cast, topic).attachments.all()] == ["file.jpg"]
