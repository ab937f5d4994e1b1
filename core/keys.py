"""Keys that stand in addresses and open something by being known."""

import secrets


def new_key() -> str:
    """Return 128 random bits, in 32 letters that an address carries as they are."""
    return secrets.token_hex(16)
