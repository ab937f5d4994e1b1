"""An invitation goes along with a mail, in the forms that Gmail, Outlook and Apple Mail take."""

import icalendar
import pytest

from meetings.calendars import invitation
from notifications.message import CalendarPart, compose
from notifications.outgoing import queue_mail
from notifications.sending import send_waiting
from tests.meetings.people import ROSA, series
from tests.smtp_peer import SmtpPeer


@pytest.mark.django_db
def test_an_invitation_arrives_as_a_form_of_the_mail_and_as_a_file(smtp_peer: SmtpPeer) -> None:
    content = invitation(series(summary="Círculo de lectura"), attendee=ROSA)
    queue_mail(
        kind="test",
        key="1",
        to="rosa@example.org",
        subject="Come",
        text="Ven el martes.\n",
        html="<p>Ven el martes.</p>\n",
        calendar=CalendarPart(content=content, method="REQUEST"),
    )
    assert send_waiting() == 1
    (received,) = smtp_peer.received
    message = received.message
    assert not message.defects
    assert message.get_content_type() == "multipart/mixed"
    alternative, file = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    forms = list(alternative.iter_parts())
    assert [form.get_content_type() for form in forms] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert not any(part.defects for part in message.walk())
    calendar = forms[-1]
    assert calendar["Content-Type"].params == {"charset": "UTF-8", "method": "REQUEST"}
    assert calendar.get_content_disposition() is None
    assert calendar.get_payload(decode=True) == content
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "invite.ics"
    assert file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == content
    assert received.text.replace("\r\n", "\n") == "Ven el martes.\n"
    assert received.html.replace("\r\n", "\n") == "<p>Ven el martes.</p>\n"
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Círculo de lectura"
    assert max(map(len, received.raw.split(b"\r\n"))) <= 998
    assert received.raw.isascii()


def test_a_mail_without_a_calendar_has_its_two_forms_only() -> None:
    content = compose(
        message_id="<a@example.org>",
        to="rosa@example.org",
        to_name="",
        subject="Hello",
        text="Hello.\n",
        html="<p>Hello.</p>\n",
        reply_to="",
        headers={},
    )
    head, _empty, body = content.partition(b"\r\n\r\n")
    assert b"multipart/alternative" in head
    assert body.count(b"Content-Type:") == 2
    assert b"mixed" not in content
