"""The mail servers around us: one that takes what we send, one that hands over what comes in."""

import re
import smtplib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.IGNORECASE | re.MULTILINE)
_LIST_ID = re.compile(rb"^List-Id: *<digest\.", re.IGNORECASE | re.MULTILINE)


class TakingServer:
    """Takes every mail, and notes of digests which Message-IDs came to whom, and how often."""

    def __init__(self, port: int) -> None:
        self.digests: defaultdict[str, list[bytes]] = defaultdict(list)
        self.others = 0
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        found = _MESSAGE_ID.search(raw)
        if _LIST_ID.search(raw) and found:
            for recipient in envelope.rcpt_tos:
                self.digests[recipient].append(found[1])
        else:
            self.others += 1
        return "250 OK"


class HandingServer(threading.Thread):
    """Hands mails over by LMTP one after the other, and comes again until each is taken."""

    def __init__(
        self, port: int, letters: Sequence[tuple[str, str, bytes]], *, seconds: float
    ) -> None:
        super().__init__(daemon=True)
        self.refused = Counter[str]()
        self._port = port
        self._letters = letters
        self._pause = seconds / len(letters)

    def run(self) -> None:
        for sender, recipient, content in self._letters:
            while refusal := self._refusal(sender, recipient, content):
                self.refused[refusal] += 1
                time.sleep(0.5)
            time.sleep(self._pause)

    def _refusal(self, sender: str, recipient: str, content: bytes) -> str:
        """Return why it was not taken; empty if it was."""
        try:
            with smtplib.LMTP("127.0.0.1", self._port, timeout=30) as client:
                return str(client.sendmail(sender, [recipient], content) or "")
        except (OSError, smtplib.SMTPException) as error:
            return repr(error)
