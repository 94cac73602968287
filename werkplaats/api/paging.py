"""Long lists in parts, by key: part 200 is as quick as part 1, and nothing shifts when a row comes in."""

from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field

from werkplaats.api.schemas import LARGEST_ID

M = TypeVar("M", bound=Model)


class Part(Schema):
    """`after` is the `next` of the part before."""

    after: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def part_of(rows: QuerySet[M], part: Part) -> dict[str, Any]:
    """The newest first, at most `limit`."""
    if part.after is not None:
        rows = rows.filter(pk__lt=part.after)
    found = list(rows.order_by("-pk")[: part.limit + 1])
    more = len(found) > part.limit
    shown = found[: part.limit]
    return {"items": shown, "next": shown[-1].pk if more else None}
