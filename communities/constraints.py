"""Constraints that keep communities apart, declared in Meta so that makemigrations writes them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint


class _WrittenAfterTheTables(BaseConstraint, ABC):
    """A constraint of ours: its SQL runs when all tables of the migration are there."""

    @abstractmethod
    def sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        """Return the statements that write it."""

    @abstractmethod
    def drop_sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        """Return the statement that takes it away."""

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None and schema_editor is not None  # noqa: PT018, S101
        schema_editor.deferred_sql.extend(self.sql(model, schema_editor))
        return ""

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        self.constraint_sql(model, schema_editor)
        return ""

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None and schema_editor is not None  # noqa: PT018, S101
        return self.drop_sql(model, schema_editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to ask beforehand: the database answers."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _WrittenAfterTheTables):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class CommunityPolicy(_WrittenAfterTheTables):
    """Row-level security by community_id, for reading and writing."""

    def sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, name = editor.quote_name(model._meta.db_table), editor.quote_name(self.name)
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            # The SELECT makes the function run once a query, not once a row.
            f"CREATE POLICY {name} ON {table} "
            "USING (community_id = ANY ((SELECT community_scope())::bigint[]))",
        ]

    def drop_sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        table, name = editor.quote_name(model._meta.db_table), editor.quote_name(self.name)
        return f"DROP POLICY {name} ON {table}"


class SameCommunity(_WrittenAfterTheTables):
    """A foreign key of two columns, (community_id, x_id): row-level security does not see keys.

    `field` is the foreign key's name. A key that points at another table than Django's own does
    (a user that must be a member) names it with `target` ("app.Model") and `target_column`.
    `on_delete` is SQL: "NO ACTION" unless the database itself should "CASCADE".
    """

    def __init__(
        self,
        *,
        field: str,
        name: str,
        target: str | None = None,
        target_column: str = "id",
        on_delete: str = "NO ACTION",
    ) -> None:
        super().__init__(name=name)
        self.field = field
        self.target = target
        self.target_column = target_column
        self.on_delete = on_delete

    def sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        field: Any = model._meta.get_field(self.field)
        remote: Any = (
            model._meta.apps.get_model(self.target) if self.target else field.related_model
        )
        q = editor.quote_name
        return [
            f"ALTER TABLE {q(model._meta.db_table)} ADD CONSTRAINT {q(self.name)} "
            f"FOREIGN KEY (community_id, {q(str(field.column))}) "
            f"REFERENCES {q(remote._meta.db_table)} (community_id, {q(self.target_column)}) "
            f"ON DELETE {self.on_delete} DEFERRABLE INITIALLY DEFERRED"
        ]

    def drop_sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        q = editor.quote_name
        return f"ALTER TABLE {q(model._meta.db_table)} DROP CONSTRAINT {q(self.name)}"

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        if self.target:
            kwargs |= {"target": self.target, "target_column": self.target_column}
        if self.on_delete != "NO ACTION":
            kwargs["on_delete"] = self.on_delete
        return path, args, kwargs


def tenant(prefix: str, *fields: str) -> list[BaseConstraint]:
    """Return what every table with community_id needs; `fields` are its keys to other such tables.

    `prefix` is the table's name; it makes the constraints' names unique.
    """
    return [
        models.UniqueConstraint(fields=["community", "id"], name=f"{prefix}_in_community"),
        CommunityPolicy(name=f"{prefix}_policy"),
        *(SameCommunity(field=f, name=f"{prefix}_{f}_in_community") for f in fields),
    ]
