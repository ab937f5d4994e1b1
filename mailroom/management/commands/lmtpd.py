"""Take mail from a mail server on this machine."""

import asyncio
import signal
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailroom.lmtp import serve


class Command(BaseCommand):
    help = "Listen for LMTP (RFC 2033): Postfix or Exim hand over mail to INBOUND_HOST here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8024, help="on 127.0.0.1 (8024)")
        parser.add_argument("--socket", type=Path, help="a Unix socket instead of a port")
        parser.add_argument("--fd", type=int, help="number of a socket that listens already")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.INBOUND_HOST:
            raise CommandError("Set INBOUND_HOST to the host whose mail comes here.")
        try:
            listening = _listening(options["fd"], options["socket"], options["port"])
        except OSError as error:
            raise CommandError(f"It cannot listen there: {error.strerror}.") from error
        try:
            asyncio.run(_serve_until_told(listening))
        except (KeyboardInterrupt, asyncio.CancelledError):
            self.stdout.write("Stopped.")


async def _serve_until_told(listening: socket.socket) -> None:
    """Serve until SIGTERM, and store first what is being stored."""
    serving = asyncio.ensure_future(serve(listening))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    await serving


def _listening(number: int | None, path: Path | None, port: int) -> socket.socket:
    if number is not None:
        return socket.socket(fileno=number)
    if path is not None:
        path.unlink(missing_ok=True)
        made = socket.socket(socket.AF_UNIX)
        made.bind(str(path))
        # Whoever may reach the folder may hand over mail; the folder decides who that is.
        path.chmod(0o666)
    else:
        made = socket.create_server(("127.0.0.1", port))
    made.listen(100)
    return made
