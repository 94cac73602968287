"""How long a rebuild and a night take, told as JSON; the database is then as after a night."""

import json
import os
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
SAMPLE = 100  # rows that come in on a day of one cooperative


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from werkplaats.insight import commands
    from werkplaats.insight.models import ReleasedCells, Rollup
    from werkplaats.insight.services import money, releasing, rollups
    from werkplaats.members.models import Cooperative

    at = timezone.now()
    told: dict[str, Any] = {}
    told["rebuild"] = _took(lambda: list(commands.rebuild(None, at=at)))
    before = ReleasedCells.objects.count()
    told["release"] = _took(lambda: releasing.release_all(at=at))
    told["released"] = ReleasedCells.objects.count() - before
    told["money"] = _took(money.refresh_all)
    told["quiet_night"] = _took(lambda: rollups.refresh_all(at=at))
    middle = list(Cooperative.objects.order_by("id").values_list("id", flat=True))
    one = middle[len(middle) // 2]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_visit SET minutes = minutes + 1 WHERE id IN"
            " (SELECT id FROM jobs_visit WHERE cooperative_id = %s ORDER BY id DESC LIMIT %s)",
            [one, SAMPLE],
        )
    told["night_of_one"] = _took(lambda: rollups.refresh(one, at=at))
    told["rows"] = Rollup.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) insight_rollup, insight_moneymonth")
    print(json.dumps(told))


def _took(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    main()
