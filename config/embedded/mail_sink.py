"""An SMTP server for development: it delivers nothing and keeps every message as a file.

python -m config.embedded.mail_sink --fd 5 --folder .data/mail
"""

import argparse
import asyncio
import os
import secrets
import socket
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 50_000_000  # bytes of one message


class Keeper:
    """aiosmtpd's handler: writes each message whole, or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message's exact bytes; the answer is SMTP's (RFC 5321, 4.2)."""
        content = envelope.original_content or b""
        # Nanoseconds first: the names' order is the order of arrival.
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        temporary = self.folder / f".{name}.part"
        temporary.write_bytes(content)
        temporary.replace(self.folder / f"{name}.eml")
        return "250 Kept for the mail page"


async def serve(listening: socket.socket, folder: Path) -> None:
    """Answer SMTP on the listening socket until cancelled."""
    keeper = Keeper(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(
            keeper,
            hostname="localhost",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST,
            loop=asyncio.get_running_loop(),
        ),
        sock=listening,
    )
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="number of the listening socket")
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args()
    os.umask(0o077)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(socket.socket(fileno=chosen.fd), chosen.folder))


if __name__ == "__main__":
    main()
