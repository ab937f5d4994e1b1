"""A person with nothing but a mail program: what came to him, and how he answers it."""

import re
import smtplib
from dataclasses import dataclass, field
from email.utils import make_msgid, parseaddr
from urllib.parse import urlsplit

from django.test import Client

from mailroom.models import InboundMessage
from notifications.sending import send_waiting
from tests.mailroom.letters import letter
from tests.notifications.notice_scenes import work
from tests.smtp_peer import Received, SmtpPeer


@dataclass
class Mailbox:
    """`door` is where his provider hands over what he sends, `peer` where ours sends to."""

    email: str
    name: str
    peer: SmtpPeer
    door: smtplib.LMTP
    seen: int = 0
    sent: list[str] = field(default_factory=list)

    def new_mails(self) -> list[Received]:
        """Have all that waits sent, and return what came to him since he last looked."""
        work()
        send_waiting()
        mine = self.peer.to(self.email)
        found, self.seen = mine[self.seen :], len(mine)
        return found

    def new_mail(self) -> Received:
        (mail,) = self.new_mails()
        return mail

    def answer(
        self, mail: Received, words: str, *, photo: bytes = b"", subject: str = ""
    ) -> InboundMessage:
        """Answer as a telephone does, with the whole mail quoted below."""
        quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
        text = f"{words}\n\nEl lun, 23 nov 2026 a las 8:05, Porchlight <x@y.example> escribió:\n\n{quoted}\n"
        to = parseaddr(str(mail.message["Reply-To"]))[1]
        return self.send(to, text, subject=subject or f"Re: {mail.subject}", photo=photo)

    def send(self, to: str, text: str, *, subject: str, photo: bytes = b"") -> InboundMessage:
        """Send a mail; return what became of it."""
        own = make_msgid(domain="phone.example")
        dmarc = {"Authentication-Results": "mx.porchlight.example; dmarc=pass"}
        mail = letter(
            to,
            text,
            sender=f"{self.name} <{self.email}>",
            subject=subject,
            message_id=own,
            headers=dmarc,
        )
        if photo:
            mail.add_attachment(photo, "image", "jpeg", filename="IMG_0042.jpg")
        assert self.door.sendmail(self.email, [to], mail.as_bytes()) == {}
        work()
        self.sent.append(own)
        return InboundMessage.objects.latest("pk")

    def press(self, mail: Received, path: str) -> str:
        """Press the button behind the link with this in its path; return what the page says then."""
        found = re.search(rf"https?://\S*{path}\S*", mail.text)
        assert found, mail.text
        return Client().post(urlsplit(found[0]).path).text
