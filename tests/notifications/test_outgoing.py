"""A mail is stored whole, once, with its Message-ID."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from notifications.models import OutgoingMail, State
from notifications.outgoing import nudge_sending, queue_mail
from tests.cast import make_user


def queue(**changes: object) -> OutgoingMail:
    values: dict[str, object] = {
        "kind": "invitation",
        "key": "17.1",
        "to": "rosa@example.org",
        "subject": "Fay invites you",
        "text": "Come in.\n",
        "html": "<p>Come in.</p>\n",
    }
    return queue_mail(**(values | changes))  # type: ignore[arg-type]


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def parsed(mail: OutgoingMail) -> EmailMessage:
    message = message_from_bytes(bytes(mail.content or b""), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.django_db
def test_a_mail_is_stored_whole_with_its_message_id() -> None:
    mail = queue(reply_to="fay@example.org")
    message = parsed(mail)
    assert mail.state == State.WAITING
    assert message["Message-ID"] == mail.message_id
    assert message["To"] == "rosa@example.org"
    assert message["Reply-To"] == "fay@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] is not None
    assert part(message, "plain") == "Come in.\n"
    assert part(message, "html") == "<p>Come in.</p>\n"


@pytest.mark.django_db
def test_asked_for_twice_it_is_one_mail_and_the_first_one_stays() -> None:
    first = queue()
    again = queue(subject="Another subject")
    assert again == first
    assert again.content == first.content
    assert queue(key="17.2") != first
    assert queue(to="sam@example.org") != first


@pytest.mark.django_db
def test_letters_of_all_languages_and_lines_of_any_length_arrive_as_they_were() -> None:
    words = "¿Cómo está, señora Peña? 今日は " * 60 + "=\n. a line that begins with a dot\n"
    person = make_user("Rosa Peña", language="es")
    mail = queue(text=words, html=words, subject="Éxito: ¿cómo está? " * 12, user=person)
    content = bytes(mail.content or b"")
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    message = parsed(mail)
    assert part(message, "plain") == part(message, "html") == words
    assert message["Subject"] == ("Éxito: ¿cómo está? " * 12).strip()
    assert message["To"].addresses[0].display_name == "Rosa Peña"


@pytest.mark.django_db
def test_headers_for_programs_are_never_encoded() -> None:
    long = "<https://" + "a-very-long-name." * 6 + "example.org/u/abc/>"
    content = bytes(
        queue(headers={"List-Unsubscribe": long, "List-Id": "<digest.x.org>"}).content or b""
    )
    assert f"List-Unsubscribe:\r\n {long}\r\n".encode() in content
    assert b"List-Id: <digest.x.org>\r\n" in content


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_a_line_break_in_an_address_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        queue(**{field: "rosa@example.org\r\nBcc: all@example.org"})


@pytest.mark.django_db
def test_a_line_break_in_a_name_or_a_subject_brings_in_no_header() -> None:
    person = make_user("Rosa\r\nBcc: a@example.org")
    message = parsed(queue(subject="Hello\r\nBcc: all@example.org", user=person))
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: all@example.org"


@pytest.mark.django_db
def test_a_transaction_that_is_undone_leaves_no_mail() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_many_mails_of_one_transaction_nudge_the_sender_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            queue(key=str(number))
    assert callbacks.count(nudge_sending) == 1
