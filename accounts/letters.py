"""Mails about an account: a text is written once and goes out as plain text and as HTML."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import urlize
from django.utils.safestring import mark_safe

from accounts.devices import device_words
from accounts.models import User, normalise_email


def language_of(address: str) -> str:
    """Return the language of the person with this address, or of the request for a stranger."""
    language = User.objects.filter(email=normalise_email(address)).values_list("language").first()
    return language[0] if language else translation.get_language() or "en"


def render_letter(
    prefix: str, to: list[str], context: dict[str, Any], request: HttpRequest | None
) -> EmailMultiAlternatives:
    """Return a mail made of `<prefix>_subject.txt` and `<prefix>_message.txt`.

    In the HTML version each paragraph stands alone; one that is the `code` of the context is large.
    """
    context = context | {"site_url": settings.SITE_URL}
    if code := context.get("code"):
        context["spaced_code"] = f"{code[:3]} {code[3:]}"
    if "user_agent" in context:
        context["device"] = device_words(context["user_agent"])
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context, request).split())
    body = render_to_string(f"{prefix}_message.txt", context, request).strip()
    paragraphs = [_linked(piece.strip()) for piece in body.split("\n\n") if piece.strip()]
    letter = context | {"subject": subject, "body": body, "paragraphs": paragraphs}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("mail/letter.txt", letter, request).strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        to,
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no holiday replies, please
    )
    mail.attach_alternative(render_to_string("mail/letter.html", letter, request), "text/html")
    return mail


def _linked(paragraph: str) -> str:
    """Return a paragraph as HTML, its links styled on themselves as in all mails."""
    html = urlize(paragraph, autoescape=True)
    return mark_safe(html.replace("<a ", '<a class="leaf" style="color:#0a583f;" '))  # noqa: S308
