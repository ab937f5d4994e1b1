"""Make the digests that are due, here and now."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digests.actions import compose_and_queue, compose_and_send


def moment(words: str) -> datetime:
    """Return an ISO 8601 moment; without an offset it is meant as UTC. Raise ValueError."""
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Find who is due, write each digest and queue it, without a worker. Then: send_mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send", action="store_true", help="hand them over meanwhile")
        parser.add_argument("--now", type=moment, help="as if it were then (ISO 8601)")

    def handle(self, *_args: Any, **options: Any) -> None:
        make = compose_and_send if options["send"] else compose_and_queue
        tally = make(options["now"])
        self.stdout.write(
            f"{tally.mailed} digests queued, {tally.empty} had nothing new, {tally.failed} failed."
        )
