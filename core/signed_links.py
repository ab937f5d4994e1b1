"""Tokens for links in mails: signed, for one act, naming ids and nothing else."""

from datetime import timedelta
from typing import Any

from django.core import signing

SALT = "porchlight.link."


class StaleLinkError(Exception):
    """The link was once good; `ids` says whom and what it named."""

    def __init__(self, ids: dict[str, int]) -> None:
        super().__init__("this link is too old")
        self.ids = ids


def make_token(act: str, **ids: int) -> str:
    """Return a URL-safe token for one act; another act's view refuses it."""
    return signing.dumps(ids, salt=SALT + act, compress=False)


def read_token(act: str, token: str, *, max_age: timedelta | None = None) -> dict[str, int] | None:
    """Return the ids a token names, or None if it is not one of ours for this act.

    Raise StaleLinkError if it is ours but older than max_age.
    """
    try:
        ids: Any = signing.loads(token, salt=SALT + act)
    except signing.BadSignature:
        return None
    if not isinstance(ids, dict):
        return None
    if max_age is not None:
        try:
            signing.loads(token, salt=SALT + act, max_age=max_age)
        except signing.SignatureExpired as error:
            raise StaleLinkError(ids) from error
    return ids
