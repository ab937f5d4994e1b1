"""A cache that may go away: pages work without it, a little slower.

While Valkey does not answer, what is asked for is missing and what is kept is not kept. What
could not be written or deleted meanwhile is deleted as soon as it answers again, so that nothing
comes back from before. Limits on guessing (allauth's keys) must not fall with it: they are counted
in the memory of each process meanwhile, so a stranger has at most one allowance a process.
"""

import logging
import time
from collections.abc import Callable, Collection
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

SECONDS = 0.3  # for a connection, and for an answer
TRY_AGAIN_AFTER = 2.0  # seconds in which a page does not wait for it again
LOG_EVERY = 60.0  # seconds
REMEMBERED = 10_000  # keys; past that the whole cache is out of date
LOCAL = ":allauth:"
SCAN_BATCH = 1000


class _OneConnectionMaker(RedisCacheClient):
    """Keeps redis-py's client, which is safe for threads and takes a third of a millisecond to make."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if not hasattr(self, "_kept_client"):
            self._kept_client = super().get_client(key, write=write)
        return self._kept_client


class FailSoftClient:
    """Answers "not there" while the server is away."""

    def __init__(self, servers: list[str], *, prefix: str, **options: Any) -> None:
        self._redis: Any = _OneConnectionMaker(
            servers,
            socket_timeout=SECONDS,
            socket_connect_timeout=SECONDS,
            # Once more, for a connection that the server closed while it was idle.
            retry=Retry(NoBackoff(), 1),
            **options,
        )
        self._prefix = prefix
        self._away_until = 0.0
        self._logged_at = 0.0
        self._out_of_date: set[str] = set()
        self._local = LocMemCache("while the cache is away", {"MAX_ENTRIES": REMEMBERED})

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        return bool(
            self._attempt(
                lambda: self._redis.add(key, value, timeout),
                lambda: _is_local(key) and self._local.add(key, value, timeout),
                writes=[key],
            )
        )

    def get(self, key: str, default: Any) -> Any:
        return self._attempt(
            lambda: self._redis.get(key, default),
            lambda: self._local.get(key, default) if _is_local(key) else default,
        )

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        self._attempt(
            lambda: self._redis.set(key, value, timeout),
            lambda: self._local.set(key, value, timeout) if _is_local(key) else None,
            writes=[key],
        )

    def touch(self, key: str, timeout: float | None) -> bool:
        return bool(self._attempt(lambda: self._redis.touch(key, timeout), lambda: False))

    def delete(self, key: str) -> bool:
        return bool(
            self._attempt(
                lambda: self._redis.delete(key),
                lambda: _is_local(key) and self._local.delete(key),
                writes=[key],
            )
        )

    def get_many(self, keys: Collection[str]) -> dict[str, Any]:
        found: dict[str, Any] = self._attempt(lambda: self._redis.get_many(keys), dict)
        return found

    def has_key(self, key: str) -> bool:
        return bool(
            self._attempt(
                lambda: self._redis.has_key(key),
                lambda: _is_local(key) and self._local.has_key(key),
            )
        )

    def incr(self, key: str, delta: int) -> int:
        """Raise ValueError, as for a key that is not there, when the server is away."""
        found = self._attempt(lambda: self._redis.incr(key, delta), lambda: None, writes=[key])
        if found is None:
            raise ValueError(f"Key {key!r} not found.")
        return int(found)

    def set_many(self, data: dict[str, Any], timeout: float | None) -> None:
        self._attempt(
            lambda: self._redis.set_many(data, timeout),
            lambda: None,
            writes=list(data),
        )

    def delete_many(self, keys: Collection[str]) -> None:
        self._attempt(
            lambda: self._redis.delete_many(keys),
            lambda: None,
            writes=list(keys),
        )

    def clear(self) -> bool:
        """Delete our own keys only: the broker's queues may live in the same database."""
        self._local.clear()
        return bool(self._attempt(self._delete_our_keys, lambda: False, writes=[""]))

    def _delete_our_keys(self) -> bool:
        client = self._redis.get_client(None, write=True)
        batch: list[bytes] = []
        for key in client.scan_iter(match=f"{self._prefix}:*", count=SCAN_BATCH):
            batch.append(key)
            if len(batch) == SCAN_BATCH:
                client.unlink(*batch)
                batch = []
        if batch:
            client.unlink(*batch)
        return True

    def _attempt[T](
        self,
        ask: Callable[[], T],
        otherwise: Callable[[], T],
        *,
        writes: Collection[str] = (),
    ) -> T:
        now = time.monotonic()
        if now >= self._away_until:
            try:
                if self._out_of_date:
                    self._make_good()
                return ask()
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + TRY_AGAIN_AFTER
                self._log(error)
        self._out_of_date.update(writes)
        return otherwise()

    def _make_good(self) -> None:
        keys = self._out_of_date
        if "" in keys or len(keys) > REMEMBERED:
            self._delete_our_keys()
        else:
            self._redis.get_client(None, write=True).unlink(*keys)
        self._out_of_date = set()
        self._local.clear()
        logger.info("the cache is back")

    def _log(self, error: Exception) -> None:
        if time.monotonic() - self._logged_at > LOG_EVERY or not self._logged_at:
            self._logged_at = time.monotonic()
            logger.warning("the cache is away: %s", type(error).__name__)


def _is_local(key: str) -> bool:
    return LOCAL in key


class FailSoftRedisCache(RedisCache):
    """RedisCache that never raises because its server is away.

    OPTIONS may name `longest`, in seconds: nothing is kept for longer. Sessions have it, because
    one that was ended while the server was away, by a process that died before it could say so,
    must not come back.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        options = dict(params.get("OPTIONS", {}))
        self._longest: int | None = options.pop("longest", None)
        self._options = {**options, "prefix": self.key_prefix}
        self._class: Any = FailSoftClient

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int | None:
        """Return seconds, never more than `longest`."""
        found = super().get_backend_timeout(timeout)
        seconds = None if found is None else int(found)
        if self._longest is None:
            return seconds
        return self._longest if seconds is None else min(seconds, self._longest)
