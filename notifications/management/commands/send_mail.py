"""Send the mail that waits, here and now."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.sending import send_waiting


class Command(BaseCommand):
    help = "Hand all waiting mail to the mail server, without a worker."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{send_waiting()} mails sent.")
