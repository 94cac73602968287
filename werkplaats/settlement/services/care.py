"""Declaring Wmo help: the provider's contract, what was allocated, a declaration, and the answer on it."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, DistrictTeam
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import CareAllocation, CareContract, CareDeclaration, CareDeclarationLine
from werkplaats.settlement.queries_care import care_draft, lines_of, performance_of
from werkplaats.settlement.rules.iwmo import Performance, Unit, month_of
from werkplaats.settlement.rules.iwmo_answer import Answer, NotAnAnswer, Unreadable, judged, read_answer
from werkplaats.settlement.services.ledger import next_numbers

SERIES = "care-declaration"
DIGITS = 8  # behind a prefix of at most 4 signs: a declaration number has 12 (RS017)


@dataclass(frozen=True)
class ContractDetails:
    provider: str
    agb_code: str
    municipality_code: str
    number_prefix: str = "WP"
    base_schema: str = "1.0.0"
    message_schema: str = "1.0.0"


@transaction.atomic
def set_care_contract(actor: Actor, team: DistrictTeam, details: ContractDetails) -> CareContract:
    """Who declares to this municipality. Errors: Refused, naming the field."""
    require(actor, May.SETTLE)
    _require_ours(actor, team.cooperative_id)
    clean = {name: value.strip() for name, value in asdict(details).items()}
    clean["number_prefix"] = clean["number_prefix"].upper()
    for name, pattern, words in (
        ("provider", r".+", _("Fill this in.")),
        ("agb_code", r"[0-9]{8}", _("An AGB code has 8 digits.")),
        ("municipality_code", r"[0-9]{4}", _("The code of a municipality (CBS) has 4 digits.")),
        ("number_prefix", r"[A-Z0-9]{1,4}", _("One to four letters and digits.")),
        ("base_schema", r"[0-9]+\.[0-9]+\.[0-9]+", _("Three numbers with points between them, like 1.0.0.")),
        ("message_schema", r"[0-9]+\.[0-9]+\.[0-9]+", _("Three numbers with points between them, like 1.0.0.")),
    ):
        if not re.fullmatch(pattern, clean[name], re.ASCII if name != "provider" else 0):
            raise Refused(words, field=name)
    contract, _made = CareContract.objects.update_or_create(
        district_team=team, defaults={"cooperative_id": team.cooperative_id, **clean}
    )
    return contract


@dataclass(frozen=True)
class AllocationDetails:
    number: int
    category: str
    product: str
    unit: Unit
    starts_on: date
    ends_on: date


@transaction.atomic
def set_care_allocation(actor: Actor, grant: CareGrant, details: AllocationDetails) -> CareAllocation:
    """What the municipality's allocation says of a grant; from the same day on it replaces what was filled in.

    Errors: Refused, naming the field; also when it overlaps another one of this grant.
    """
    require(actor, May.SETTLE)
    _require_ours(actor, grant.cooperative_id)
    if not 0 < details.number <= 999_999_999:
        raise Refused(_("An allocation number has 1 to 9 digits."), field="number")
    if not re.fullmatch(r"[0-9]{2}", details.category, re.ASCII):
        raise Refused(_("A product category has 2 digits, like 01."), field="category")
    if not re.fullmatch(r"[A-Za-z0-9]{1,5}", details.product, re.ASCII):
        raise Refused(_("A product code has at most 5 letters and digits, like 01A03."), field="product")
    if details.ends_on < details.starts_on:
        raise Refused(_("The last day comes before the first day."), field="ends_on")
    others = CareAllocation.objects.select_for_update().filter(care_grant=grant).exclude(starts_on=details.starts_on)
    if others.filter(starts_on__lte=details.ends_on, ends_on__gte=details.starts_on).exists():
        raise Refused(_("Another allocation of this help counts on some of these days."), field="starts_on")
    allocation, _made = CareAllocation.objects.update_or_create(
        care_grant=grant,
        starts_on=details.starts_on,
        defaults={"cooperative_id": grant.cooperative_id, **asdict(details)},
    )
    return allocation


@transaction.atomic
def declare_care(actor: Actor, team: DistrictTeam, month: date, *, at: datetime) -> CareDeclaration:
    """Make the declaration of a month that is over: what of it, and of months before, was not declared yet.

    What cannot be declared stays out; `care_draft` names it. Errors: Refused without a contract, for a month that is
    not over or lies before one that was declared, and when there is nothing to declare.
    """
    require(actor, May.SETTLE)
    _require_ours(actor, team.cooperative_id)
    contract = CareContract.objects.select_for_update().filter(district_team=team).first()
    if contract is None:
        raise Refused(_("Fill in first which provider declares to this municipality."))
    first, last = month_of(month)
    if last >= local_day(at):
        raise Refused(
            _("This month is not over yet. Declare it from the first day of the next month on."), field="month"
        )
    if CareDeclaration.objects.filter(district_team=team, month__gt=first).exists():
        raise Refused(  # TR318
            _("A later month was declared already. What is left of this month goes with the next declaration."),
            field="month",
        )
    number = f"{contract.number_prefix}{next_numbers(team.cooperative_id, SERIES):0{DIGITS}d}"
    draft = care_draft(team, first, prefix=number)
    if not draft.performances:
        raise Refused(_("There is nothing new to declare for this month."))
    declaration = CareDeclaration.objects.create(
        cooperative_id=team.cooperative_id,
        district_team=team,
        number=number,
        month=first,
        provider=contract.provider,
        agb_code=contract.agb_code,
        municipality_code=contract.municipality_code,
        base_schema=contract.base_schema,
        message_schema=contract.message_schema,
        made_at=at,
        made_by_id=actor.person_id,
    )
    _write_lines(declaration, draft.performances)
    return declaration


def _write_lines(declaration: CareDeclaration, performances: tuple[Performance, ...]) -> None:
    back = {line.takes_back for line in performances if line.takes_back}
    known = dict(
        CareDeclarationLine.objects.filter(cooperative_id=declaration.cooperative_id, reference__in=back).values_list(
            "reference", "pk"
        )
    )
    CareDeclarationLine.objects.bulk_create(
        CareDeclarationLine(
            cooperative_id=declaration.cooperative_id,
            declaration=declaration,
            reference=line.reference,
            client_id=line.about,
            client_reference=line.client,
            allocation_number=line.content.allocation.number,
            category=line.content.allocation.category,
            product=line.content.allocation.product,
            unit=line.content.allocation.unit,
            granted_from=line.content.allocation.first,
            granted_until=line.content.allocation.last,
            starts_on=line.content.first,
            ends_on=line.content.last,
            volume=line.content.volume,
            rate_cents=line.content.rate_cents,
            cents=line.content.cents,
            charged_cents=line.charged_cents,
            takes_back_id=known[line.takes_back] if line.takes_back else None,
        )
        for line in performances
    )


@transaction.atomic
def take_answer(
    actor: Actor, declaration: CareDeclaration, content: bytes, *, sent_as: str = "", at: datetime
) -> Answer:
    """Read the municipality's answer (message 325) and keep per line what it says; the file itself is not kept.

    `sent_as` is the number under which the provider sent it, when it joined ours with its own. Errors: Refused when
    the file is no answer on this declaration, or it was answered already.
    """
    require(actor, May.SETTLE)
    _require_ours(actor, declaration.cooperative_id)
    found = CareDeclaration.objects.select_for_update().get(pk=declaration.pk)
    if found.answered_at is not None:
        raise Refused(_("This declaration was answered already. A municipality answers once."))
    try:
        answer = read_answer(content)
    except NotAnAnswer as why:
        raise Refused(UNREADABLE[why.why](), field="file") from why
    said = answer.declaration or answer.identification
    if said.casefold() not in (found.number.casefold(), sent_as.strip().casefold()):
        raise Refused(
            _("This answer is about declaration %(number)s. Did the provider send ours under that number? Fill it in.")
            % {"number": said[:12]},
            field="sent_as",
        )
    lines = list(lines_of(found).select_for_update(of=("self",)))
    verdicts = {one.reference: one for one in judged(map(performance_of, lines), answer)}
    for line in lines:
        line.verdict, line.codes = verdicts[line.reference].verdict, list(verdicts[line.reference].codes)
    CareDeclarationLine.objects.bulk_update(lines, ["verdict", "codes"])
    found.answered_at, found.answered_by_id = at, actor.person_id
    found.sent_as = "" if said.casefold() == found.number.casefold() else said
    found.codes = list(answer.refused)
    found.save(update_fields=["answered_at", "answered_by", "sent_as", "codes"])
    return answer


UNREADABLE = {
    Unreadable.TOO_LARGE: lambda: _("This file is too large for an answer. Ask the provider for our part of it."),
    Unreadable.NO_XML: lambda: _("This file is not XML, or it is broken. Ask the provider to send it again."),
    Unreadable.OTHER_MESSAGE: lambda: _("This is no answer on a declaration (message 325 of iWmo 3.2)."),
    Unreadable.INCOMPLETE: lambda: _("Something is missing in this answer. Ask the provider to send it again."),
    Unreadable.SUMS: lambda: _(
        "The amounts in this answer do not add up: what was rejected is not what was asked less what was granted."
    ),
}


def _require_ours(actor: Actor, cooperative_id: int) -> None:
    if cooperative_id != actor.cooperative_id:
        raise Refused(_("This is not there."))
