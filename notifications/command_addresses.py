"""Addresses that are a command by themselves: what List-Unsubscribe and List-Help name (RFC 2369).

Each is one person's, signed, kept nowhere, and works for ever.
"""

import re

from django.conf import settings

from core.signed_links import make_mailbox_token, read_mailbox_token
from notifications.commands import commands

_LOCAL = re.compile(r"([a-z]+)\+([a-z2-7]{20,60})", re.IGNORECASE)


def command_address(command: str, user_id: int, community_id: int = 0) -> str:
    """Return where this person has it done, in one community or (0) in none; empty without mail."""
    if not settings.INBOUND_HOST:
        return ""
    token = make_mailbox_token(_act(command), user_id, community_id)
    return f"{command}+{token}@{settings.INBOUND_HOST}"


def command_addressed(recipient: str) -> tuple[str, int, int] | None:
    """Return command, user id and community id (0: none) that an address names, or None."""
    local, _at, host = recipient.rpartition("@")
    found = _LOCAL.fullmatch(local) if host.lower() == settings.INBOUND_HOST.lower() else None
    if found is None or found[1].lower() not in commands():
        return None
    command = found[1].lower()
    numbers = read_mailbox_token(_act(command), found[2])
    return (command, numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None


def list_headers(
    *, list_id: str, stop_url: str, stop_address: str, help_address: str, post_address: str = ""
) -> dict[str, str]:
    """Return what lets mail programs sort a mail, stop such mails, and answer to all its readers.

    RFC 2919, RFC 2369, RFC 8058. An address that is empty is left out; a mail that nobody can
    answer to all says so.
    """
    stops = [f"<{stop_url}>", *([f"<mailto:{stop_address}>"] if stop_address else [])]
    return {
        "List-Id": f"<{list_id}>",
        "List-Unsubscribe": ", ".join(stops),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        **({"List-Help": f"<mailto:{help_address}>"} if help_address else {}),
        "List-Post": f"<mailto:{post_address}>" if post_address else "NO",
    }


def _act(command: str) -> str:
    return f"address.{command}"
