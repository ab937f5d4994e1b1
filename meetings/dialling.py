"""Telephone numbers that a tap dials."""


def dial_url(number: str, code: str) -> str:
    """Return the address that dials a number and, after a pause, a code (RFC 3966)."""
    digits = "".join(one for one in number if one in "+0123456789*#")
    keys = "".join(one for one in code if one in "0123456789*#")
    # A comma is a pause to every phone, though the RFC knows none.
    return f"tel:{digits}{',,' if keys else ''}{keys}".replace("#", "%23") if digits else ""
