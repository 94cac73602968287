"""What every table stands on: rows that stay in their cooperative, and tables that are only added to."""

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint


class SameCooperative(BaseConstraint):
    """A foreign key with the cooperative in it: (cooperative, field) must exist together in the table pointed at.

    The table pointed at must carry `Unique` on (cooperative, id), see `one_cooperative`.
    """

    def __init__(self, field: str, *, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _parts(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> tuple[str, str]:
        quote = editor.quote_name
        field: Any = model._meta.get_field(self.field)
        target = field.related_model._meta.db_table
        clause = (
            f"FOREIGN KEY ({quote('cooperative_id')}, {quote(field.column)})"
            f" REFERENCES {quote(target)} ({quote('cooperative_id')}, {quote('id')}) DEFERRABLE INITIALLY DEFERRED"
        )
        return quote(model._meta.db_table), f"CONSTRAINT {quote(self.name)} {clause}"

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.create_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        # At the end of the migration: the column, or the table pointed at, may still be on its way.
        table, clause = self._parts(model, schema_editor)
        schema_editor.deferred_sql.append(f"ALTER TABLE {table} ADD {clause}")
        return ""  # nothing to do now; no None, which Django would run for a table with defaults of the database's own

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT IF EXISTS {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Left to PostgreSQL: the services never offer a row of another cooperative."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return "werkplaats.ground.tables.SameCooperative", (), {"field": self.field, "name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCooperative) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))


def one_cooperative(table: str, *fields: str) -> list[BaseConstraint]:
    """The constraints that keep a row of `table`, and all it points at by `fields`, in one cooperative."""
    unique = models.UniqueConstraint(fields=["cooperative", "id"], name=f"{table}_of_one_cooperative")
    return [unique, *(SameCooperative(field, name=f"{table}_{field}_same_cooperative") for field in fields)]


def only_added_to() -> list[pgtrigger.Trigger]:
    """Triggers for a table whose rows are never changed and never removed."""
    return [pgtrigger.Protect(name="only_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]


def steps(field: str, *allowed: tuple[str, str]) -> list[pgtrigger.Trigger]:
    """A trigger that lets the status in `field` take only the steps named."""
    return [pgtrigger.FSM(name=f"{field}_takes_only_known_steps", field=field, transitions=list(allowed))]


def one_of(table: str, field: str, values: type[Any]) -> models.CheckConstraint:
    """A check that `field` holds one of the values of a StrEnum."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [value.value for value in values]}), name=f"{table}_{field}_is_known"
    )


def some_of(table: str, field: str, values: type[Any]) -> models.CheckConstraint:
    """A check that the array in `field` holds only values of a StrEnum; it may be empty."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__contained_by": [value.value for value in values]}),
        name=f"{table}_{field}_are_known",
    )
