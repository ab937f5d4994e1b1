"""Take one mail from a file, or from a pipe."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailroom.models import Door
from mailroom.receiving import TooFastError, is_ours, receive

# sysexits.h: what mail servers that pipe mail into a command understand.
NO_SUCH_ADDRESS = 67
COME_AGAIN = 75


class Command(BaseCommand):
    help = "Store one mail (RFC 5322) from a file or from standard input; the worker reads it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the mail; without it, stdin")
        parser.add_argument(
            "--to",
            required=True,
            action="append",
            help="the address it was sent to; may be repeated",
        )
        parser.add_argument("--from", dest="sender", default="", help="the envelope's sender")

    def handle(self, *_args: Any, **options: Any) -> None:
        strangers = [address for address in options["to"] if not is_ours(address)]
        if strangers:
            host = settings.INBOUND_HOST or "(INBOUND_HOST is not set)"
            raise CommandError(
                f"No mail for {', '.join(strangers)} here; only for {host}.",
                returncode=NO_SUCH_ADDRESS,
            )
        file: Path | None = options["file"]
        content = file.read_bytes() if file else sys.stdin.buffer.read()
        limit = settings.INBOUND_MAX_MB * 1024 * 1024
        if len(content) > limit:
            raise CommandError(f"It is larger than {settings.INBOUND_MAX_MB} MB.", returncode=65)
        try:
            stored = receive(
                content, recipients=options["to"], sender=options["sender"], door=Door.COMMAND
            )
        except TooFastError:
            raise CommandError(
                "More mails than are taken within an hour; try again later.",
                returncode=COME_AGAIN,
            ) from None
        self.stdout.write(f"Stored as {', '.join(str(message) for message in stored)}.")
