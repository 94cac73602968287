"""Writing rows by the thousand: by COPY, which costs a few times less than INSERT, in Python and in PostgreSQL; or a
few rows, or a change in one row, a thousand times.

Constraints, foreign keys and triggers work as ever. Called by services only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from werkplaats.ground import sql

T = TypeVar("T", bound=Model)
FEW = 8  # rows up to which one INSERT takes half the time of a COPY, which is two questions


def add(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Each row by the names of its columns, all rows with the same ones; what is not named gets the field's default.

    Errors: IntegrityError where the database refuses them; then none is added.
    """
    if not rows:
        return
    into, values = _as_written(model, rows)
    with connection.cursor() as cursor:
        if len(rows) <= FEW:
            few = list(values)
            cursor.execute(_insert(into, few), [one for row in few for one in row])
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)


def added(model: type[T], row: Mapping[str, Any]) -> T:
    """One row, by the names of its columns as in `add`, and what it became."""
    into, values = _as_written(model, [row])
    only = list(values)
    (written,) = sql.rows(f"{_insert(into, only)} RETURNING *", only[0])
    new = sql.model_of(model, written)
    assert new is not None  # it has its key
    return new


def _as_written(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> tuple[str, Iterator[list[Any]]]:
    """The table with its columns, and for each row their values, one row at a time."""
    own = [field for field in model._meta.concrete_fields if not field.primary_key or field.attname in rows[0]]
    names = [str(field.attname) for field in own if field.attname in rows[0]]
    assert len(names) == len(rows[0]), f"no column of {model.__name__}: {rows[0].keys() - set(names)}"
    rest = {str(field.attname): field.get_default() for field in own if field.attname not in rows[0]}
    columns = ", ".join(f'"{name}"' for name in [*names, *rest])
    same = list(rest.values())
    values = ([row[name] for name in names] + same for row in rows)
    return f'"{model._meta.db_table}" ({columns})', values


def _insert(into: str, values: list[list[Any]]) -> str:
    places = f"({', '.join(['%s'] * len(values[0]))})"
    return f"INSERT INTO {into} VALUES {', '.join([places] * len(values))}"


def new_ids(model: type[Model], count: int) -> list[int]:
    """Keys for rows of which others in the same transaction have to know the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def change(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=names)` would at three times the cost.

    Errors: DatabaseError when it is not there any more; IntegrityError where the database refuses it.
    """
    fields = [row._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]  # type: ignore[union-attr]
    own = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {own} WHERE "id" = %s', [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row._meta.label} {row.pk} is not there any more.")


def fill(model: type[Model], name: str, keys: Mapping[int, int]) -> None:
    """Give rows, by their key, the key of another: the foreign key `name` of many rows in one statement."""
    own, column = Identifier(model._meta.db_table), Identifier(f"{name}_id")
    command = SQL(
        "UPDATE {own} SET {column} = filled.other FROM unnest(%s::bigint[], %s::bigint[]) AS filled (row, other)"
        " WHERE {own}.id = filled.row AND {own}.id = ANY(%s::bigint[])"  # so that it is found by its key
    ).format(own=own, column=column)
    with connection.cursor() as cursor:
        cursor.execute(command, [list(keys), list(keys.values()), list(keys)])
