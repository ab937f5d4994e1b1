"""The door for a mail server on this machine: LMTP, RFC 2033."""

import asyncio
import logging
import socket
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error, connection

from mailroom.models import Door
from mailroom.receiving import MAX_RECIPIENTS, TooFastError, is_ours, receive

logger = logging.getLogger(__name__)

# RFC 5321, 4.2.2 and RFC 3463.
STORED = "250 2.6.0 Stored"
COME_AGAIN = "451 4.3.0 It cannot be stored now; please try again"
NOT_HERE = "550 5.1.2 No mail is received at this host"
TOO_FAST = "451 4.7.1 More mails than are taken within an hour; please try again later"
TOO_MANY = "452 4.5.3 Too many addresses at once"


class Doorkeeper:
    """aiosmtpd's handler: stores each mail for all of its addresses, or for none."""

    def __init__(self) -> None:
        # One thread, and so one connection to the database, which the loop does not wait for.
        self._storing = ThreadPoolExecutor(max_workers=1)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if not is_ours(address):
            return NOT_HERE
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer once for each address (RFC 2033, section 4.2)."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._storing, _store, envelope)
        return "\r\n".join([answer] * len(envelope.rcpt_tos))

    async def leave(self) -> None:
        """Give up the thread and its connection."""
        await asyncio.get_running_loop().run_in_executor(self._storing, _disconnect)
        self._storing.shutdown()


class _Door(LMTP):
    """Takes lines of any length: programs send longer ones than RFC 5321 allows, and mean them.

    aiosmtpd refuses them for good, so that a mail would come back to a person who can do nothing.
    How large a mail may be bounds them.
    """

    line_length_limit = 2**30


def _disconnect() -> None:
    # Here, since `connection` is another one in each thread.
    connection.close()


def _store(envelope: Envelope) -> str:
    try:
        receive(
            envelope.original_content or b"",
            recipients=envelope.rcpt_tos,
            # aiosmtpd leaves the empty sender of bounces in its brackets.
            sender=(envelope.mail_from or "").strip("<>"),
            door=Door.LMTP,
        )
    except TooFastError:
        return TOO_FAST
    except Error:
        # A full disk, a database that restarts: the mail server keeps it and comes again.
        logger.exception("a mail could not be stored")
        _disconnect()
        return COME_AGAIN
    return STORED


async def serve(listening: socket.socket) -> None:
    """Answer LMTP on the listening socket until cancelled."""
    loop = asyncio.get_running_loop()
    keeper = Doorkeeper()
    server = await loop.create_server(
        lambda: _Door(
            keeper,
            hostname=settings.INBOUND_HOST,
            data_size_limit=settings.INBOUND_MAX_MB * 1024 * 1024,
            enable_SMTPUTF8=True,
            timeout=300,
            loop=loop,
        ),
        sock=listening,
    )
    try:
        async with server:
            await server.serve_forever()
    finally:
        await keeper.leave()
