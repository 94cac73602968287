"""Lists of people as a cooperative has them, and what a report says of a list."""

from collections.abc import Callable

from werkplaats.desk.imports import Report

Load = Callable[..., Report]
WORKER = {
    "naam": "Karel Kraan",
    "e-mail": "Karel@voorbeeld.example",
    "telefoon": "612345678",
    "soort": "vakmens",
    "vakken": "LOO, Schilder",
    "KvK": "90001111",
    "IBAN": "NL91 ABNA 0417 1643 00",
    "postcode": "3812da",
    "huisnummer": "12a",
    "VOG afgegeven": "1-3-2025",
    "VOG geldig tot": "1-3-2028",
    "verzekering vanaf": "1-1-2026",
    "verzekering tot": "31-12-2026",
    "werktijden": "ma-di 8-17, vr 8:30-12",
    "uren per week": "20,5",
    "werkgebied (km)": "7,5",
    "wensen": "Geen trappen",
    "toegelaten": "ja",
}


CLIENT = {
    "voornaam": "Dina",
    "achternaam": "Deur",
    "e-mail": "",
    "telefoon": "033 555 02 01",
    "postcode": "3812 DA",
    "adres": "Noordewierweg 12 A",
    "kenmerk": "ZA-1",
    "activiteiten": "licht schoonmaken, laundry",
    "minuten": "120",
    "frequentie": "elke week",
    "begindatum": "1-4-2026",
    "einddatum": "31-3-2027",
    "dag": "woensdag",
    "tijd": "9:30",
    "opmerkingen": "Kat in huis",
}


def told(report: Report) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in report.problems]


def counts(report: Report) -> tuple[int, int, int]:
    return report.new, report.changed, report.same


def rows(*dicts: dict[str, str]) -> list[list[str]]:
    return [list(dicts[0]), *(list(one.values()) for one in dicts)]


def a_helper(number: int, **more: str) -> dict[str, str]:
    other = {
        "naam": f"Hulp {number}",
        "e-mail": f"hulp{number}@voorbeeld.example",
        "soort": "hulp",
        "vakken": "",
        "KvK": "",
        "toegelaten": "nee",
    }
    return {**WORKER, **other, **more}


def another(number: int, **more: str) -> dict[str, str]:
    own = {"voornaam": f"Cliënt {number}", "kenmerk": f"ZA-{number}", "adres": f"Noordewierweg {number}"}
    return {**CLIENT, **own, **more}
