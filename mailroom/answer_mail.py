"""What a sender is told of a mail of his: a sentence, and what he wrote, so that nothing is lost."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community
from core.markdown.text import cut
from mailroom.models import InboundMessage
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

KIND = "message_answered"
# Letters of what he wrote that are sent back.
OWN_WORDS = 10_000


def answer_sender(
    message: InboundMessage,
    sentences: Sequence[str],
    *,
    to: str,
    subject: str,
    message_id: str,
    own_words: str = "",
    user: User | None = None,
    community: Community | None = None,
    url: str = "",
    button: str = "",
    key: str = "",
    reply_to: str = "",
    words_of: str = "",
) -> None:
    """Queue the mail in the caller's transaction, in the language that is active.

    `key` makes it the only one of its kind to this address; without it, it is one a message.
    `reply_to` is where an answer to it does something.
    """
    title = title_of_answer(subject) or _("Your mail")
    text, html = fill(
        "message_answered",
        subject=title,
        community=community,
        sentences=sentences,
        words_of=words_of or _("This is what you wrote:"),
        own_words=cut(own_words, OWN_WORDS),
        url=url,
        button=button,
        answers_here=bool(reply_to),
    )
    queue_mail(
        kind=KIND,
        key=key or str(message.pk),
        to=to,
        subject=title,
        text=text,
        html=html,
        user=user,
        community=community,
        reply_to=reply_to,
        headers=threading_headers(message_id),
    )


def title_of_answer(subject: str) -> str:
    """Return the subject of an answer; empty for a mail that had none."""
    return subject if not subject or subject.lower().startswith("re:") else f"Re: {subject}"


def threading_headers(message_id: str) -> dict[str, str]:
    """Return what puts a mail beside the one that it answers, if that has an id that can be named."""
    named = message_id.isascii() and 0 < len(message_id) < 200 and " " not in message_id
    return {"In-Reply-To": message_id, "References": message_id} if named else {}
