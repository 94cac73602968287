"""Cooperatives with their dwellings, and a resident for each."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

END = datetime(2026, 11, 1, 12, tzinfo=UTC)
STREETS = [
    "Noordewierweg",
    "Soesterweg",
    "Dollardstraat",
    "Puntenburgerlaan",
    "Isseltseweg",
    "Merwedestraat",
    "Vechtstraat",
    "Rijnstraat",
    "Waalstraat",
    "Lekstraat",
    "Maasstraat",
    "Scheldestraat",
    "Eemstraat",
    "Spuistraat",
    "Gouwestraat",
    "Dommelstraat",
    "Amstelstraat",
    "Zaanstraat",
    "Vlietstraat",
    "Lingestraat",
]
NAMES = [
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "Dekker",
    "Brouwer",
    "Kok",
    "Jacobs",
    "Vermeulen",
    "Schouten",
]


def copy(cursor: Any, table: str, columns: str, rows: Iterable[Iterable[Any]]) -> None:
    """COPY rows; no value may hold a tab, a backslash or a new line."""

    def line(row: Iterable[Any]) -> str:
        return "\t".join(r"\N" if cell is None else str(cell) for cell in row)

    lines = iter(map(line, rows))
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        while part := "\n".join(islice(lines, 5000)):
            stream.write(part + "\n")


def load_people(cursor: Any, cooperatives: int, dwellings: int, random: Random) -> None:
    """Cooperative c has people (c-1)*(dwellings+1)+1 … : its coordinator first, then one resident a dwelling."""
    each = dwellings + 1
    coops = range(1, cooperatives + 1)

    def first(c: int) -> int:
        return (c - 1) * each + 1

    copy(
        cursor,
        "members_cooperative",
        "id, name, slug, email, phone, city, latitude, longitude",
        (
            (c, f"Buurt {c}", f"buurt-{c}", f"info@buurt{c}.example", "033 123 45 67", "Amersfoort", 52.16, 5.37)
            for c in coops
        ),
    )
    copy(
        cursor,
        "members_user",
        "id, password, email, is_active",
        ((first(c) + p, "!", f"mens{first(c) + p}@buurt.example", "t") for c in coops for p in range(each)),
    )
    copy(
        cursor,
        "members_person",
        "id, cooperative_id, user_id, name, email, phone, language, contact_by, created_at",
        (
            (
                first(c) + p,
                c,
                first(c) + p,
                name(first(c) + p),
                f"mens{first(c) + p}@buurt.example",
                "",
                "nl",
                "email",
                END,
            )
            for c in coops
            for p in range(each)
        ),
    )
    copy(
        cursor,
        "members_personrole",
        "cooperative_id, person_id, role, since",
        ((c, first(c) + p, "resident" if p else "coordinator", END) for c in coops for p in range(each)),
    )
    copy(
        cursor,
        "homes_landlord",
        "id, cooperative_id, name, kind, email, phone, street, postcode, city, kvk_number",
        ((c, c, f"Woningcorporatie {c}", "party", "post@corporatie.example", "", "", "", "", "") for c in coops),
    )
    copy(
        cursor,
        "homes_dwelling",
        "id, cooperative_id, landlord_id, street, house_number, addition, postcode, city, latitude, longitude",
        (
            (
                (c - 1) * dwellings + d,
                c,
                c,
                *address(d),
                "",
                postcode(d),
                "Amersfoort",
                round(52.15 + random.random() / 50, 6),
                round(5.36 + random.random() / 50, 6),
            )
            for c in coops
            for d in range(1, dwellings + 1)
        ),
    )
    copy(
        cursor,
        "homes_residence",
        "cooperative_id, person_id, dwelling_id, since",
        ((c, first(c) + d, (c - 1) * dwellings + d, "2020-01-01") for c in coops for d in range(1, dwellings + 1)),
    )


def name(person: int) -> str:
    return f"{'ABCDEFGHJKLM'[person % 12]}. {NAMES[person % len(NAMES)]}"


def address(dwelling: int) -> tuple[str, int]:
    """Street and house number, each pair once in a cooperative of up to many thousands of dwellings."""
    return STREETS[dwelling % len(STREETS)], 10 + dwelling // len(STREETS)


def postcode(dwelling: int) -> str:
    return f"3812 {chr(65 + dwelling % 20)}{chr(65 + dwelling // 20 % 26)}"
