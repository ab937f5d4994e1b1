"""The mail that shows what we understood of somebody's mail, with the way to take each thing back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community
from core.markdown.text import cut
from core.signed_links import make_short_token, read_short_token
from mailroom.arrivals import Arrival
from mailroom.models import MailedPart
from mailroom.parts import shown_words
from mailroom.taking_apart import Part
from notifications.acts import Thing, subject_of
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

KIND = "receipt"
TAKE_BACK = "part"
SHOWN = 400


@dataclass(frozen=True, slots=True)
class Line:
    """What was said of one thing, in words, and the address of the page that takes it back."""

    label: str
    title: str
    said: Sequence[str]
    words: str
    url: str
    files: Sequence[str] = ()

    @classmethod
    def of(cls, row: MailedPart, thing: Thing, part: Part, *, files: Sequence[str] = ()) -> Self:
        subject = subject_of(thing.place[0])
        return cls(
            label=part.label,
            title=thing.title,
            said=[subject.words(thing, act) for act in part.acts] if subject else [],
            words=cut(shown_words(part.words), SHOWN),
            url=part_url(row),
            files=files,
        )


def send_receipt(
    arrival: Arrival,
    lines: Sequence[Line],
    *,
    user: User,
    community: Community | None,
    until: datetime,
    left_out: Sequence[str] = (),
) -> None:
    """Queue the receipt in the caller's transaction, in the language and time zone that are active.

    `left_out` are words of his that go nowhere.
    """
    mail = arrival.mail
    title = mail.subject if mail.subject.lower().startswith("re:") else f"Re: {mail.subject}"
    text, html = fill(
        "receipt",
        subject=title if mail.subject else _("Your mail"),
        community=community,
        person=user.display_name,
        lines=lines,
        left_out=[cut(" ".join(words.split()), SHOWN) for words in left_out],
        until=date_format(localtime(until), "TIME_FORMAT"),
        label=next((line.label for line in lines if line.label), ""),
    )
    queue_mail(
        kind=KIND,
        key=str(arrival.message.pk),
        to=user.email,
        subject=title if mail.subject else _("Your mail"),
        text=text,
        html=html,
        user=user,
        community=community,
        reply_to=arrival.message.recipient,
        headers=_thread(mail.message_id),
    )


def _thread(message_id: str) -> dict[str, str]:
    threaded = message_id.isascii() and 0 < len(message_id) < 200 and " " not in message_id
    return {"In-Reply-To": message_id, "References": message_id} if threaded else {}


def part_url(part: MailedPart) -> str:
    """Return the address of the page on which its author takes a part back."""
    token = make_short_token(TAKE_BACK, part.community_id, part.pk)
    return settings.SITE_URL + reverse("mailroom:part", args=[token])


def part_ids(token: str) -> tuple[int, int] | None:
    """Return the ids of community and part that the token names; None if it is not ours."""
    numbers = read_short_token(TAKE_BACK, token)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None
