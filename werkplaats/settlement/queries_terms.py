"""Who takes part from when until when, and so what is asked by the month: dwellings, clients, subscribers, members."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, Participation, Residence
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Member
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Letterhead, Subscription, Tariff
from werkplaats.settlement.queries_work import agreed
from werkplaats.settlement.rules import money
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.period_prices import Term
from werkplaats.settlement.rules.tariffs import RateKind, TariffKind, agreed_on
from werkplaats.settlement.rules.vat import Part, Side, Situation, decide


@dataclass(frozen=True)
class Group:
    """Who is asked together on one line: of one payer, in one pilot.

    `partner`: the landlord or district team; `person`: the subscriber or member. `has_own`: the partner has an own
    agreement, so that the general one says nothing of it.
    """

    name: str
    terms: tuple[Term, ...]
    partner: int | None = None
    person: int | None = None
    pilot: int | None = None
    has_own: bool = False


def period_terms(cooperative_id: int, kind: TariffKind, first: date, last: date) -> list[Group]:
    """Everybody of whom a tariff of this kind may ask something for these days, by name. None for WORKERS."""
    if kind is TariffKind.LANDLORD:
        found = _dwellings(cooperative_id, first, last)
    elif kind is TariffKind.MUNICIPALITY:
        found = _clients(cooperative_id, first, last)
    elif kind is TariffKind.SERVICE_PLAN:
        found = _subscribers(cooperative_id, first, last)
    elif kind is TariffKind.MEMBERSHIP:
        found = _members(cooperative_id, first, last)
    else:
        found = []
    return sorted(found, key=lambda group: (group.name, group.partner or group.person or 0, group.pilot or 0))


def _dwellings(cooperative_id: int, first: date, last: date) -> list[Group]:
    """That took part in a pilot, which is who an agreement with a landlord is about."""
    rows = _took_part(cooperative_id, first, last).filter(dwelling__landlord__isnull=False)
    by_pilot: dict[tuple[str, int, int], list[Term]] = defaultdict(list)
    for row in rows.select_related("dwelling__landlord"):
        landlord = row.dwelling.landlord if row.dwelling else None
        assert landlord is not None  # the filter
        term = Term(row.dwelling_id or 0, _day(row.started_at, first), _last(row.ended_at))
        by_pilot[landlord.name, landlord.pk, row.pilot_id].append(term)
    own = _with_own(cooperative_id, "landlord")
    return [
        Group(name, tuple(terms), partner, pilot=pilot, has_own=partner in own)
        for (name, partner, pilot), terms in by_pilot.items()
    ]


def _clients(cooperative_id: int, first: date, last: date) -> list[Group]:
    """With a grant that gave help; in the pilot in which they took part last."""
    took_part = _took_part(cooperative_id, first, last).filter(client__isnull=False).order_by("started_at")
    pilots = dict(took_part.values_list("client", "pilot"))
    grants = CareGrant.objects.filter(cooperative_id=cooperative_id, starts_on__lte=last, ends_on__gte=first)
    by_team: dict[tuple[str, int, int | None], list[Term]] = defaultdict(list)
    for grant in grants.select_related("client__district_team"):
        team, term = grant.client.district_team, Term(grant.client_id, grant.starts_on, grant.last_day)
        by_team[team.name, team.pk, pilots.get(grant.client_id)].append(term)
    own = _with_own(cooperative_id, "district_team")
    return [
        Group(name, tuple(terms), team, pilot=pilot, has_own=team in own)
        for (name, team, pilot), terms in by_team.items()
    ]


def _subscribers(cooperative_id: int, first: date, last: date) -> list[Group]:
    rows = Subscription.objects.filter(cooperative_id=cooperative_id, since__lte=last).select_related("person")
    return _by_person(
        (row.person.name, row.person_id, Term(row.dwelling_id, row.since, row.until))
        for row in rows.filter(Q(until=None) | Q(until__gte=first))
    )


def _members(cooperative_id: int, first: date, last: date) -> list[Group]:
    """With who left before: who comes back in the same year paid already."""
    rows = Member.objects.filter(cooperative_id=cooperative_id, joined_at__date__lte=last).select_related("person")
    return _by_person(
        (row.person.name, row.person_id, Term(row.person_id, local_day(row.joined_at), _last(row.left_at), row.kind))
        for row in rows.filter(Q(left_at=None) | Q(left_at__date__gte=date(first.year, 1, 1)))
    )


def _by_person(rows: Iterable[tuple[str, int, Term]]) -> list[Group]:
    by_person: dict[tuple[str, int], list[Term]] = defaultdict(list)
    for name, person, term in rows:
        by_person[name, person].append(term)
    return [Group(name, tuple(terms), person=person) for (name, person), terms in by_person.items()]


def _took_part(cooperative_id: int, first: date, last: date) -> "QuerySet[Participation]":
    rows = Participation.objects.filter(cooperative_id=cooperative_id, started_at__date__lte=last)
    return rows.filter(Q(ended_at=None) | Q(ended_at__date__gte=first)).order_by("started_at")


def _with_own(cooperative_id: int, partner: str) -> set[int]:
    approved = Tariff.objects.filter(cooperative_id=cooperative_id, approved_at__isnull=False)
    return set(approved.filter(**{f"{partner}__isnull": False}).values_list(partner, flat=True))


def _day(moment: datetime | None, otherwise: date) -> date:
    return local_day(moment) if moment else otherwise


def _last(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None


# -- the service plan -------------------------------------------------------------------------------------------------
def subscriptions(cooperative_id: int) -> "QuerySet[Subscription]":
    """Who has it or had it, the running ones first, by name."""
    rows = Subscription.objects.filter(cooperative_id=cooperative_id).select_related("person", "dwelling")
    return rows.order_by(F("until").desc(nulls_first=True), "person__name")


def without_plan(cooperative_id: int, day: date) -> "QuerySet[Residence]":
    """Tenants who live somewhere that has no service plan on that day, and none later."""
    has_it = Subscription.objects.filter(cooperative_id=cooperative_id).filter(Q(until=None) | Q(until__gte=day))
    tenants = Residence.objects.filter(cooperative_id=cooperative_id, until=None, dwelling__landlord__isnull=False)
    return (
        tenants.exclude(dwelling__in=has_it.values("dwelling"))
        .select_related("person", "dwelling")
        .order_by("person__name", "pk")
    )


@dataclass(frozen=True)
class OwnPlan:
    """What a tenant sees, with VAT. `subscription` None: they have none; an amount None: nothing is agreed."""

    subscription: Subscription | None
    cents_per_month: Cents | None
    no_show_cents: Cents | None


def own_plan(actor: Actor, today: date) -> OwnPlan:
    """The running or coming plan of who looks, with what it costs today."""
    rows = Subscription.objects.filter(cooperative_id=actor.cooperative_id, person_id=actor.person_id or 0)
    own = rows.filter(Q(until=None) | Q(until__gte=today)).select_related("dwelling").order_by("since").first()
    agreed_now = agreed_on(agreed(actor.cooperative_id), TariffKind.SERVICE_PLAN, today)
    month = agreed_now.rate(RateKind.PLAN_MONTH, Branch.REPAIRS, "") if agreed_now else None
    no_show = agreed_now.rate(RateKind.NO_SHOW, Branch.REPAIRS, "") if agreed_now else None
    return OwnPlan(
        own,
        with_vat(actor.cooperative_id, month.cents, Part.SUBSCRIPTION, today) if month else None,
        with_vat(actor.cooperative_id, no_show.cents, Part.NO_SHOW, today) if no_show else None,
    )


def with_vat(cooperative_id: int, cents: int, part: Part, day: date) -> Cents:
    """What a tenant pays of it: prices for private people are said with VAT."""
    rule = decide(
        Situation(Side.SALE, day, part, home=True, inside=True, small_business=small_business(cooperative_id, day))
    )
    return Cents(cents) + money.share(Cents(cents), rule.vat.percent)


def small_business(cooperative_id: int, day: date) -> bool:
    """Whether the cooperative takes part in the small businesses scheme (KOR) on that day."""
    heads = Letterhead.objects.filter(cooperative_id=cooperative_id)
    head = heads.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first() or heads.first()
    return head is not None and head.small_business
