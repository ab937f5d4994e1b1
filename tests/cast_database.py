"""A database in which the cast stands already, for the thousands of tests that begin with it.

Making the cast takes longer than what many a test does with it. Each of those tests is rolled back,
so nothing changes here; tests that commit make the cast for themselves, in the other database.
"""

import functools
import pickle
import sys
from typing import Any

import pytest
from django.db import connections
from pytest_django.fixtures import validate_django_db

from config.embedded.data_folder import PROJECT
from tests.cast import Cast, make_cast

SUFFIX = "cast"


class CastDatabase:
    """Lets `default` speak with a copy of the test database, in which the cast was committed."""

    def __init__(self) -> None:
        self._plain: Any = None
        self._filled: Any = None
        self._cast = b""

    def make(self) -> None:
        """Copy the test database, which must be made already, and let the cast come in."""
        connections["default"].close()
        owner = connections["owner"]
        owner.creation.clone_test_db(SUFFIX, verbosity=0, autoclobber=True)
        name = owner.creation.get_test_db_clone_settings(SUFFIX)["NAME"]
        self._set_ids_apart(name)
        self._plain, self._filled = connections["default"], _connection("default", name)
        connections["default"] = self._filled
        self._cast = pickle.dumps(make_cast())
        self.leave()

    def remove(self) -> None:
        self.leave()
        self._filled.close()
        connections["owner"].creation.destroy_test_db(verbosity=0, suffix=SUFFIX)

    def enter(self) -> None:
        """Use it from now on; forget what other tests left in the process, whose ids are the same."""
        if self._filled is not None:
            connections["default"] = self._filled
            _forget_by_id()

    def leave(self) -> None:
        """Use the test database again."""
        if self._in_use():
            connections["default"] = self._plain
            _forget_by_id()

    def cast(self) -> Cast:
        """Return the cast of the database in use, which gets one if it has none."""
        if not self._in_use():
            return make_cast()
        found: Cast = pickle.loads(self._cast)
        return found

    def _in_use(self) -> bool:
        return self._filled is not None and connections["default"] is self._filled

    def _set_ids_apart(self, name: str) -> None:
        """Begin each table's ids elsewhere: who takes one thing's id for another's finds nothing."""
        owner = _connection("owner", name)
        with owner.cursor() as cursor:
            cursor.execute("SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences")
            names = sorted(found for (found,) in cursor.fetchall())
            for place, sequence in enumerate(names, start=1):
                cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, place * 100])
        owner.close()


def begins_with_the_cast(item: pytest.Item) -> bool:
    """Say whether a test asks for the cast, through `default` alone, and is rolled back in the end."""
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    if marker:
        commits, _resets, databases, *_more = validate_django_db(marker)
        # The owner's connection stays with the test database, and so do his locks.
        if commits or databases:
            return False
    return "cast" in names and not {"transactional_db", "live_server"} & set(names)


def _connection(alias: str, name: str) -> Any:
    made = connections.create_connection(alias)
    made.settings_dict = {**made.settings_dict, "NAME": name}
    return made


@functools.cache
def _with_rows() -> frozenset[str]:
    """Return the names of our packages that read the database: core does not."""
    return frozenset(path.parent.name for path in PROJECT.glob("*/models*"))


_looked_at: dict[str, list[Any]] = {}


def _forget_by_id() -> None:
    """Empty what our modules keep in the process, up to a number, by what it was asked for."""
    for name in sys.modules.keys() - _looked_at.keys():
        ours = name.partition(".")[0] in _with_rows()
        values = vars(sys.modules[name]).values() if ours else ()
        _looked_at[name] = [
            value
            for value in values
            if isinstance(value, functools._lru_cache_wrapper)
            and value.cache_parameters()["maxsize"]
        ]
    for found in _looked_at.values():
        for kept in found:
            kept.cache_clear()
