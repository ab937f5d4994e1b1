"""A message with what was read in it, and the mails that are written about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community
from mailroom.answer_mail import answer_sender
from mailroom.claims import claim_url
from mailroom.files import is_sent
from mailroom.forwards import is_forward, with_forwarded
from mailroom.models import InboundMessage, State
from mailroom.reading import Attachment, ReadMail
from mailroom.reasons import Reason
from mailroom.trimming import Trimmed, trim
from notifications.commands import Said, command_in

# Why a message waits for its person to say that it is his.
ASKED_ABOUT = (Reason.NOT_HIS_ADDRESS, Reason.FORGED)
ASKED_A_DAY = 5


@dataclass
class Arrival:
    """One message; each of its verbs settles it, in the caller's transaction and his language."""

    message: InboundMessage
    mail: ReadMail
    # A word such as STOP was meant for the discussion.
    as_post: bool = False

    @cached_property
    def trimmed(self) -> Trimmed:
        return trim(self.mail.text, is_forward=is_forward(self.mail.subject))

    @cached_property
    def written(self) -> str:
        """What its sender wrote, without what he quoted; with the mail that he passes on, if any."""
        if self.trimmed.forwarded:
            return with_forwarded(self.trimmed.written, self.trimmed.forwarded)
        return self.trimmed.written

    def cut_off(self, written: str, tail: str) -> None:
        """Take only this for what was written, and the tail for something that he answers."""
        self.trimmed = Trimmed(written, f"{tail}\n{self.trimmed.cut}".rstrip())
        self.written = written
        self.mail = replace(self.mail, text=written)

    @property
    def rest(self) -> str:
        """What was cut off, to be kept beside what he wrote; nothing of a mail that he passes on."""
        return "" if self.trimmed.forwarded else self.trimmed.cut

    @cached_property
    def sent_files(self) -> list[Attachment]:
        """The files that were sent on purpose: the small pictures of a signature were not."""
        return [file for file in self.mail.attachments if is_sent(file)]

    @cached_property
    def command(self) -> Said | None:
        """What it asks for by a word: all that was written, or the subject where nothing was."""
        if self.sent_files or self.mail.calendars or self.as_post:
            return None
        return command_in(self.written if self.written.strip() else self.mail.subject)

    @cached_property
    def once(self) -> str:
        """The same for the same mail to the same address."""
        what = self.mail.message_id.encode() or bytes(self.message.content or b"")
        recipient = self.message.recipient.lower().encode()
        return sha256(b"\0".join([recipient, what])).hexdigest()

    @property
    def key(self) -> UUID:
        return uuid5(NAMESPACE_URL, self.once)

    def done(self, *, made: tuple[str, int] | None = None, reason: str = "") -> None:
        self.message.settle(State.DONE, reason=reason, once=self.once, made=made)

    def hold(self, reason: Reason) -> None:
        self.message.settle(State.HELD, reason=reason, once=self.once)

    def answer(self, reason: Reason, sentence: str, *, user: User, community: Community) -> None:
        """Tell the person why it was not done, and give him his words back."""
        here = reason != Reason.NOT_A_MEMBER
        self.write_back([sentence], user=user, community=community, answers_here=here)
        self.message.settle(State.ANSWERED, reason=reason, once=self.once)

    def ask(
        self,
        sentences: Sequence[str],
        *,
        user: User,
        community: Community | None,
    ) -> None:
        """Ask the person what he means, and give him his words back; nothing is done until he says."""
        self.write_back(sentences, user=user, community=community)
        self.message.settle(State.ANSWERED, reason=Reason.UNCLEAR, once=self.once)

    def write_back(
        self,
        sentences: Sequence[str],
        *,
        user: User,
        community: Community | None,
        answers_here: bool = True,
    ) -> None:
        """Tell the person something about his mail: at his own address, not who says he is he."""
        answer_sender(
            self.message,
            sentences,
            to=user.email,
            subject=self.mail.subject,
            message_id=self.mail.message_id,
            own_words=self.written,
            user=user,
            community=community,
            reply_to=self.message.recipient if answers_here else "",
        )

    def ask_whether_his(self, reason: Reason, *, user: User, community: Community | None) -> None:
        """Hold it, and ask the person whose address it was sent to: a few times a day, no more.

        Whoever pretends to be he could have us write to him as often as he likes otherwise.
        """
        since = timezone.now() - timedelta(days=1)
        asked = InboundMessage.objects.filter(
            user=user, reason__in=ASKED_ABOUT, settled_at__gt=since
        ).count()
        self.hold(reason)
        if asked >= ASKED_A_DAY:
            return
        answer_sender(
            self.message,
            [
                self._why_asked(reason, community),
                _("If you wrote it, press the button, and it will be done. If not, do nothing.")
                if self.command
                else _(
                    "If you wrote it, press the button, and it will be posted. If not, do nothing."
                ),
            ],
            to=user.email,
            subject=self.mail.subject,
            message_id="",
            own_words=self.written,
            user=user,
            community=community,
            url=claim_url(self.message.pk, user.pk),
            button=_("I wrote this"),
            # Read again by an admin: he is asked again, once a day.
            key=f"{self.message.pk} {timezone.now():%Y-%m-%d}" if self.message.let_through else "",
        )

    def _why_asked(self, reason: Reason, community: Community | None) -> str:
        if reason is Reason.FORGED:
            return _(
                "A mail came to %(community)s with your address as its sender, and we could not make"
                " sure that it is from you."
            ) % {"community": community.name if community else "Porchlight"}
        return _("A mail from %(sender)s came to an address that is only yours.") % {
            "sender": self.mail.sender[1] or self.message.sender
        }

    def tell_stranger(self) -> None:
        """Answer politely, once a day to an address; in our languages, since we do not know his.

        Nothing of what was sent goes into it: it may go to somebody who never wrote.
        """
        self.message.settle(State.ANSWERED, reason=Reason.NO_SUCH_ADDRESS, once=self.once)
        sentences = []
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                sentences.append(
                    _(
                        "Your mail came to an address that is not in use here, so nobody has read"
                        " it. If you meant to answer a discussion, answer the newest mail that you"
                        " have of it."
                    )
                )
        if "@" in self.mail.sender[1]:
            answer_sender(
                self.message,
                sentences,
                to=self.mail.sender[1],
                subject="",
                message_id=self.mail.message_id,
                key=f"stranger {timezone.now():%Y-%m-%d}",
            )
