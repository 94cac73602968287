"""The pages of what is agreed: a draft in plain words, the difference, the past months, approving; the service plan."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import a_dwelling, a_resident, an_actor, browser_of
from tests.settlement.test_tariffs import Board, hour
from werkplaats.homes.models import Residence
from werkplaats.settlement.models import Charge, Subscription, Tariff
from werkplaats.settlement.queries_work import agreed_in
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import draft_tariff, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]
NEXT_YEAR = (timezone.localdate() + timedelta(days=365)).isoformat()


@pytest.fixture
def here() -> Board:
    return Board()


def page(browser: Browser, name: str, *args: Any, **words: Any) -> str:
    response = browser.get(reverse(name, args=args), words)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def begun(browser: Browser, with_whom: str) -> Tariff:
    response = browser.post(reverse("board:tariff_begin"), {"with_whom": with_whom})
    assert response.status_code == 302
    draft = Tariff.objects.get(approved_at=None)
    assert response["Location"] == reverse("board:tariff_change", args=[draft.pk])
    return draft


def test_a_landlord_is_agreed_with_in_plain_words(here: Board) -> None:
    browser = browser_of(here.board)
    draft = begun(browser, f"landlord-{here.landlord.pk}")
    assert (draft.landlord, draft.kind) == (here.landlord, TariffKind.LANDLORD)
    first = page(browser, "board:tariff_change", draft.pk)
    assert "Een vast bedrag per woning per maand" in first
    assert "Maand (euro)" not in first  # first how is paid, then the amounts
    fixed = page(browser, "board:tariff_change", draft.pk, way="fixed")
    assert 'name="fixed"' in fixed
    assert 'name="hour_repairs"' not in fixed
    mix = {"way": ["fixed", "hours", "units"]}
    assert all(f'name="{name}"' in page(browser, "board:tariff_change", draft.pk, **mix) for name in
               ("fixed", "hour_repairs", "hour_LOO", "minimum", "evening", "unit_1", "price_1", "markup"))  # fmt: skip


def test_what_is_typed_is_kept_as_rates(here: Board) -> None:
    browser = browser_of(here.board)
    draft = begun(browser, f"landlord-{here.landlord.pk}")
    address = reverse("board:tariff_change", args=[draft.pk]) + "?way=fixed&way=hours&way=units"
    typed = {
        "valid_from": NEXT_YEAR, "source": "Brief van 3 november", "fixed": "12,50", "hour_repairs": "48",
        "hour_LOO": "52.25", "minimum": "30", "evening": "25", "weekend": "50", "travel": "9,50", "markup": "10",
    }  # fmt: skip
    wrong = browser.post(address, {**typed, "price_1": "75", "hour_LOO": "veel"})
    assert wrong.status_code == 422
    assert 'value="12,50"' in wrong.content.decode()
    assert agreed_in(Tariff.objects.get(pk=draft.pk)).rates == ()
    assert browser.post(address, typed).status_code == 302
    kept = Tariff.objects.get(pk=draft.pk)
    assert (kept.valid_from.isoformat(), kept.source) == (NEXT_YEAR, "Brief van 3 november")
    found = {(rate.what, rate.trade): rate for rate in agreed_in(kept).rates}
    assert found[RateKind.DWELLING_MONTH, ""].cents == 1250
    assert found[RateKind.HOUR, "LOO"] == Rate(RateKind.HOUR, "repairs", "LOO", cents=5225)
    assert (found[RateKind.MINIMUM, ""].minutes, found[RateKind.WEEKEND, ""].percent) == (30, 50)
    again = page(browser, "board:tariff_change", draft.pk)  # and stands in the form again
    for value in ("12,50", "48,00", "52,25", "30", "25,00"):
        assert f'value="{value}"' in again
    shown = page(browser, "board:tariff", draft.pk)
    for text in ("€ 52,25 per uur", "Brief van 3 november", "30 minuten", "50\u00a0%"):
        assert text in shown


def test_a_unit_price_is_of_a_job_of_the_list(here: Board) -> None:
    browser = browser_of(here.board)
    draft = begun(browser, "landlord")
    address = reverse("board:tariff_change", args=[draft.pk]) + "?way=units"
    text = browser.get(address).content.decode()
    code = text.split('id="id_unit_1"')[1].split('<option value="')[2].split('"')[0]
    typed = {"valid_from": NEXT_YEAR, "source": "Brief", "unit_1": code, "price_1": "75"}
    assert browser.post(address, {**typed, "price_1": ""}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    assert agreed_in(Tariff.objects.get(pk=draft.pk)).rates == (Rate(RateKind.UNIT, item=code, cents=7500),)


def test_what_the_form_has_no_field_for_stays_as_it_was_agreed(here: Board) -> None:
    odd = Rate(RateKind.TRAVEL, "repairs", "SCH", cents=1500)
    here.agree(TariffKind.LANDLORD, hour(4700), odd, landlord=here.landlord)
    browser = browser_of(here.board)
    draft = begun(browser, f"landlord-{here.landlord.pk}")
    address = reverse("board:tariff_change", args=[draft.pk])
    assert "€ 15,00" in browser.get(address).content.decode()
    assert browser.post(address, {"valid_from": NEXT_YEAR, "source": "x", "hour_repairs": "50"}).status_code == 302
    assert set(agreed_in(Tariff.objects.get(pk=draft.pk)).rates) == {hour(5000), odd}


@pytest.mark.parametrize(
    ("with_whom", "query", "typed", "rate"),
    [
        ("municipality", "?way=fixed", {"fixed": "200"}, Rate(RateKind.CLIENT_MONTH, cents=20_000)),
        ("workers", "?way=share", {"share": "15"}, Rate(RateKind.SHARE, percent=15)),  # type: ignore[arg-type]
        ("service_plan", "?way=fixed", {"fixed": "7"}, Rate(RateKind.PLAN_MONTH, cents=700)),
        ("membership", "", {"contribution": "24"}, Rate(RateKind.CONTRIBUTION_YEAR, cents=2400)),
        (
            "municipality",
            "?way=hours",
            {"hour_organising": "36"},
            Rate(RateKind.HOUR, "household", item="organising", cents=3600),
        ),
    ],
)
def test_every_kind_has_its_own_amounts(with_whom: str, query: str, typed: dict[str, str], rate: Rate) -> None:
    browser = browser_of(Board(agreed=False).board)
    draft = begun(browser, with_whom)
    address = reverse("board:tariff_change", args=[draft.pk]) + query
    response = browser.post(address, {"valid_from": NEXT_YEAR, "source": "Besluit", **typed})
    assert response.status_code == 302, response.content.decode()
    assert agreed_in(Tariff.objects.get(pk=draft.pk)).rates == (rate,)


def test_a_draft_shows_what_it_changes_and_warns_of_a_loss(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(3900), valid_from=date.fromisoformat(NEXT_YEAR))
    text = page(browser_of(here.board), "board:tariff", draft.pk)
    assert "€ 48,00 per uur" in text
    assert "€ 39,00 per uur" in text
    assert "niet afgesproken" in text  # the painter has no own hour any more
    assert "Vakmensen zouden meer krijgen dan u vraagt" in text


def test_a_draft_is_tried_on_the_past_months_before_it_is_approved(here: Board) -> None:
    last_month = timezone.now().replace(day=1) - timedelta(days=2)
    settle(here.signed(started_at=last_month.replace(hour=9)), at=timezone.now())
    draft = here.draft(TariffKind.LANDLORD, hour(6000), valid_from=date.fromisoformat(NEXT_YEAR))
    browser = browser_of(here.board)
    weekday_price = Charge.objects.get().net_cents
    assert weekday_price == 4800
    for words in ({}, {"months": "12"}, {"months": "geen"}):
        text = page(browser, "board:tariff_try", draft.pk, **words)
        for part in (here.landlord.name, here.plumber.person.name, "€ 48,00", "€ 60,00", "€ 12,00"):
            assert part in text
    own = page(browser, "board:tariff", draft.pk)
    assert reverse("board:tariff_approve", args=[draft.pk]) not in own
    assert "Iemand anders" in own
    answer = browser.post(reverse("board:tariff_approve", args=[draft.pk]), follow=True)
    assert "U hebt deze versie zelf gemaakt" in answer.content.decode()
    assert Tariff.objects.get(pk=draft.pk).approved_at is None
    browser = browser_of(here.second)
    assert reverse("board:tariff_approve", args=[draft.pk]) in page(browser, "board:tariff", draft.pk)
    assert browser.post(reverse("board:tariff_approve", args=[draft.pk])).status_code == 302
    assert Tariff.objects.get(pk=draft.pk).approved_at is not None
    assert "Deze versie is goedgekeurd" in page(browser, "board:tariffs")
    # an approved one has no form any more
    assert browser.get(reverse("board:tariff_change", args=[draft.pk])).status_code == 302


def test_a_refusal_is_said_and_changes_nothing(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(6000), valid_from=date(2026, 1, 1))
    browser = browser_of(here.second)
    answer = browser.post(reverse("board:tariff_approve", args=[draft.pk]), follow=True)
    assert "Op deze dag begint al een versie" in answer.content.decode()
    assert browser.post(reverse("board:tariff_away", args=[draft.pk])).status_code == 302
    assert not Tariff.objects.filter(approved_at=None).exists()
    wrong = browser.post(reverse("board:tariff_begin"), {"with_whom": "niemand"}, follow=True)
    assert "Kies met wie het is afgesproken." in wrong.content.decode()


def test_the_fixed_amounts_of_a_month_are_asked_from_the_page(here: Board) -> None:
    browser = browser_of(here.board)
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    here.agree(TariffKind.SERVICE_PLAN, Rate(RateKind.PLAN_MONTH, cents=700))
    tenant = a_resident(a_dwelling(here.landlord))
    added = {"residence": str(Residence.objects.get(person=tenant).pk), "since": month.isoformat()}
    assert browser.post(reverse("board:subscriptions"), added).status_code == 302
    answer = browser.post(reverse("board:charge_month"), {"month": month.isoformat()}, follow=True)
    assert "1 vast bedrag staat klaar" in answer.content.decode()
    assert Charge.objects.get().net_cents == 700
    answer = browser.post(reverse("board:charge_month"), {"month": month.isoformat()}, follow=True)
    assert "al eerder gevraagd" in answer.content.decode()


def test_the_board_keeps_who_has_the_service_plan_and_the_tenant_sees_it(here: Board) -> None:
    here.agree(TariffKind.SERVICE_PLAN, Rate(RateKind.PLAN_MONTH, cents=700))
    today = timezone.localdate()
    tenant = a_resident(a_dwelling(here.landlord), name="Truus de Wit")
    browser, own = browser_of(here.board), browser_of(tenant)
    assert "U hebt het serviceabonnement niet." in page(own, "resident:plan")
    added = {"residence": str(Residence.objects.get(person=tenant).pk), "since": today.isoformat()}
    assert browser.post(reverse("board:subscriptions"), {**added, "since": "morgen"}).status_code == 422
    assert browser.post(reverse("board:subscriptions"), added).status_code == 302
    assert "Truus de Wit" in page(browser, "board:subscriptions")
    seen = page(own, "resident:plan")
    assert "€ 8,47" in seen
    assert "U hebt het serviceabonnement sinds" in seen
    plan = Subscription.objects.get()
    address = reverse("board:subscription_end", args=[plan.pk])
    early = browser.post(address, {"until": (today - timedelta(days=1)).isoformat()}, follow=True)
    assert "De laatste dag ligt voor de eerste dag." in early.content.decode()
    assert browser.post(address, {"until": today.isoformat()}).status_code == 302
    assert Subscription.objects.get().until == today
    assert "De laatste dag is" in page(own, "resident:plan")


def test_the_number_of_queries_does_not_grow_with_versions_and_plans(here: Board) -> None:
    browser = browser_of(here.board)

    def queries() -> dict[str, int]:
        found = {}
        for name in ("board:tariffs", "board:subscriptions"):
            with CaptureQueriesContext(connection) as captured:
                page(browser, name)
            found[name] = len(captured)
        return found

    here.agree(TariffKind.SERVICE_PLAN, Rate(RateKind.PLAN_MONTH, cents=700))
    draft_tariff(here.board, TariffKind.WORKERS, at=timezone.now())
    few = queries()
    for month in range(4, 8):
        here.agree(TariffKind.LANDLORD, hour(5000), valid_from=date(2027, month, 1))
        tenant = a_resident(a_dwelling(here.landlord))
        added = {"residence": str(Residence.objects.get(person=tenant).pk), "since": NEXT_YEAR}
        assert browser.post(reverse("board:subscriptions"), added).status_code == 302
        a_resident(a_dwelling(here.landlord))
    many = queries()
    assert max(few.values()) <= 12, few
    assert all(many[name] <= few[name] for name in few), (few, many)


def test_a_worker_or_resident_sees_none_of_it(here: Board) -> None:
    for person in (here.plumber.person, a_resident(here.dwelling)):
        for name in ("board:tariffs", "board:subscriptions"):
            assert browser_of(an_actor(person)).get(reverse(name)).status_code == 403
