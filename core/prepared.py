"""Queries that are put together once a process: each run only hands over its values.

Building and compiling a queryset takes Django longer than PostgreSQL takes to answer it. What the
pages read most ask is compiled once, with places where the arguments go; PostgreSQL, too, sees the
same text each time and keeps its plan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from operator import attrgetter
from typing import Any, get_type_hints

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import Expression
from psycopg.sql import Literal


class Prepared[**P]:
    """What `@prepared` makes of a function: called, it returns the rows."""

    def __init__(
        self, build: Callable[P, QuerySet[Any, Any]], looks_at: tuple[str, ...] = ()
    ) -> None:
        update_wrapper(self, build)
        self.build: Callable[..., QuerySet[Any, Any]] = build
        self.names = build.__code__.co_varnames[: build.__code__.co_argcount]
        self.looks_at = tuple(_Place(*one.split(".")) for one in looks_at)
        self.compiled: dict[tuple[Any, ...], _Compiled] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[tuple[Any, ...]]:
        given = dict(zip(self.names, args, strict=False)) | kwargs
        seen = tuple([place.value_in(given) for place in self.looks_at])
        query = self.compiled.get(seen)
        if query is None:
            query = self.compiled[seen] = self._compiled(seen)
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [place.value_in(given) for place in query.places])
            rows = cursor.fetchall()
        if query.converters:
            rows = map(tuple, query.compiler.apply_converters(rows, query.converters))
        return list(rows)

    def _compiled(self, seen: tuple[Any, ...]) -> "_Compiled":
        hints = get_type_hints(self.build)
        known = dict(zip(self.looks_at, seen, strict=True))
        stand_ins = {
            name: _Reader(name, known) if _is_model(hints[name]) else _stand_in(_Place(name), known)
            for name in self.names
        }
        compiler = self.build(**stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters(column for column, *_ in compiler.select)
        places = [one for one in parameters if isinstance(one, _Place)]
        return _Compiled(_with_constants(sql, parameters), places, compiler, converters)


def prepared[**P](build: Callable[P, QuerySet[Any, Any]]) -> Prepared[P]:
    """Turn a function that returns a queryset of values_list() into one that returns its rows.

    `build` is called once, with a stand-in for each argument: it may hand them on to filters and
    annotations (of one that is a model, the attributes), and not look at them. The columns of a row
    come in the order of values_list().
    """
    return Prepared(build)


def prepared_for_each[**P](
    *looks_at: str,
) -> Callable[[Callable[P, QuerySet[Any, Any]]], Prepared[P]]:
    """Prepare a function that looks at some of its arguments ("wide"), or their attributes.

    Of these ("reader.standing") it is given the values, and called once for each that comes: they
    must be few.
    """
    return lambda build: Prepared(build, looks_at)


def fields_of(model: type[Model], prefix: str = "") -> tuple[str, ...]:
    """Return the fields of a model for values_list(), for instance_of() to put together again."""
    return tuple(f"{prefix}{field.attname}" for field in model._meta.concrete_fields)


def instance_of[M: Model](model: type[M], values: Sequence[Any]) -> M:
    """Return the instance with these values, in the order of fields_of()."""
    return model.from_db(DEFAULT_DB_ALIAS, [f.attname for f in model._meta.concrete_fields], values)


def _with_constants(sql: str, parameters: Sequence[Any]) -> str:
    """Return the statement with what never changes written into it.

    PostgreSQL keeps one plan for all values only if that costs no more than a plan for these ones,
    and of "state = $1" it has to expect the most frequent state.
    """
    connection.ensure_connection()
    written = [
        "%s" if isinstance(one, _Place) else _literal(one, connection.connection)
        for one in parameters
    ]
    # The statement is still one into which values go: a sign of per cent in it stays doubled.
    return sql.replace("%%", "%%%%") % tuple(written)


def _literal(value: Any, to: Any) -> str:
    return Literal(value).as_string(to).replace("%", "%%")


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    places: "Sequence[_Place]"
    compiler: Any
    converters: dict[int, Any]
    """By column, what Django does to a value of the database."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Stands among the parameters of the compiled query."""

    name: str
    attribute: str = ""

    def value_in(self, given: dict[str, Any]) -> Any:
        value = given[self.name]
        return attrgetter(self.attribute)(value) if self.attribute else value


class _Argument(Expression):
    """One value, not known yet."""

    def __init__(self, place: _Place) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self.place,)

    def get_group_by_cols(self) -> list[Any]:
        """Nothing: a value that is the same for all rows parts no groups."""
        return []


class _Reader:
    """Stands in for a model instance; its attributes are values not known yet, but for some."""

    def __init__(self, name: str, known: Mapping[_Place, Any]) -> None:
        self._name = name
        self._known = known

    def __getattr__(self, attribute: str) -> Any:
        return _stand_in(_Place(self._name, attribute), self._known)


def _stand_in(place: _Place, known: Mapping[_Place, Any]) -> Any:
    return known[place] if place in known else _Argument(place)
