"""Tokens for links in mails: signed, for one act, naming ids and nothing else."""

import hmac
from base64 import b32decode, b32encode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes

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


SHORT_MAC = 12  # bytes: 2^96 guesses at a web page


def make_short_token(act: str, *numbers: int) -> str:
    """Return a token of some 20 characters for one act; it never gets too old.

    For headers of mails, where a longer word than 77 characters would be broken.
    """
    return urlsafe_b64encode(_packed(numbers) + _mac(act, _packed(numbers))).decode().rstrip("=")


def read_short_token(act: str, token: str) -> list[int] | None:
    """Return the numbers that a short token names, or None if it is not one of ours for this act."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    packed = _read(act, raw)
    return None if packed is None else _unpacked(packed)


def make_mailbox_token(act: str, *numbers: int) -> str:
    """Return a token like a short one, of some 28 small letters and digits.

    For the local part of an address: mail servers may fold it, and it has room for 64.
    """
    raw = _packed(numbers) + _mac(act, _packed(numbers))
    return b32encode(raw).decode().rstrip("=").lower()


def read_mailbox_token(act: str, token: str) -> list[int] | None:
    """Return the numbers that a mailbox token names, or None if it is not one of ours for this act."""
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    packed = _read(act, raw)
    return _unpacked(packed) if packed else None


def _read(act: str, raw: bytes) -> bytes | None:
    """Return what is signed, or None if the signature is not ours."""
    packed, mac = raw[:-SHORT_MAC], raw[-SHORT_MAC:]
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(mac, _mac(act, packed, secret)) for secret in secrets):
        return None
    return packed


def _mac(act: str, packed: bytes, secret: str | bytes | None = None) -> bytes:
    key = _key(SALT + "short." + act, secret or settings.SECRET_KEY)
    return hmac.digest(key, b64encode(packed), "sha256")[:SHORT_MAC]


@lru_cache(maxsize=256)
def _key(salt: str, secret: str | bytes) -> bytes:
    """Return the key of one act, made as by django.utils.crypto.salted_hmac: a digest has many links."""
    return sha256(force_bytes(salt) + force_bytes(secret)).digest()


def _packed(numbers: Iterable[int]) -> bytes:
    """Write numbers in base 128, the last byte of each without its high bit."""
    written = bytearray()
    for number in numbers:
        rest = number
        while rest > 127:
            written.append(128 | rest & 127)
            rest >>= 7
        written.append(rest)
    return bytes(written)


def _unpacked(packed: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return numbers
