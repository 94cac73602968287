"""The trades: code and Dutch name of VERA ONDERHOUDSPECIALISME (data/README.md), without what has expired."""

import csv
from functools import cache
from importlib.resources import files


@cache
def _trades() -> dict[str, str]:
    text = files("werkplaats.members").joinpath("data/vera_onderhoudspecialisme.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return {row["Code"]: row["Naam"].replace("Elektriciën", "Elektricien") for row in rows if not row["Einddatum"]}


TRADES: dict[str, str] = _trades()
