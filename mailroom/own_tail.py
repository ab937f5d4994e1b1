"""A mail of ours that stands unmarked below an answer: told apart by the mail that we sent."""

from collections.abc import Iterator

from accounts.models import User
from mailroom.arrivals import Arrival
from mailroom.own_links import quotes_links_of_ours
from mailroom.reading import read
from mailroom.reading.html_text import text_of_html
from mailroom.taking_apart import own_lines
from mailroom.trimming import without_sent
from notifications.models import OutgoingMail

# Of his newest ones, if his program does not say which he answers.
LOOKED_AT = 5


def cut_own_tail(arrival: Arrival, user: User) -> None:
    """Cut off what is ours, if links of ours are left in what was written: else it asks for nothing.

    Bodies are kept for 30 days; what answers an older mail stays as it is.
    """
    if arrival.trimmed.forwarded or not quotes_links_of_ours(own_lines(arrival.written)):
        return
    for sent in _sent_to(user, arrival):
        mail = read(sent)
        texts = (mail.text, text_of_html(mail.html))
        found = [parted for text in texts if (parted := without_sent(arrival.written, text))]
        if found:
            arrival.cut_off(*min(found, key=lambda parted: len(parted[0])))
            return


def _sent_to(user: User, arrival: Arrival) -> Iterator[bytes]:
    """Yield the mails that he answers, or may."""
    kept = OutgoingMail.objects.filter(user=user, content__isnull=False)
    named = [*arrival.mail.in_reply_to, *arrival.mail.references]
    answered = list(kept.filter(message_id__in=named[:20])) if named else []
    for mail in answered or kept.order_by("-pk")[:LOOKED_AT]:
        yield bytes(mail.content or b"")
