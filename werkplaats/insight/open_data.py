"""The open data of a cooperative: what was released, as tables, with a dictionary and a description for machines.

Everything in it is a function of the released cells (`rules.privacy`), one row for each; so a union of rows is a
union of cells, and no row says more than a page does.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any, Final

from werkplaats.insight.queries.released import smallest
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import Audience, Metric
from werkplaats.insight.rules.privacy import next_quarter

LICENCE: Final = "http://creativecommons.org/publicdomain/zero/1.0/"
COLUMNS: Final = ("metric", "from", "until", "kinds", "part", "value", "unit", "people")


@dataclass(frozen=True)
class Row:
    """The value of a metric (or of a part of it) over one or more cells that are only told together.

    `begin` is the first day and `end` the last day of its quarters, `kinds` the kinds of work with a "+" between them
    ("all": of the neighbourhood as a whole), `part` a part of it, or "lowest" and "highest" of an estimate, `people` at
    least how many it is about. Values are in the unit of the metric, money in cents.
    """

    metric: str
    begin: date
    end: date
    kinds: str
    part: str
    value: float | int
    unit: str
    people: int


def public_metrics() -> list[Metric]:
    """What anybody may see, in the order of the catalogue."""
    return [one for one in CATALOGUE.values() if Audience.PUBLIC in one.seen_by]


def rows(cooperative_id: int) -> list[Row]:
    """All that is told, by metric and in the order in which it came out. Two queries."""
    found = smallest(cooperative_id)
    return [
        Row(
            metric.code,
            min(day for day, __ in keys),
            date.fromordinal(next_quarter(max(day for day, __ in keys)).toordinal() - 1),
            "+".join(sorted({kind for __, kind in keys})),
            part,
            round(value, 4),
            metric.unit.value,
            figure.n,
        )
        for metric in public_metrics()
        for keys, figure in found[metric.code]
        for part, value in (("", figure.value), ("lowest", figure.low), ("highest", figure.high), *figure.parts)
        if value is not None
    ]


def as_csv(found: Iterable[Row]) -> str:
    """With a comma and a decimal point (RFC 4180), so that programs everywhere read the same."""
    return table(COLUMNS, ([_plain(value) for value in asdict(row).values()] for row in found))


def as_json(found: Iterable[Row]) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, (_plain(value) for value in asdict(row).values()), strict=True)) for row in found]


def dictionary() -> list[dict[str, str]]:
    """What each metric means, a row each."""
    return [
        {
            "metric": one.code,
            "name": one.name,
            "definition": one.definition,
            "unit": one.unit.value,
            "formula": one.formula,
            "sources": " ".join(one.sources),
            "about": one.about.value,
            "limits": one.limits,
        }
        for one in public_metrics()
    ]


def table(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# -- DCAT-AP-NL -------------------------------------------------------------------------------------------------------
AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Iri:
    to: str


@dataclass(frozen=True)
class Literal:
    text: str
    language: str = ""
    kind: str = ""  # of xsd


Object = Iri | Literal
Triple = tuple[str, str, Object]
KINDS: Final = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}


@dataclass(frozen=True)
class About:
    """What the description says of the set: whose it is, where it stands, over which time."""

    name: str
    email: str
    page: str  # the address of the page; the files stand under it
    titles: tuple[tuple[str, str], ...]  # (language, text)
    descriptions: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None
    changed_at: datetime | None


def triples(about: About) -> list[Triple]:
    """The description by DCAT-AP-NL 3.0: a catalogue of one set in two forms, free for anybody (CC0)."""
    catalogue, dataset, publisher = f"{about.page}#catalogus", f"{about.page}#dataset", f"{about.page}#uitgever"
    contact, period = f"{about.page}#contact", f"{about.page}#periode"
    found: list[Triple] = [
        (catalogue, "a", Iri("dcat:Catalog")),
        (catalogue, "dct:publisher", Iri(publisher)),
        (catalogue, "dcat:dataset", Iri(dataset)),
        (dataset, "a", Iri("dcat:Dataset")),
        (dataset, "dct:identifier", Literal(dataset)),
        (dataset, "dct:publisher", Iri(publisher)),
        (dataset, "dct:creator", Iri(publisher)),
        (dataset, "dct:license", Iri(LICENCE)),
        (dataset, "dct:accessRights", Iri(f"{AUTHORITY}/access-right/PUBLIC")),
        (dataset, "dct:accrualPeriodicity", Iri(f"{AUTHORITY}/frequency/QUARTERLY")),
        (dataset, "dcat:theme", Iri(f"{AUTHORITY}/data-theme/SOCI")),
        (dataset, "dct:language", Iri(f"{AUTHORITY}/language/ENG")),
        (dataset, "dcat:landingPage", Iri(about.page)),
        (dataset, "dcat:contactPoint", Iri(contact)),
        (publisher, "a", Iri("foaf:Agent")),
        (publisher, "foaf:name", Literal(about.name)),
        (contact, "a", Iri("vcard:Organization")),
        (contact, "vcard:fn", Literal(about.name)),
        (contact, "vcard:hasEmail", Iri(f"mailto:{about.email}")),
    ]
    for one in (catalogue, dataset):
        found += [(one, "dct:title", Literal(text, language)) for language, text in about.titles]
        found += [(one, "dct:description", Literal(text, language)) for language, text in about.descriptions]
    if about.changed_at is not None:
        found.append((dataset, "dct:modified", Literal(about.changed_at.isoformat(), kind="dateTime")))
    if about.first is not None and about.last is not None:
        found += [
            (dataset, "dct:temporal", Iri(period)),
            (period, "a", Iri("dct:PeriodOfTime")),
            (period, "dcat:startDate", Literal(about.first.isoformat(), kind="date")),
            (period, "dcat:endDate", Literal(about.last.isoformat(), kind="date")),
        ]
    for ending, (file_type, media) in KINDS.items():
        one, file = f"{about.page}#{ending}", f"{about.page}cijfers.{ending}"
        found += [
            (dataset, "dcat:distribution", Iri(one)),
            (one, "a", Iri("dcat:Distribution")),
            (one, "dcat:accessURL", Iri(about.page)),
            (one, "dcat:downloadURL", Iri(file)),
            (one, "dct:license", Iri(LICENCE)),
            (one, "dct:format", Iri(f"{AUTHORITY}/file-type/{file_type}")),
            (one, "dcat:mediaType", Iri(f"https://www.iana.org/assignments/media-types/{media}")),
        ]
        found += [(one, "dct:title", Literal(f"{text} ({file_type})", language)) for language, text in about.titles]
    return found


def turtle(found: Iterable[Triple]) -> str:
    lines = [f"@prefix {short}: <{full}> ." for short, full in PREFIXES.items()]
    lines += [f"<{subject}> {verb} {_turtle(thing)} ." for subject, verb, thing in found]
    return "\n".join(lines) + "\n"


def _turtle(thing: Object) -> str:
    if isinstance(thing, Iri):
        return thing.to if thing.to.partition(":")[0] in PREFIXES else f"<{thing.to}>"
    text = thing.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    ending = f"@{thing.language}" if thing.language else f"^^xsd:{thing.kind}" if thing.kind else ""
    return f'"{text}"{ending}'


def json_ld(found: Iterable[Triple]) -> dict[str, Any]:
    """The same statements as JSON-LD 1.1."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, verb, thing in found:
        node = nodes.setdefault(subject, {"@id": subject})
        if verb == "a":
            assert isinstance(thing, Iri)
            node["@type"] = thing.to
        else:
            node.setdefault(verb, []).append(_ld(thing))
    return {"@context": PREFIXES, "@graph": list(nodes.values())}


def _ld(thing: Object) -> dict[str, str]:
    if isinstance(thing, Iri):
        return {"@id": thing.to}
    value = {"@value": thing.text}
    if thing.language:
        value["@language"] = thing.language
    if thing.kind:
        value["@type"] = f"xsd:{thing.kind}"
    return value
