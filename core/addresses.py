"""Addresses of pages that lists repeat: found once a process, since resolving them takes time."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=16384)
def address(name: str, *args: str | int) -> str:
    """Return reverse(name, args=args); raise NoReverseMatch as it does."""
    return reverse(name, args=args)
