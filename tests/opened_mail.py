"""A queued mail, as the program of the person who gets it reads it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.models import OutgoingMail


def opened(mail: OutgoingMail) -> EmailMessage:
    """Return the message with its headers decoded."""
    assert mail.content is not None
    message = message_from_bytes(bytes(mail.content), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: OutgoingMail) -> str:
    """Return the plain text."""
    body = opened(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(mail: OutgoingMail) -> str:
    """Return the HTML."""
    body = opened(mail).get_body(("html",))
    assert body is not None
    return str(body.get_content())
