"""Who may open what: every address of the program, walked as everybody. A new page without a line here fails.

The table is written out on purpose and not read from the program: it is what the cooperative agreed, and the program is
held to it.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.api.scenes import token_of
from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_pilot,
    a_supplier,
    a_worker,
    an_actor,
)
from tests.delivery.scenes import AN_HOUR, Help, Repair, a_picture
from tests.insight.whatif_scenes import a_scenario
from tests.settlement.work import a_repair_job, a_timesheet, consents, tariffs
from werkplaats.delivery import services
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.homes.models import Client as CareClient
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import LandlordKind, ParticipationStatus
from werkplaats.insight.models import SurveyRound
from werkplaats.insight.services.scenarios import save_scenario
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.rules.reference import make
from werkplaats.members.models import ApiToken, Cooperative, Notice, Person, Worker
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.agenda import make_agenda_address
from werkplaats.planning.models import Offer, Roster
from werkplaats.planning.services import begin_roster_by_hand
from werkplaats.portal.middleware import SELF_GUARDED
from werkplaats.settlement.models import (
    BankLine,
    BankMatch,
    BankStatement,
    CareDeclaration,
    CareDeclarationLine,
    DebitRun,
    Invoice,
    Mandate,
    PayRun,
    SelfBill,
    Subscription,
)
from werkplaats.settlement.rules import InvoiceKind, Payer
from werkplaats.settlement.rules.iwmo import Unit as CareUnit
from werkplaats.settlement.rules.tariffs import TariffKind
from werkplaats.settlement.services import dispute, draft_tariff, settle
from werkplaats.triage.models import Assessment, LearnedModel
from werkplaats.triage.rules.taught import to_bytes
from werkplaats.triage.services.lists import begin_list

pytestmark = pytest.mark.django_db

R, W, C, L, O, D, B = (  # noqa: E741
    Role.RESIDENT,
    Role.WORKER,
    Role.COORDINATOR,
    Role.LANDLORD,
    Role.OBSERVER,
    Role.DISTRICT_TEAM,
    Role.BOARD,
)
ANYONE = None  # also who is not signed in
SIGNED_IN = {R, W, C, L, O, D, B}

PAGES: dict[str, set[Role] | None] = {
    "live": ANYONE,
    "ready": ANYONE,
    "public:home": ANYONE,
    "public:cooperative": ANYONE,
    "public:join_pilot": ANYONE,
    "public:become_member": ANYONE,
    "public:apply": ANYONE,
    "public:thanks": ANYONE,
    "public:who_does_what": ANYONE,
    "public:who_does_what_print": ANYONE,
    "public:all_results": ANYONE,
    "public:results": ANYONE,
    "public:all_open_data": ANYONE,
    "public:open_data": ANYONE,
    "public:open_data_file": ANYONE,
    "public:open_data_dictionary": ANYONE,
    "public:open_data_description": ANYONE,
    "public:survey": ANYONE,
    "public:demo_sign_in": ANYONE,
    "public:mail": ANYONE,
    "resident:home": {R},
    "resident:report": {R},
    "resident:plan": {R},
    "resident:advice": {R},
    "resident:photo": SIGNED_IN,
    "resident:sign": {R, C},
    "resident:not_solved": {R, C},
    "resident:thank": {R, C},
    "resident:request": {R},
    "resident:received": {R},
    "resident:say": {R},
    "resident:add_photos": {R},
    "resident:close": {R},
    "resident:close_own": {R},
    "resident:print": {R},
    "coordinator:inbox": {C},
    "coordinator:late": {C},
    "coordinator:request": {C},
    "coordinator:request_say": {C},
    "coordinator:request_split": {C},
    "coordinator:request_join": {C},
    "coordinator:request_print": {C},
    "coordinator:photo": {C},
    "coordinator:enter": {C},
    "coordinator:enter_new": {C},
    "coordinator:enter_known": {C},
    "coordinator:visits": {C},
    "coordinator:visit": {C},
    "coordinator:visit_sign": {C},
    "coordinator:visit_not_solved": {C},
    "coordinator:visit_pick_up": {C},
    "coordinator:suppliers": {C},
    "coordinator:supplier": {C},
    "coordinator:supplier_use": {C},
    "coordinator:supplier_hours": {C},
    "coordinator:roster": {C},
    "coordinator:roster_print": {C},
    "coordinator:roster_map": {C},
    "coordinator:roster_plan": {C},
    "coordinator:roster_by_hand": {C},
    "coordinator:roster_visit": {C},
    "coordinator:roster_progress": {C},
    "coordinator:roster_stop": {C},
    "coordinator:roster_away": {C},
    "coordinator:roster_publish": {C},
    "coordinator:roster_move": {C},
    "coordinator:pilots": {C},
    "coordinator:pilot_new": {C},
    "coordinator:pilot": {C},
    "coordinator:pilot_change": {C},
    "coordinator:pilot_sign_up": {C},
    "coordinator:participation_end": {C},
    "coordinator:clients": {C},
    "coordinator:refer": {C},
    "coordinator:client": {C},
    "coordinator:client_notes": {C},
    "coordinator:client_home": {C},
    "coordinator:client_no_go": {C},
    "coordinator:client_no_go_lift": {C},
    "coordinator:grant_heavy": {C},
    "coordinator:client_consent": {C},
    "coordinator:add_grant": {C},
    "coordinator:end_grant": {C},
    "coordinator:lists": {C, B},
    "coordinator:list_begin": {C},
    "coordinator:list_new": {C},
    "coordinator:list_version": {C, B},
    "coordinator:list_changes": {C, B},
    "coordinator:list_add": {C},
    "coordinator:list_item": {C},
    "coordinator:list_item_away": {C},
    "coordinator:list_approve": {C, B},
    "coordinator:list_reopen": {C},
    "coordinator:list_publish": {C},
    "coordinator:list_away": {C},
    "coordinator:list_export": {C, B},
    "coordinator:list_import": {C},
    "coordinator:learned": {C, B},
    "coordinator:learned_without": {C},
    "coordinator:learned_back": {C},
    "coordinator:import": {C},
    "coordinator:import_empty": {C},
    "coordinator:concerns": {C},
    "coordinator:concern": {C},
    "coordinator:concern_step": {C},
    "coordinator:concern_consent": {C},
    "coordinator:concern_share": {C},
    "coordinator:workers": {C},
    "coordinator:worker": {C},
    "coordinator:worker_decide": {C},
    "coordinator:worker_paper": {C},
    "coordinator:worker_week": {C},
    "coordinator:worker_fits": {C},
    "coordinator:worker_contract": {C},
    "coordinator:worker_away": {C},
    "coordinator:worker_leave": {C},
    "coordinator:notices": {C},
    "coordinator:notice": {C},
    "coordinator:notice_told": {C},
    "coordinator:members": {C, B},
    "coordinator:members_csv": {C, B},
    "coordinator:team": {C},
    "coordinator:team_away": {C},
    "account:home": SIGNED_IN,
    "account:invoices": SIGNED_IN,
    "account:invoice": SIGNED_IN,
    "account:invoice_ubl": SIGNED_IN,
    "account:tokens": SIGNED_IN,
    "account:token_withdraw": SIGNED_IN,
    "worker:home": {W},
    "worker:visit": {W},
    "worker:start": {W},
    "worker:stop": {W},
    "worker:material": {W},
    "worker:material_away": {W},
    "worker:add_photo": {W},
    "worker:times": {W},
    "worker:concern": {W},
    "worker:reported": {W},
    "worker:photo": SIGNED_IN,
    "worker:money": {W},
    "worker:self_billing": {W},
    "worker:self_bill": {W},
    "worker:self_bill_ubl": {W},
    "worker:sent_invoice": {W},
    "worker:invoice_address": {W},
    "worker:dispute": {W},
    "worker:elsewhere": {W},
    "worker:availability": {W},
    "worker:agenda": {W},
    "worker:agenda_feed": ANYONE,  # who has the private address
    "worker:offers": {W},
    "worker:accept": {W},
    "worker:decline": {W},
    "partner:landlord": {L},
    "partner:landlord_csv": {L},
    "partner:dwelling": {L},
    "partner:invoices": {L},
    "partner:invoice": {L},
    "partner:invoice_ubl": {L},
    "partner:totals": {L, O, B, C},
    "partner:results": {L},
    "partner:team_results": {D},
    "board:results": {B, C},
    "partner:clients": {D},
    "partner:client": {D},
    "partner:refer": {D},
    "partner:add_grant": {D},
    "partner:end_grant": {D},
    "partner:forwarded": ANYONE,  # who has the private link
    "partner:forwarded_photo": ANYONE,
    "board:social": {C, B},
    "board:survey_rounds": {C, B},
    "board:survey_paper": {C, B},
    "board:survey_print": {C, B},
    "board:home": {B, C},
    "board:scenarios": {B, C},
    "board:scenario_present": {B, C},
    "board:scenario_new": {B, C},
    "board:scenario_compare": {B, C},
    "board:scenario": {B, C},
    "board:scenario_progress": {B, C},
    "board:scenario_run": {B, C},
    "board:scenario_stop": {B, C},
    "board:scenario_away": {B, C},
    "board:settlement": {B, C},
    "board:issue": {B, C},
    "board:invoice": {B, C},
    "board:invoice_ubl": {B, C},
    "board:payer": {B, C},
    "board:payer_terms": {B, C},
    "board:self_bills": {B, C},
    "board:self_bill": {B, C},
    "board:self_bill_ubl": {B, C},
    "board:worker_invoice": {B, C},
    "board:received_invoice": {B, C},
    "board:bank": {B, C},
    "board:bank_again": {B, C},
    "board:bank_line": {B, C},
    "board:bank_unmatch": {B, C},
    "board:bank_history": {B, C},
    "board:letterhead": {B, C},
    "board:exports": {B, C},
    "board:export_table": {B, C},
    "board:audit_file": {B, C},
    "board:care": {B, C},
    "board:care_draft": {B, C},
    "board:care_declare": {B, C},
    "board:care_contract": {B, C},
    "board:care_allocation": {B, C},
    "board:care_declaration": {B, C},
    "board:care_answer": {B, C},
    "board:care_message": {B, C},
    "board:care_table": {B, C},
    "board:tariffs": {B, C},
    "board:tariff_begin": {B, C},
    "board:charge_month": {B, C},
    "board:tariff": {B, C},
    "board:tariff_change": {B, C},
    "board:tariff_try": {B, C},
    "board:tariff_approve": {B, C},
    "board:tariff_away": {B, C},
    "board:subscriptions": {B, C},
    "board:subscription_end": {B, C},
    "board:settled": {B, C},
    "board:correct": {B, C},
    "board:friday": {B, C},
    "board:pay_draft": {B, C},
    "board:pay_run": {B, C},
    "board:pay_approve": {B, C},
    "board:pay_withdraw": {B, C},
    "board:pay_send": {B, C},
    "board:pay_file": {B, C},
    "board:dispute_answer": {B, C},
    "board:blocked_accounts": {B, C},
    "board:debits": {B, C},
    "board:mandate": {B, C},
    "board:mandate_end": {B, C},
    "board:creditor": {B, C},
    "board:debit_run": {B, C},
    "board:debit_file": {B, C},
    "board:debit_withdraw": {B, C},
    "board:books": {B, C},
    "board:books_profit_and_loss": {B, C},
    "board:books_balance_sheet": {B, C},
    "board:books_open_items": {B, C},
    "board:books_account": {B, C},
    "board:books_booking": {B, C},
    "board:books_by_hand": {B, C},
    "board:books_write_off": {B, C},
    "board:books_months": {B, C},
    "board:books_close": {B, C},
    "board:vat": {B, C},
    "board:vat_csv": {B, C},
    "board:vat_by_hand": {B, C},
    "board:vat_filed": {B, C},
    "board:vat_limit": {B, C},
    "board:vat_facts": {B, C},
    "board:vat_landlord": {B, C},
    "board:vat_worker": {B, C},
    "board:vat_rules": {B, C},
    "board:guard": {B, C},
    "board:guard_worker": {B, C},
    "board:economy": {B, C},
    "board:economy_costs": {B, C},
    "board:assumptions": {B, C},
    "board:assumption": {B, C},
    "board:district": {B, C},
    "board:earlier_work": {B, C},
}
ROUTES: dict[str, tuple[str, set[Role] | None]] = {
    "api:openapi-json": ("GET", ANYONE),
    "api:api-root": ("GET", ANYONE),
    "api:nowhere": ("GET", ANYONE),
    "api:list_requests": ("GET", {R, C}),
    "api:create_request": ("POST", {R, C}),
    "api:get_request": ("GET", {R, C}),
    "api:list_messages": ("GET", {R, C}),
    "api:say": ("POST", {R, C}),
    "api:list_assessments": ("GET", {C}),
    "api:assess": ("POST", {C}),
    "api:triage": ("POST", {R, C}),
    "api:figures": ("GET", {O, L, B, C}),
    "api:list_jobs": ("GET", SIGNED_IN),
    "api:get_job": ("GET", SIGNED_IN),
    "api:list_visits": ("GET", SIGNED_IN),
    "api:get_visit": ("GET", SIGNED_IN),
    "api:offer_visit": ("POST", {C}),
    "api:start_visit": ("POST", {W}),
    "api:stop_visit": ("POST", {W}),
    "api:list_timesheets": ("GET", SIGNED_IN),
    "api:get_timesheet": ("GET", SIGNED_IN),
    "api:sign_off": ("POST", {R, C}),
}
# Signing in, the second step and the language: pages of others that guard themselves.
OF_OTHERS = ("allauth.account.", "allauth.mfa.", "django.views.i18n")
# These tell that it is not there in a page of one's own instead of 404.
SAYS_SO = {"worker:accept": 409, "worker:decline": 409}
NOWHERE = {
    "reference": "00000000",
    "slug": "nergens",
    "ending": "csv",
    "notation": "ttl",
    "kind": "vak",
    "what": "iets",
    "token": "x",
    "rest": "x",
    "account": "1300",
}
EVERYBODY_HAS_ITS_OWN = ("board:books_account",)  # an account, with nothing of elsewhere on it
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def addresses(resolver: Any = None, before: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, address and view of everything."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield space + (pattern.name or address.rsplit("/", 1)[-1]), address, pattern.callback


def ours() -> dict[str, str]:
    return {name: address for name, address, view in addresses() if not view.__module__.startswith(OF_OTHERS)}


def filled(address: str, values: dict[str, Any]) -> str:
    """The address with its parameters filled: from `values`, or with what is not there."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return str(values.get(name, NOWHERE.get(name, date(2026, 3, 13) if name == "run" else 999_999_999)))

    return "/" + PARAMETER.sub(value, address).replace("^", "").replace("$", "")


def test_every_address_stands_in_the_table_and_the_table_has_nothing_else() -> None:
    assert sorted(ours()) == sorted({**PAGES, **ROUTES})


def test_only_sign_in_and_language_guard_themselves() -> None:
    unmarked = {name: view.__module__ for name, _, view in addresses() if not hasattr(view, "door")}
    assert all(module.startswith(OF_OTHERS) for module in unmarked.values()), unmarked
    assert all(one.startswith(SELF_GUARDED) for one in OF_OTHERS)


# -- everybody --------------------------------------------------------------------------------------------------------
class Everybody:
    """One person for each role, in one cooperative."""

    def __init__(self, cooperative: Cooperative) -> None:
        landlord, watching = a_landlord(cooperative), a_landlord(cooperative, LandlordKind.OBSERVER)
        team = a_district_team(cooperative)
        self.people = {
            R: Person.objects.get(pk=a_client(team, a_dwelling(landlord)).person_id),
            W: a_worker(cooperative).person,
            C: Person.objects.get(pk=a_coordinator(cooperative).person_id),
            L: Person.objects.get(pk=a_landlord_contact(landlord).person_id),
            O: Person.objects.get(pk=a_landlord_contact(watching).person_id),
            D: Person.objects.get(pk=a_district_team_contact(team).person_id),
            B: a_person(cooperative, B),
        }

    def browser(self, role: Role | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if role is not None:
            user = self.people[role].user
            assert user is not None
            client.force_login(user)
        return client

    def program(self, role: Role | None) -> Client:
        token = token_of(self.people[role].pk, role) if role else ""
        return Client(headers={"authorization": f"Bearer {token}"} if token else {})


@pytest.fixture
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def asked(client: Client, address: str) -> Any:
    """The page; where it only takes a form, an empty form."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.usefixtures("_no_second_factor")
def test_every_page_opens_for_who_may_and_for_nobody_else(role: Role | None) -> None:
    client, wrong = Everybody(a_cooperative()).browser(role), []
    for name, address in ours().items():
        if name not in PAGES:
            continue
        answer = asked(client, filled(address, {}))
        who = PAGES[name]
        closed = answer.status_code == 403 or answer.headers.get("Location", "").startswith("/account/login")
        if closed is (who is ANYONE or role in who):
            wrong.append((name, answer.status_code))
        if closed and (answer.status_code == 403) is (role is None):
            wrong.append((name, "asked to sign in" if role else "refused without a word on signing in"))
    assert not wrong


@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_opens_for_who_may_and_for_nobody_else(role: Role | None) -> None:
    client, wrong = Everybody(a_cooperative()).program(role), []
    for name, (method, who) in ROUTES.items():
        address = filled(ours()[name], {})
        answer = client.generic(method, address, "{}", content_type="application/json")
        expected = {401} if role is None else {403}
        if (answer.status_code in expected) is (who is ANYONE or role in who):
            wrong.append((name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("role", sorted(Role))
def test_staff_without_a_second_factor_open_no_page(role: Role) -> None:
    client = Everybody(a_cooperative()).browser(role)
    answer = client.get("/bestuur/" if role is B else "/partner/totalen/")
    if role in (R, W):
        assert answer.status_code == 403
    else:
        assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")


# -- rows -------------------------------------------------------------------------------------------------------------
def a_full_house(cooperative: Cooperative) -> dict[str, Any]:
    """One row of everything that an address can name, and no role of it for anybody else."""
    repair, help_ = Repair(cooperative), Help(cooperative)
    request = Request.objects.get(pk=repair.request.pk)
    request.reference = make(5_000_000 + request.pk)  # far from those of `tests.build`
    request.save(update_fields=["reference"])
    photo = Photo.objects.create(
        cooperative=cooperative, request=request, position=1, file="none.jpg", width=1, height=1, added_at=NOW
    )
    done = Repair(cooperative)
    sheet = services.start(done.worker, done.visit.pk, at=NOW)
    work_photo = services.add_photo(done.worker, done.visit.pk, a_picture(), at=NOW)
    services.stop(done.worker, done.visit.pk, outcome=DeliveryOutcome.DONE, at=NOW + AN_HOUR)
    offer = Offer.objects.create(
        cooperative=cooperative,
        visit=help_.visit,
        worker=help_.helper,
        period=help_.visit.period,
        rank=1,
        created_at=NOW,
    )
    landlord = done.request.dwelling.landlord
    assert landlord is not None
    invoice = Invoice.objects.create(
        cooperative=cooperative,
        number=4711,
        kind=InvoiceKind.INVOICE,
        payer=Payer.LANDLORD,
        landlord=landlord,
        period_start=date(2026, 2, 1),
        period_end=date(2026, 2, 28),
        net_cents=100,
        vat_cents=21,
        due_on=date(2026, 3, 31),
        issued_at=NOW,
    )
    participation = Participation.objects.create(
        cooperative=cooperative,
        pilot=a_pilot(landlord),
        dwelling=done.request.dwelling,
        status=ParticipationStatus.WAITING,
        requested_at=NOW,
    )
    draft = begin_list(a_coordinator(cooperative), landlord, at=NOW)
    tariff = draft_tariff(a_coordinator(cooperative), TariffKind.LANDLORD, landlord=landlord, at=NOW)
    subscription = Subscription.objects.create(
        cooperative=cooperative,
        person=request.reporter,
        dwelling=request.dwelling,
        since=date(2026, 2, 1),
        recorded_at=NOW,
    )
    matched = a_bank_match(invoice)
    return {
        "tariff_id": tariff.pk,
        "subscription_id": subscription.pk,
        "scenario_id": save_scenario(a_coordinator(cooperative), "Geheim", a_scenario(), at=NOW).pk,
        "line_id": matched.line_id,
        "match_id": matched.pk,
        **paying_rows(invoice, done.plumbers[0]),
        "list_id": draft.responsibility_list_id,
        "list_version_id": draft.pk,
        "learned_id": a_learned_model(cooperative).pk,
        "item_code": "AAN01",
        "reference": request.reference,
        "visit_id": done.visit.pk,
        "job_id": done.job.pk,
        "timesheet_id": sheet.pk,
        "photo_id": photo.pk,
        "work_photo_id": work_photo.pk,
        "concern_id": services.raise_concern(help_.worker, help_.visit.pk, "Een geheim.", at=NOW).pk,
        "offer_id": offer.pk,
        "dwelling_id": done.request.dwelling_id,
        "person_id": done.request.reporter_id,
        "number": invoice.number,
        "worker_id": help_.helper.pk,
        "client_id": help_.client.pk,
        "grant_id": help_.grant.pk,
        "team_id": help_.client.district_team_id,
        "declaration": a_care_declaration(help_.client).number,
        "file_type": "csv",
        "ending": "csv",
        "notation": "ttl",
        "pilot_id": participation.pilot_id,
        "participation_id": participation.pk,
        "material_id": 1,
        "notice_id": a_letter(done.request.reporter).pk,
        "roster_id": a_draft(cooperative).pk,
        "supplier_id": a_supplier(cooperative).pk,
        "token_id": a_token(done.request.reporter).pk,
        "round_id": a_survey_round(cooperative).pk,
    }


def a_survey_round(cooperative: Cooperative) -> SurveyRound:
    today = timezone.localdate()
    return SurveyRound.objects.create(
        cooperative=cooperative,
        kind="cohesion",
        year=today.year,
        quarter=1,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        opened_at=NOW,
        opened_by=a_person(cooperative, C),
    )


def a_care_declaration(client: CareClient) -> CareDeclaration:
    declaration = CareDeclaration.objects.create(
        cooperative=client.cooperative,
        district_team=client.district_team,
        number=f"WP{client.pk:08d}",
        month=date(2026, 2, 1),
        provider="Zorg Dichtbij",
        agb_code="98765432",
        municipality_code="0307",
        base_schema="1.0.0",
        message_schema="1.0.0",
        made_at=NOW,
    )
    CareDeclarationLine.objects.create(
        cooperative=client.cooperative,
        declaration=declaration,
        reference=f"{declaration.number}-1",
        client=client,
        client_reference="K-1",
        allocation_number=4711,
        category="01",
        product="01A03",
        unit=CareUnit.MINUTE,
        granted_from=date(2026, 1, 1),
        granted_until=date(2026, 12, 31),
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 2, 28),
        volume=120,
        rate_cents=48,
        cents=5800,
        charged_cents=5800,
    )
    return declaration


def a_bank_match(invoice: Invoice) -> BankMatch:
    """A payment of a part of it."""
    ours = {"cooperative": invoice.cooperative, "iban": "NL91ABNA0417164300"}
    statement = BankStatement.objects.create(
        **ours,
        format="mt940",
        starts_on=date(2026, 3, 10),
        closed_on=date(2026, 3, 10),
        opening_cents=0,
        closing_cents=50,
        fingerprint="x",
        imported_at=NOW,
    )
    days = {"booked_on": date(2026, 3, 10), "value_on": date(2026, 3, 10)}
    line = BankLine.objects.create(
        **ours, **days, statement=statement, cents=50, nth=1, other_name="Een geheim", description="factuur"
    )
    return BankMatch.objects.create(
        cooperative=invoice.cooperative, line=line, invoice=invoice, cents=20, matched_at=NOW
    )


def paying_rows(invoice: Invoice, worker: Worker) -> dict[str, Any]:
    """A disputed earning, a pay run and a debit run with the number of the invoice, and a mandate."""
    cooperative = invoice.cooperative
    tariffs(cooperative)
    repair = a_repair_job(a_dwelling(invoice.landlord))
    settlement = settle(a_timesheet(repair, worker), at=NOW)
    assert settlement is not None
    who = {"made_by": worker.person, "name": "x", "iban": "NL91ABNA0417164300"}
    run = {"cooperative": cooperative, "number": invoice.number}
    PayRun.objects.create(**run, pay_on=NOW.date(), cents=1, drafted_at=NOW, drafted_by=worker.person)
    DebitRun.objects.create(**run, **who, collect_on=NOW.date(), identifier="x", made_at=NOW)
    mandate = Mandate.objects.create(
        cooperative=cooperative,
        person=worker.person,
        reference="M-1",
        name="x",
        iban="NL91ABNA0417164300",
        signed_on=NOW.date(),
        recorded_at=NOW,
        recorded_by=worker.person,
    )
    consents(worker)
    SelfBill.objects.create(
        **run,
        worker=worker,
        kind=InvoiceKind.INVOICE,
        consent=worker.self_billing.get(),
        period_start=NOW.date(),
        period_end=NOW.date(),
        net_cents=1,
        vat_cents=0,
        issued_at=NOW,
    )
    disputed = dispute(an_actor(worker.person), settlement.earnings.get().pk, text="Een geheim.", at=NOW)
    return {
        "dispute_id": disputed.pk,
        "mandate_id": mandate.pk,
        "earning_id": disputed.earning_id,
        "settlement_id": settlement.pk,
    }


def a_learned_model(cooperative: Cooperative) -> LearnedModel:
    figures = {"decisions": 1, "item": 1, "in_three": 1, "party": 1, "misled": 0}
    return LearnedModel.objects.create(
        cooperative=cooperative,
        made_at=NOW,
        up_to=Assessment.objects.filter(cooperative=cooperative)[0],
        decisions=2,
        held_back=1,
        figures={"new": figures, "old": figures},
        base="x",
        weights=to_bytes({}),
        state="set_aside",
        state_at=NOW,
    )


def a_draft(cooperative: Cooperative) -> Roster:
    """Of this week, with nothing moved in it yet."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return begin_roster_by_hand(a_coordinator(cooperative), monday, at=timezone.now())


def a_letter(person: Person) -> Notice:
    return Notice.objects.create(
        cooperative=person.cooperative,
        person=person,
        event="a letter",
        channel="letter",
        subject="Een brief",
        body="Een geheim.",
        created_at=NOW,
    )


def a_token(person: Person) -> ApiToken:
    token_of(person.pk, R)
    return person.api_tokens.get()


def keyed(names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The addresses that name a row."""
    for name, address in ours().items():
        if name in names and PARAMETER.search(address) and names[name] is not ANYONE:
            yield name, address


def rows_for(name: str, rows: dict[str, Any]) -> dict[str, Any]:
    return {**rows, "photo_id": rows["work_photo_id"]} if name == "worker:photo" else rows


def closed_rows(name: str, answer: Any) -> bool:
    return answer.status_code == SAYS_SO.get(name, 404) and b"geheim" not in answer.content


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.usefixtures("_no_second_factor")
def test_rows_of_another_cooperative_do_not_exist(role: Role) -> None:
    rows = a_full_house(a_cooperative())
    everybody = Everybody(a_cooperative())
    client, wrong = everybody.browser(role), []
    for name, address in keyed(PAGES):
        if role in (PAGES[name] or ()) and name not in EVERYBODY_HAS_ITS_OWN:
            answer = asked(client, filled(address, rows_for(name, rows)))
            if not closed_rows(name, answer):
                wrong.append((name, answer.status_code))
    assert not wrong
    wrong = wrong_routes(everybody.program(role), role, rows)
    assert not wrong


# What these see of their own cooperative goes by who they are, not only by the cooperative.
@pytest.mark.parametrize("role", [R, W, L, D])
@pytest.mark.usefixtures("_no_second_factor")
def test_rows_of_another_resident_worker_landlord_or_team_do_not_exist(role: Role) -> None:
    cooperative = a_cooperative()
    rows = a_full_house(cooperative)
    everybody = Everybody(cooperative)
    client, wrong = everybody.browser(role), []
    for name, address in keyed(PAGES):
        if role in (PAGES[name] or ()):
            answer = asked(client, filled(address, rows_for(name, rows)))
            if not closed_rows(name, answer):
                wrong.append((name, answer.status_code))
    assert not wrong
    wrong = wrong_routes(everybody.program(role), role, rows)
    assert not wrong


def wrong_routes(client: Client, role: Role, rows: dict[str, Any]) -> list[tuple[str, int]]:
    bodies = {
        "api:say": {"text": "Hallo"},
        "api:assess": {"outcome": "tenant", "reason": "x", "explanation": "x"},
        "api:offer_visit": {"worker_ids": [1], "starts_at": "2026-03-12T10:00:00Z"},
        "api:stop_visit": {"outcome": "done"},
    }
    wrong = []
    for name, address in keyed({name: who for name, (_, who) in ROUTES.items()}):
        method, who = ROUTES[name]
        if role in (who or ()):
            body = json.dumps(bodies.get(name, {}))
            answer = client.generic(method, filled(address, rows), body, content_type="application/json")
            if answer.status_code != 404:
                wrong.append((name, answer.status_code))
    return wrong


def test_the_address_of_an_agenda_opens_the_visits_of_one_worker_only() -> None:
    here, there = Repair(starts_at=timezone.now()), Repair(starts_at=timezone.now())
    colleague = a_worker(here.cooperative)

    def read(worker: Worker) -> str:
        key = make_agenda_address(an_actor(worker.person), at=NOW)
        answer = Client().get(filled(ours()["worker:agenda_feed"], {"key": key}))
        assert answer.status_code == 200
        return answer.content.decode().replace("\r\n ", "")

    assert here.job.dwelling.address in read(here.plumbers[0])
    assert there.job.dwelling.address not in read(here.plumbers[0])
    assert "BEGIN:VEVENT" not in read(colleague)
