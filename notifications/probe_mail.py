"""The mail that asks a silent address whether it is there: one button, and mails come again."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.signed_links import make_short_token, read_short_token
from notifications.mail_templates import fill
from notifications.models.outgoing_mail import PROBE
from notifications.outgoing import queue_mail

AGAIN = "mail-again"


def again_url(user: User) -> str:
    """Return the address of the page with the button; it works for ever."""
    token = make_short_token(AGAIN, user.pk)
    return settings.SITE_URL + reverse("notifications:mail_again", args=[token])


def user_of(token: str) -> int | None:
    """Return the id of the person that such an address names; None if it is none of ours."""
    numbers = read_short_token(AGAIN, token)
    return numbers[0] if numbers and len(numbers) == 1 else None


def send_probe(user: User, *, key: str) -> None:
    """Queue the mail in the caller's transaction; `key` makes it the only one of its kind."""
    with translation.override(user.language):
        subject = _("Does our mail reach you?")
        text, html = fill("probe", subject=subject, user=user, url=again_url(user))
        queue_mail(
            kind=PROBE, key=key, to=user.email, user=user, subject=subject, text=text, html=html
        )
