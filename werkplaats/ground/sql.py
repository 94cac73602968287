"""Questions that are asked so often that they are written in SQL: making them from models takes longer than answering.

What is asked this way stands in a module's queries, as every other question does.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Model, QuerySet, TextField, Value
from psycopg.rows import dict_row

Row = dict[str, Any]
T = TypeVar("T", bound=Model)


def rows(sql: str, values: list[Any] | dict[str, Any]) -> list[Row]:
    """Each row by the names of its columns."""
    with connection.cursor() as cursor:
        own = cursor.cursor
        own.row_factory = dict_row
        cursor.execute(sql, values)
        return own.fetchall()  # type: ignore[no-any-return]


def one_row(sql: str, values: list[Any] | dict[str, Any]) -> Row | None:
    """The first row; None when there is none."""
    found = rows(sql, values)
    return found[0] if found else None


def columns(model: type[Model], table: str) -> str:
    """The columns of a model as `model_of` reads them with the prefix `table_`, where `table` is its name in the
    question."""
    own = [field.column for field in model._meta.concrete_fields]
    return ", ".join(f'{table}."{column}" AS "{table}_{column}"' for column in own)


def model_of(model: type[T], row: Row, prefix: str = "") -> T | None:
    """The row of `model` whose columns begin with `prefix`; None when it is not there (its key is empty)."""
    if row[f"{prefix}id"] is None:
        return None
    columns = [field.column for field in model._meta.concrete_fields]
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db("default", names, [row[f"{prefix}{column}"] for column in columns])


def the_one(found: "QuerySet[T]") -> T | None:
    """The row of a question that can have only one; None when it is not there. `first` would put it in order first."""
    return next(iter(found), None)


class _IsAmong(Func):
    template, arg_joiner, output_field = "(%(expressions)s))", " = ANY(", BooleanField()


def among(field: str, keys: Iterable[int]) -> Func:
    """For `filter(among("pk", keys))`: as `pk__in`, with one value however many keys. A place for each takes long to
    read, in Python and in PostgreSQL."""
    return _IsAmong(F(field), Value(list(keys), ArrayField(BigIntegerField())))


class Iso(Func):
    """Of a moment: the text that `datetime.fromisoformat` reads. Reading moments from the database one by one takes
    longer than all the rest of a row."""

    template, output_field = "(to_json(%(expressions)s) #>> '{}')", TextField()
