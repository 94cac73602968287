"""What the command line and the night do with the results."""

from collections.abc import Iterator
from datetime import datetime

from werkplaats.insight.services import money, releasing, rollups
from werkplaats.members.models import Cooperative


def work_out(*, at: datetime) -> None:
    """The months that were touched, and then what may be shown of a quarter that is over."""
    rollups.refresh_all(at=at)
    money.refresh_all()
    releasing.release_all(at=at)


def rebuild(slug: str | None, *, at: datetime) -> Iterator[str]:
    """Make the roll-ups of one cooperative (or all) again; says a line of each. Nothing when there is no such one."""
    cooperatives = Cooperative.objects.order_by("slug")
    for cooperative in cooperatives.filter(slug=slug) if slug else cooperatives:
        months = rollups.rebuild(cooperative.pk, at=at)
        money.rebuild(cooperative.pk)
        yield f"{cooperative.slug}: {len(months)} months made again."
