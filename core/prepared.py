"""Queries that are put together once a process: each run only hands over its values.

Building and compiling a queryset takes Django longer than PostgreSQL takes to answer it. What the
pages read most ask is compiled once, with places where the arguments go; PostgreSQL, too, sees the
same text each time and keeps its plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from operator import attrgetter
from typing import Any, get_type_hints

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import Expression


class Prepared[**P]:
    """What `@prepared` makes of a function: called, it returns the rows."""

    def __init__(self, build: Callable[P, QuerySet[Any, Any]]) -> None:
        update_wrapper(self, build)
        self.build: Callable[..., QuerySet[Any, Any]] = build
        self.names = build.__code__.co_varnames[: build.__code__.co_argcount]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[tuple[Any, ...]]:
        query = self.compiled
        given = dict(zip(self.names, args, strict=False)) | kwargs
        values = [p.value_in(given) if isinstance(p, _Place) else p for p in query.parameters]
        with connection.cursor() as cursor:
            cursor.execute(query.sql, values)
            rows = cursor.fetchall()
        if query.converters:
            rows = map(tuple, query.compiler.apply_converters(rows, query.converters))
        return list(rows)

    @cached_property
    def compiled(self) -> "_Compiled":
        hints = get_type_hints(self.build)
        stand_ins = {
            name: _Reader(name) if _is_model(hints[name]) else _Argument(_Place(name))
            for name in self.names
        }
        compiler = self.build(**stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters(column for column, *_ in compiler.select)
        return _Compiled(sql, parameters, compiler, converters)


def prepared[**P](build: Callable[P, QuerySet[Any, Any]]) -> Prepared[P]:
    """Turn a function that returns a queryset of values_list() into one that returns its rows.

    `build` is called once, with a stand-in for each argument: it may hand them on to filters and
    annotations (of one that is a model, the attributes), and not look at them. The columns of a row
    come in the order of values_list().
    """
    return Prepared(build)


def fields_of(model: type[Model], prefix: str = "") -> tuple[str, ...]:
    """Return the fields of a model for values_list(), for instance_of() to put together again."""
    return tuple(f"{prefix}{field.attname}" for field in model._meta.concrete_fields)


def instance_of[M: Model](model: type[M], values: Sequence[Any]) -> M:
    """Return the instance with these values, in the order of fields_of()."""
    return model.from_db(DEFAULT_DB_ALIAS, [f.attname for f in model._meta.concrete_fields], values)


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    parameters: Sequence[Any]
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
    """Stands in for a model instance; its attributes are values not known yet."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> _Argument:
        return _Argument(_Place(self._name, attribute))
