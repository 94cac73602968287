"""What it brought: the released figures, the same as the open data."""

from datetime import date
from typing import Any

from ninja import Query, Router

from werkplaats.api.doors import Door
from werkplaats.api.schemas import FiguresIn, FiguresOut
from werkplaats.insight import open_data
from werkplaats.members.rules.roles import Actor, May

router = Router(tags=["figures"])


@router.get("", response=FiguresOut, auth=Door(May.SEE_TOTALS), operation_id="figures", by_alias=True)
def figures(request: Any, asked: Query[FiguresIn]) -> Any:
    """All that was released of the cooperative: whole quarters, about ten people or more, free for any use (CC0).

    A row is about one or more quarters and kinds of work that are only told together, so the rows asked for are those
    that lie wholly between `since` and `until`.
    """
    actor: Actor = request.actor
    since, until = asked.since or date.min, asked.until or date.max
    rows = [row for row in open_data.rows(actor.cooperative_id) if since <= row.begin and row.end <= until]
    if asked.metric:
        rows = [row for row in rows if row.metric == asked.metric]
    return {"licence": open_data.LICENCE, "dictionary": open_data.dictionary(), "figures": open_data.as_json(rows)}
