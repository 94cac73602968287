"""The figures of a VAT return: every line of an issued invoice, credit note or self-bill, by its box.

By day of issue (the invoice system, "factuurstelsel"). Which box: the column `box` of data/vat.csv; a standard rate
that is no longer one on the last day of the period goes to 1c (fundamentvoor.nl, "3.2 Rubrieken": other rates, also
after a change). Exempt and outside: in no box (Belastingdienst, "Wat moet u doen als u vrijgestelde goederen of
diensten levert?": no return is made of exempt turnover; others put it in 1e, which changes no VAT). VAT is computed as
on the document: once over each percentage. In the return it is whole euros, in one's own favour (fiscanet.nl,
"Btw-bedrag afronden", quoting the Belastingdienst): what is owed goes down, what is deducted goes up. For turnover no
rule was found: half up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.money import NOTHING, Cents, half_up, share, total
from werkplaats.settlement.rules.vat.situation import Side
from werkplaats.settlement.rules.vat.table import Box, Rule, all_rules, rule_on

OWED = (Box.HIGH, Box.LOW, Box.OTHER, Box.PRIVATE, Box.REVERSED, Box.FROM_OUTSIDE_EU, Box.FROM_EU)  # together 5a
SHOWN = tuple(box for box in Box if box not in (Box.INPUT, Box.NONE))
WITHOUT_VAT = (Box.ZERO, Box.OUTSIDE_EU, Box.ABROAD, Box.DISTANCE)  # of these only the turnover is asked


@dataclass(frozen=True)
class IssuedLine:
    """A line of an issued document, in cents; what takes back is below zero. `row` names it in its table.
    `deductible`: whether VAT on it may be deducted (of a purchase)."""

    side: Side
    document: str
    issued: date
    delivered: date
    rule: str
    category: Category
    percent: Decimal
    net: Cents
    row: int = 0
    description: str = ""
    deductible: bool = True


@dataclass(frozen=True)
class ByHand:
    """What a treasurer booked for a box because it stands on no document of this program, in cents; taken back: below
    zero. `number` is that of the booking, `deductible` the part of the VAT that may be deducted."""

    box: Box
    booked: date
    number: int
    net: Cents
    vat: Cents
    deductible: Cents
    why: str


@dataclass(frozen=True)
class Figure:
    """One box, in cents as on the documents and as booked by hand."""

    box: Box
    net: Cents
    vat: Cents
    lines: tuple[IssuedLine, ...]
    by_hand: tuple[ByHand, ...] = ()

    @property
    def net_euros(self) -> int:
        return half_up(Decimal(int(self.net)) / 100)

    @property
    def vat_euros(self) -> int:
        return down(self.vat)


@dataclass(frozen=True)
class Return:
    """`figures` has every box that a line can stand in. `input_vat` is 5b before rounding; `not_deducted` is VAT on
    purchases that is lost."""

    first: date
    last: date
    figures: dict[Box, Figure]
    input_vat: Cents
    not_deducted: Cents

    @property
    def due_euros(self) -> int:
        """5a."""
        return sum(self.figures[box].vat_euros for box in OWED)

    @property
    def input_euros(self) -> int:
        """5b."""
        return up(self.input_vat)

    @property
    def result_euros(self) -> int:
        """5g: to pay, or below zero to get back."""
        return self.due_euros - self.input_euros

    @property
    def result_cents(self) -> Cents:
        """As the books have it, before the return is rounded."""
        return total(self.figures[box].vat for box in OWED) - self.input_vat


def down(amount: Cents) -> int:
    """Cents to whole euros, in favour of who owes them."""
    return int(amount) // 100


def up(amount: Cents) -> int:
    """Cents to whole euros, in favour of who gets them back."""
    return -(-int(amount) // 100)


def rates_on(day: date, rules: Sequence[Rule] | None = None) -> dict[Decimal, Box]:
    """The standard category's percentages of sales that hold on a day, with their box."""
    return {
        rule.percent: rule.box
        for rule in (all_rules() if rules is None else rules)
        if rule.side is Side.SALE and rule.vat.category is Category.STANDARD and rule.holds_on(day)
    }


def box_of(line: IssuedLine, rates: dict[Decimal, Box], rules: Sequence[Rule] | None = None) -> Box:
    """The one box of this line, `rates` being those of the last day of the period. Errors: NoRule."""
    if line.side is Side.SALE and line.category is Category.STANDARD:
        return rates.get(line.percent, Box.OTHER)
    return rule_on(line.rule, line.delivered, rules).box


def owed_percent(line: IssuedLine, rules: Sequence[Rule] | None = None) -> Decimal:
    """What is computed over this line: its own percentage, or for VAT that is reversed to us the rule's.
    Errors: NoRule."""
    if line.side is Side.PURCHASE and line.category is Category.REVERSE_CHARGE:
        return rule_on(line.rule, line.delivered, rules).percent
    return line.percent


@dataclass(frozen=True)
class PurchaseVat:
    """Cents of VAT on a self-bill: what the worker charged, what was reversed to us, and of each what is deducted. The
    rest is lost: that work serves exempt help, or the cooperative is in the small businesses scheme."""

    charged: Cents
    charged_back: Cents
    reversed: Cents
    reversed_back: Cents

    @property
    def deductible(self) -> Cents:
        return self.charged_back + self.reversed_back

    @property
    def lost(self) -> Cents:
        return self.charged + self.reversed - self.deductible


def purchase_vat(lines: Iterable[IssuedLine], rules: Sequence[Rule] | None = None) -> PurchaseVat:
    """Of one self-bill: VAT once over each category and percentage; of it what may be deducted, once over those lines.
    The books and the return both take it from here. Errors: NoRule."""
    groups: dict[tuple[Category, Decimal], list[IssuedLine]] = defaultdict(list)
    for line in lines:
        groups[line.category, owed_percent(line, rules)].append(line)
    vat, back = defaultdict[Category, Cents](Cents), defaultdict[Category, Cents](Cents)
    for (category, percent), members in groups.items():
        vat[category] += share(total(line.net for line in members), percent)
        back[category] += share(total(line.net for line in members if line.deductible), percent)
    charged, reverse = Category.STANDARD, Category.REVERSE_CHARGE
    return PurchaseVat(vat[charged], back[charged], vat[reverse], back[reverse])


def vat_return(
    lines: Iterable[IssuedLine],
    first: date,
    last: date,
    rules: Sequence[Rule] | None = None,
    *,
    by_hand: Iterable[ByHand] = (),
) -> Return:
    """The return over the documents issued, and what was booked by hand, from `first` until `last`, both included;
    other lines are left out. Errors: NoRule, for a line whose rule data/vat.csv does not have on its day."""
    rates = rates_on(last, rules)
    by_box: dict[Box, list[IssuedLine]] = {box: [] for box in Box}
    purchases: dict[str, list[IssuedLine]] = defaultdict(list)
    sold: dict[tuple[str, Box, Decimal], Cents] = defaultdict(Cents)
    for line in lines:
        if not first <= line.issued <= last:
            continue
        box = box_of(line, rates, rules)
        by_box[box].append(line)
        if line.side is Side.PURCHASE:
            purchases[line.document].append(line)
        else:
            sold[line.document, box, line.percent] += line.net
    vat = dict.fromkeys(Box, NOTHING)
    for (__, box, percent), net in sold.items():
        vat[box] += share(net, percent)
    bills = [purchase_vat(of_one, rules) for of_one in purchases.values()]
    added = [one for one in by_hand if first <= one.booked <= last]
    vat[Box.REVERSED] = total(bill.reversed for bill in bills)
    vat[Box.INPUT] = total(bill.deductible for bill in bills) + total(one.deductible for one in added)
    figures = {
        box: _figure(box, vat[box], members, [one for one in added if one.box is box])
        for box, members in by_box.items()
    }
    lost = total(bill.lost for bill in bills) + total(one.vat - one.deductible for one in added)
    return Return(first, last, figures, vat[Box.INPUT], lost)


def _figure(box: Box, vat: Cents, lines: Sequence[IssuedLine], added: Sequence[ByHand]) -> Figure:
    net = total(line.net for line in lines) + total(one.net for one in added)
    return Figure(box, net, vat + total(one.vat for one in added), tuple(lines), tuple(added))


def pro_rata(taxed: int, exempt: int) -> int | None:
    """The percentage of VAT on general costs (that serve both) that may be deducted: taxed turnover over all of it, of
    a calendar year, rounded up. None without turnover. What is outside VAT is in neither.

    Source: Directive 2006/112/EC, articles 174 and 175; vwg.nl, "Btw: afwijking van de pro rata".
    """
    whole = taxed + exempt
    if whole <= 0:
        return None
    return max(0, min(100, -(-100 * taxed // whole)))
