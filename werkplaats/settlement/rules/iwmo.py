"""What was delivered under the Wmo, declared to the municipality: the fields of message 323 of iWmo 3.2.

A small cooperative usually works for a provider that has the contract (and the AGB code). It hands that provider its
part of the declaration: as a table, and as the XML of the message in which only the citizen service number (BSN) is
still empty. We have no BSN, and no place for one: a client carries the provider's own reference, and that stands before
each empty BSN, so that the provider's system can fill it in.

Source: informatiemodel iWmo 3.2 of Zorginstituut Nederland (29 September 2022); its rules are named where they are
kept: TR… technical rules, CS… constraints, IV… instructions. Amounts are whole cents, as in the message.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from werkplaats.settlement.rules.markup import DECLARATION, day, group, number, text
from werkplaats.settlement.rules.money import half_up

RELEASE = "http://www.istandaarden.nl/iwmo/3_2"
MESSAGE_CODE = "484"  # COD002-VEKT: declaratie Wmo-ondersteuning
HOUR = 60
LARGEST = 99_999_999  # RS005


class Unit(StrEnum):
    """Code list WJ756, those in which help at home is granted."""

    MINUTE = "01"
    HOUR = "04"
    PIECES = "82"
    EURO = "83"


class Problem(StrEnum):
    """Why something that was delivered cannot be declared (yet)."""

    NO_GRANT = "no_grant"
    NO_REFERENCE = "no_reference"  # of the client, at the provider
    NO_ALLOCATION = "no_allocation"  # number, product and unit of what the municipality granted
    EXTRA = "extra"  # no help itself: a message has no place for it
    OTHERS = "others"  # a fixed amount was asked for other clients than those who took part by now
    OTHER_UNIT = "other_unit"  # charged by the hour and granted by the piece, or the other way round (TR341)
    OUTSIDE = "outside"  # delivered before or after what was granted (TR307, TR308)
    TWO_PRICES = "two_prices"  # one line has one price (TR346), and there is one line a month (TR389)
    UNANSWERED = "unanswered"  # it changed, but the municipality has not answered on what was declared (IV085)
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Allocation:
    """What message 301 said of a grant (ToegewezenProduct)."""

    number: int
    category: str  # WMO020; 01 is help with the household
    product: str
    unit: Unit
    first: date
    last: date


@dataclass(frozen=True)
class Delivered:
    """One charge to the municipality: what was done for a client on a day, or (below zero) taken back.

    `quantity` is minutes with a price for an hour, or a number of `pieces` with a price for each; `charged_cents` is
    what the books say; `problem` is why it cannot be declared, if that is known.
    """

    client: str  # the provider's reference of the client
    about: int  # our own number of the client, to find it back
    allocation: Allocation | None
    day: date
    quantity: Decimal
    price_cents: Decimal
    charged_cents: int
    pieces: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class Content:
    """What a line says. Two lines with the same content undo each other (IV091)."""

    allocation: Allocation
    first: date  # of the part of the month in which it was granted
    last: date
    volume: int
    rate_cents: int | None  # of one unit; none when the unit is euros (CD087)
    cents: int


@dataclass(frozen=True)
class Performance:
    """A line of the message (Prestatie). One that `takes_back` is a credit for the approved line of that reference."""

    client: str
    about: int
    content: Content
    charged_cents: int  # what the books say, which rounds each visit on its own
    takes_back: str = ""
    reference: str = ""

    @property
    def signed_cents(self) -> int:
        return -self.content.cents if self.takes_back else self.content.cents


class Verdict(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Earlier:
    """A line that was declared before, with what was answered on it."""

    performance: Performance
    verdict: Verdict


@dataclass(frozen=True)
class Undeclared:
    """What stays out, of whom and why."""

    problem: Problem
    about: int
    first: date
    last: date
    charged_cents: int


@dataclass(frozen=True)
class Draft:
    performances: tuple[Performance, ...]
    undeclared: tuple[Undeclared, ...]


@dataclass(frozen=True, order=True)
class Key:
    """There is one line for it (TR389): a client, a month, and what was granted."""

    about: int
    month: date
    allocation_number: int


def month_of(some_day: date) -> tuple[date, date]:
    """First and last day: a declaration is always about one calendar month (CS340)."""
    first = some_day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def draft(delivered: Iterable[Delivered], earlier: Iterable[Earlier] = (), *, prefix: str = "") -> Draft:
    """What is to be declared now: what is new, and what changed since it was approved (taken back and put anew).

    `earlier` is in the order in which it was declared. Lines come by client and month, with references `prefix`-1,
    -2 …, which must be unique for the provider (TR314).
    """
    work: dict[Key, list[tuple[Allocation, Delivered]]] = defaultdict(list)
    undeclared: list[Undeclared] = []
    for one in delivered:
        allocation, problem = one.allocation, _problem(one)
        if allocation is None or problem:
            undeclared.append(Undeclared(problem or Problem.EXTRA, one.about, one.day, one.day, one.charged_cents))
        else:
            work[Key(one.about, one.day.replace(day=1), allocation.number)].append((allocation, one))
    before: dict[Key, list[Earlier]] = defaultdict(list)
    for line in earlier:
        said = line.performance.content
        before[Key(line.performance.about, said.first.replace(day=1), said.allocation.number)].append(line)
    lines: list[Performance] = []
    for key, members in sorted(work.items(), key=lambda pair: (pair[1][0][1].client, pair[0])):
        problem, found = _changes(members[0][0], [one for _, one in members], before[key])
        lines += found
        if problem:
            days = [one.day for _, one in members]
            charged = sum(one.charged_cents for _, one in members)
            undeclared.append(Undeclared(problem, key.about, min(days), max(days), charged))
    numbered = tuple(replace(line, reference=f"{prefix}-{n}") for n, line in enumerate(lines, start=1))
    return Draft(numbered, _together(undeclared))


def _problem(one: Delivered) -> Problem | None:
    if one.problem:
        return one.problem
    if not one.client:
        return Problem.NO_REFERENCE
    if one.allocation is None:
        return Problem.NO_ALLOCATION
    if not one.allocation.first <= one.day <= one.allocation.last:
        return Problem.OUTSIDE
    fits = one.allocation.unit is Unit.EURO or one.pieces == (one.allocation.unit is Unit.PIECES)
    return None if fits else Problem.OTHER_UNIT


def _changes(
    allocation: Allocation, work: list[Delivered], before: list[Earlier]
) -> tuple[Problem | None, list[Performance]]:
    """What to send about one client, month and allocation, given what stands."""
    quantities: dict[Decimal, Decimal] = defaultdict(Decimal)
    for one in work:
        quantities[one.price_cents] += one.quantity
    prices = [price for price, quantity in quantities.items() if quantity]
    if len(prices) > 1 and allocation.unit is not Unit.EURO:
        return Problem.TWO_PRICES, []
    charged = sum(one.charged_cents for one in work)
    wanted = _content(allocation, work, prices[0] if prices else Decimal(0))
    if wanted and max(wanted.cents, wanted.volume) > LARGEST:
        return Problem.TOO_MUCH, []
    standing, waits = _standing(before)
    if wanted == (standing.content if standing else None):
        return None, []
    if waits:
        return Problem.UNANSWERED, []
    client, about = work[0].client, work[0].about
    lines = []
    if standing:
        back = standing.reference
        lines.append(Performance(client, about, standing.content, -standing.charged_cents, takes_back=back))
    if wanted:
        lines.append(Performance(client, about, wanted, charged))
    return None, lines


def _standing(before: list[Earlier]) -> tuple[Performance | None, bool]:
    """The line that counts if the municipality approves all that it has not answered on; and whether there is such."""
    standing: Performance | None = None
    waits = False
    for line in before:
        if line.verdict is Verdict.REJECTED:
            continue
        waits = waits or line.verdict is Verdict.WAITING
        standing = None if line.performance.takes_back else line.performance
    return standing, waits


def _content(allocation: Allocation, work: list[Delivered], price_cents: Decimal) -> Content | None:
    """None when nothing was delivered, on balance. Rounding is of the total of the month, half up (IV079, IV081)."""
    first, last = month_of(work[0].day)
    first, last = max(first, allocation.first), min(last, allocation.last)  # TR387, TR388
    quantity = sum((one.quantity for one in work), Decimal(0))
    charged = sum(one.charged_cents for one in work)
    if (charged if allocation.unit is Unit.EURO else quantity) <= 0:
        return None
    rate: int | None = half_up(price_cents)
    match allocation.unit:
        case Unit.EURO:
            volume, rate, cents = charged, None, charged  # CS339
        case Unit.MINUTE:
            volume = half_up(quantity)
            # the price of a minute is only shown: the amount is counted with that of the hour (TR346)
            rate, cents = half_up(price_cents / HOUR), half_up(price_cents * volume / HOUR)
        case Unit.HOUR:
            volume = max(half_up(quantity / HOUR), 1)
            cents = volume * half_up(price_cents)
        case Unit.PIECES:
            volume = max(half_up(quantity), 1)
            cents = volume * half_up(price_cents)
    return Content(allocation, first, last, volume, rate, cents)


def _together(undeclared: list[Undeclared]) -> tuple[Undeclared, ...]:
    """One a client and problem."""
    groups: dict[tuple[int, Problem], list[Undeclared]] = defaultdict(list)
    for one in undeclared:
        groups[one.about, one.problem].append(one)
    return tuple(
        Undeclared(
            problem,
            about,
            min(one.first for one in members),
            max(one.last for one in members),
            sum(one.charged_cents for one in members),
        )
        for (about, problem), members in sorted(groups.items())
    )


@dataclass(frozen=True)
class Sender:
    """The contracted provider in whose name it goes, and the municipality that gets it."""

    agb_code: str  # 8 digits
    municipality: str  # 4 digits, CBS
    base_schema: str = "1.0.0"  # versions of the XSDs that the provider's system has (IV034)
    message_schema: str = "1.0.0"


@dataclass(frozen=True)
class Message:
    """A declaration as it is handed over. Its number is ours; a provider that joins it with its own gives its own."""

    number: str  # 12 signs at most, letters and digits (CS319)
    first: date
    last: date
    made_on: date
    sender: Sender
    performances: tuple[Performance, ...]

    @property
    def total_cents(self) -> int:
        """Credits taken off (TR358)."""
        return sum(line.signed_cents for line in self.performances)


def to_xml(message: Message) -> Iterator[str]:
    """Message 323, with an empty Bsn for each client and the provider's reference as an instruction before it:

    `<?aanbieder-referentie K-1042?><wmo323:Bsn></wmo323:Bsn>`. Until the numbers are in, it is not valid by its
    schema, and that is meant: nobody can send it on by accident.
    """
    yield (
        f'{DECLARATION}<wmo323:Bericht xmlns:iwmo="{RELEASE}/basisschema/schema" '
        f'xmlns:wmo323="{RELEASE}/wmo323/schema">\n'
    )
    yield _head(message) + "\n"
    yield "<wmo323:Declaratie>"
    yield text("wmo323:DeclaratieNummer", message.number, 12)
    yield _period("wmo323:DeclaratiePeriode", message.first, message.last)
    yield day("wmo323:DeclaratieDagtekening", message.made_on)
    yield _total("wmo323:TotaalIngediendBedrag", "iwmo:TotaalBedrag", message.total_cents)
    yield "\n<wmo323:Clienten>\n"
    for client, lines in _by_client(message.performances).items():
        yield f"<wmo323:Client><?aanbieder-referentie {_instruction(client)}?><wmo323:Bsn></wmo323:Bsn>"
        yield group("wmo323:Prestaties", map(_performance, lines)) + "</wmo323:Client>\n"
    yield "</wmo323:Clienten></wmo323:Declaratie></wmo323:Bericht>\n"


def _head(message: Message) -> str:
    sender = message.sender
    return group(
        "wmo323:Header",
        (
            text("wmo323:BerichtCode", MESSAGE_CODE),
            text("wmo323:BerichtVersie", "3"),
            text("wmo323:BerichtSubversie", "2"),
            text("wmo323:Afzender", sender.agb_code),
            text("wmo323:Ontvanger", sender.municipality),
            group(
                "wmo323:BerichtIdentificatie",
                (text("iwmo:Identificatie", message.number, 12), day("iwmo:Dagtekening", message.made_on)),
            ),
            group(
                "wmo323:XsdVersie",
                (
                    text("iwmo:BasisschemaXsdVersie", sender.base_schema),
                    text("iwmo:BerichtXsdVersie", sender.message_schema),
                ),
            ),
        ),
    )


def _performance(line: Performance) -> str:
    content, allocation = line.content, line.content.allocation
    return group(
        "wmo323:Prestatie",
        (
            group(
                "wmo323:ProductReferentie",
                (
                    text("iwmo:ReferentieNummer", line.reference, 20),
                    text("iwmo:VorigReferentieNummer", line.takes_back, 20),
                ),
            ),
            number("wmo323:ToewijzingNummer", allocation.number),
            text("wmo323:ProductCategorie", allocation.category, 2),
            text("wmo323:ProductCode", allocation.product, 5),
            _period("wmo323:ProductPeriode", content.first, content.last),
            number("wmo323:GeleverdVolume", content.volume),
            text("wmo323:Eenheid", allocation.unit),
            "" if content.rate_cents is None else number("wmo323:ProductTarief", content.rate_cents),
            _total("wmo323:IngediendBedrag", "iwmo:Bedrag", line.signed_cents),
        ),
    )


def _period(name: str, first: date, last: date) -> str:
    return group(name, (day("iwmo:Begindatum", first), day("iwmo:Einddatum", last)))


def _total(name: str, amount: str, cents: int) -> str:
    """Zero is a debit (CS325)."""
    return group(name, (number(amount, abs(cents)), text("iwmo:DebetCredit", "C" if cents < 0 else "D")))


def _by_client(performances: Iterable[Performance]) -> Mapping[str, list[Performance]]:
    found: dict[str, list[Performance]] = defaultdict(list)
    for line in performances:
        found[line.client].append(line)
    return found


def _instruction(reference: str) -> str:
    """What may stand in an instruction of XML: it must not hold its own end."""
    return reference.replace("?>", "")
