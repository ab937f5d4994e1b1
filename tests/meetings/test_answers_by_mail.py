"""Who has a mail program only answers with it: in plain words, or by its calendar."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import icalendar
import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import Membership
from communities.scope import scope
from mailroom.models import InboundMessage, State
from mailroom.reasons import Reason
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer
from tests.cast import Cast
from tests.mailroom.conftest import door as door
from tests.mailroom.letters import HOST, answers, letter
from tests.mailroom.mailbox import Mailbox
from tests.meetings.invitation_scenes import answer_row, invites
from tests.meetings.scenes import meetings_of, says
from tests.notifications.notice_scenes import work
from tests.smtp_peer import Received, SmtpPeer

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def box(member: Membership, peer: SmtpPeer, door: smtplib.LMTP) -> Mailbox:
    return Mailbox(member.user.email, member.name, peer, door)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("Yes, I'll bring two", ("yes", 2, "mail")),
        ("sí", ("yes", 0, "mail")),
        ("Tal vez", ("maybe", 0, "mail")),
        ("No", ("no", 0, "mail")),
    ],
)
def test_a_plain_reply_answers(
    cast: Cast,
    smtp_peer: SmtpPeer,
    door: smtplib.LMTP,
    words: str,
    row: tuple[str, int, str],
) -> None:
    invites(cast, rule="")
    sam = box(cast.sam, smtp_peer, door)
    got = sam.answer(sam.new_mail(), words)
    assert (got.state, got.reason) == (State.DONE, "")
    assert answer_row(cast, cast.sam) == row
    # Nothing needs saying.
    assert not answers(cast.sam)


def test_what_is_not_understood_is_asked_back_and_never_guessed(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP
) -> None:
    invites(cast, rule="")
    sam = box(cast.sam, smtp_peer, door)
    sam.answer(sam.new_mail(), "Who watches the children?")
    assert answer_row(cast, cast.sam) is None
    asked = sam.new_mail()
    assert "We are not sure" in asked.text
    sam.press(asked, "/mail/meeting/maybe/")
    assert answer_row(cast, cast.sam) == ("maybe", 0, "link")


def reply_of(
    mail: Received, answer: str, *, slot: str = "", sender: str = "", method: str = "REPLY"
) -> EmailMessage:
    """Return what a calendar program sends back."""
    (part,) = [one for one in mail.message.walk() if one.get_content_type() == "text/calendar"]
    event: Any = icalendar.Calendar.from_ical(str(part.get_content())).walk("VEVENT")[0]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Phone//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event['UID']}",
        "SEQUENCE:0",
        "DTSTAMP:20261201T120000Z",
        *([f"RECURRENCE-ID;TZID=America/Chicago:{slot}"] if slot else []),
        f"ORGANIZER:{event['ORGANIZER']}",
        f"ATTENDEE;PARTSTAT={answer}:{event['ATTENDEE']}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    to = str(event["ORGANIZER"]).removeprefix("mailto:")
    reply = letter(
        to,
        "Sam has accepted this invitation.",
        sender=sender or mail.recipients[0],
        subject="Accepted: Monthly table",
        headers={"Authentication-Results": "mx.porchlight.example; dmarc=pass"},
    )
    content = "\r\n".join(lines).encode()
    reply.add_alternative(content, "text", "calendar", params={"method": method})
    return reply


def hand_over(door: smtplib.LMTP, mail: EmailMessage) -> InboundMessage:
    sender = parseaddr(str(mail["From"]))[1]
    assert door.sendmail(sender, [str(mail["To"])], mail.as_bytes()) == {}
    work()
    return InboundMessage.objects.latest("pk")


def test_a_calendar_program_answers_for_the_series_and_for_one_meeting(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP
) -> None:
    series = invites(cast)
    mail = box(cast.sam, smtp_peer, door).new_mail()
    got = hand_over(door, reply_of(mail, "ACCEPTED"))
    assert (got.state, got.reason) == (State.DONE, "")
    with scope(cast.community):
        standing = StandingAnswer.objects.get()
        assert (standing.answer, standing.way) == ("yes", "calendar")
        second = meetings_of(series)[1]
        # An answer to an older state of it counts, too.
        Series.objects.update(sequence=3)
    hand_over(door, reply_of(mail, "DECLINED", slot=second.slot))
    with scope(cast.community):
        row = Rsvp.objects.get()
        assert (row.meeting_id, row.answer, row.way) == (second.pk, "no", "calendar")
    assert not answers(cast.sam)


def test_a_calendar_answer_from_somebody_else_is_held(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP
) -> None:
    invites(cast, rule="")
    mail = box(cast.sam, smtp_peer, door).new_mail()
    got = hand_over(door, reply_of(mail, "ACCEPTED", sender="tess@example.org"))
    assert got.state == State.HELD
    assert answer_row(cast, cast.sam) is None


def test_the_full_meeting_says_so_and_who_moves_up_is_told(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP
) -> None:
    series = invites(cast, rule="", capacity=1)
    with scope(cast.community):
        (meeting,) = meetings_of(series)
        says(cast.tess, meeting)
    sam = box(cast.sam, smtp_peer, door)
    sam.answer(sam.new_mail(), "yes")
    assert "waiting list" in sam.new_mail().text
    with scope(cast.community):
        says(cast.tess, meeting, Answer.NO)
    seat = sam.new_mail()
    assert "You have a seat now" in seat.text
    assert seat.subject.startswith("There is room for you: Monthly table")


def test_an_answer_to_what_is_over_gets_a_plain_sentence(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP
) -> None:
    invites(cast, rule="")
    sam = box(cast.sam, smtp_peer, door)
    mail = sam.new_mail()
    now = timezone.now()
    with scope(cast.community):
        Meeting.objects.update(starts_at=now - timedelta(hours=2), ends_at=now)
    got = sam.answer(mail, "yes")
    assert got.reason == Reason.REFUSED
    assert "This meeting is over." in sam.new_mail().text


@pytest.mark.parametrize(
    ("method", "answer", "said"),
    [
        ("COUNTER", "TENTATIVE", "Your calendar program proposed another time"),
        ("REPLY", "DELEGATED", "Your calendar program passed “Monthly table” on"),
    ],
)
def test_what_a_calendar_program_wishes_is_answered_with_what_to_do(
    cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP, method: str, answer: str, said: str
) -> None:
    invites(cast, rule="")
    sam = box(cast.sam, smtp_peer, door)
    got = hand_over(door, reply_of(sam.new_mail(), answer, method=method))
    assert (got.state, got.reason) == (State.DONE, "")
    assert answer_row(cast, cast.sam) is None
    explained = sam.new_mail()
    assert said in explained.text
    with scope(cast.community):
        assert Meeting.objects.get().get_absolute_url() in explained.text
    sam.press(explained, "/mail/meeting/yes/")
    assert answer_row(cast, cast.sam) == ("yes", 0, "link")
