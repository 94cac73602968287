"""Who takes part: numbers that are right, papers that are valid, doors that open."""

from dataclasses import replace
from datetime import date, time, timedelta
from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.members.rules import CredentialKind, WorkerKind, identity
from werkplaats.members.rules.application import Hours, Validity, WorkerApplication, Wrong, normalised, wrong
from werkplaats.members.rules.credentials import WARN_AHEAD, Paper, missing_on, to_warn, valid_on
from werkplaats.members.rules.roles import ALLOWED, NOBODY, Actor, DoorClosed, May, Role, require
from werkplaats.members.rules.trades import TRADES

TODAY = date(2026, 3, 10)
VOG, INSURANCE = CredentialKind.VOG, CredentialKind.INSURANCE
HELPER, TRADESPERSON = WorkerKind.HELPER, WorkerKind.TRADESPERSON
any_day = st.dates(date(2020, 1, 1), date(2035, 12, 31))


# --- numbers -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12345678", "12345678"),
        (" 1234 5678 ", "12345678"),
        ("12.34.56.78", "12345678"),
        ("01234567", "01234567"),
        ("1234567", None),
        ("123456789", None),
        ("1234567a", None),
        ("١٢٣٤٥٦٧٨", None),
        ("", None),
    ],
)
def test_a_kvk_number_has_eight_digits(typed: str, kept: str | None) -> None:
    assert identity.kvk_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NL004495445B01", "NL004495445B01"),
        ("nl 0044.95.445.B.01", "NL004495445B01"),
        ("004495445B01", "NL004495445B01"),
        ("NL004495446B01", None),  # one digit further: its check fails
        ("NL004495445B", None),
        ("BE0428759497", None),
        ("", None),
    ],
)
def test_a_vat_number_is_a_dutch_one_whose_check_is_right(typed: str, kept: str | None) -> None:
    assert identity.vat_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("nl91abna0417164300", "NL91ABNA0417164300"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("NL91 ABNA 0417 1643 01", None),
        ("NL91 ABNA 0417 1643", None),
        ("", None),
    ],
)
def test_an_iban_has_its_check_digits_and_length(typed: str, kept: str | None) -> None:
    assert identity.iban(typed) == kept


@given(st.integers(4, 17), st.sampled_from(digits))
def test_one_mistyped_digit_of_an_iban_is_noticed(place: int, digit: str) -> None:
    right = "NL91ABNA0417164300"
    typed = right[:place] + digit + right[place + 1 :]
    assert identity.iban(typed) == (right if typed == right else None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3812AB", "3812 AB"),
        (" 3812 ab ", "3812 AB"),
        ("3812\u00a0AB", "3812 AB"),
        ("0812 AB", None),  # never begins with a 0
        ("3812 A", None),
        ("381 AB", None),
        ("3812 AB 1", None),
        ("", None),
    ],
)
def test_a_postcode_has_four_digits_and_two_letters(typed: str, kept: str | None) -> None:
    assert identity.postcode(typed) == kept


@given(st.integers(1000, 9999), st.text(ascii_uppercase, min_size=2, max_size=2))
def test_a_postcode_that_was_kept_is_kept_the_same_again(number: int, letters: str) -> None:
    kept = identity.postcode(f"{number}{letters.lower()}")
    assert kept == f"{number} {letters}"
    assert identity.postcode(kept) == kept


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered_and_what_is_kept_stays(typed: str) -> None:
    for read in (identity.kvk_number, identity.vat_number, identity.iban, identity.postcode):
        kept = read(typed)
        assert kept is None or read(kept) == kept


# --- an application ----------------------------------------------------------------------------------------------
PLUMBER = WorkerApplication(
    name="Nel de Wit",
    email="nel@voorbeeld.example",
    kind=TRADESPERSON,
    postcode="3812 AB",
    house_number="7",
    latitude=52.16,
    longitude=5.37,
    trades=("LOO",),
    kvk_number="12345678",
    vat_number="NL004495445B01",
    iban="NL91ABNA0417164300",
    vog=Validity(date(2025, 1, 1), date(2028, 1, 1)),
    insurance=Validity(date(2025, 1, 1), date(2028, 1, 1)),
    availability=(Hours(0, time(8), time(17)),),
)
CLEANER = replace(PLUMBER, kind=HELPER, trades=(), kvk_number="", vat_number="", insurance=None)
ALL_TRADES = frozenset(TRADES)


@pytest.mark.parametrize("application", [PLUMBER, CLEANER, replace(PLUMBER, vat_number=""), replace(CLEANER, vog=None)])
def test_a_whole_application_can_be_taken_in(application: WorkerApplication) -> None:
    """A VAT number may be missing (the small business scheme), a VOG may follow."""
    assert wrong(application, ALL_TRADES) == {}


@pytest.mark.parametrize(
    ("application", "field", "mistake"),
    [
        (replace(PLUMBER, name=" "), "name", Wrong.MISSING),
        (replace(PLUMBER, email=""), "email", Wrong.MISSING),
        (replace(PLUMBER, house_number=""), "house_number", Wrong.MISSING),
        (replace(PLUMBER, postcode="3812"), "postcode", Wrong.POSTCODE),
        (replace(PLUMBER, iban=""), "iban", Wrong.IBAN),
        (replace(CLEANER, iban="NL00"), "iban", Wrong.IBAN),
        (replace(PLUMBER, trades=()), "trades", Wrong.NO_TRADE),
        (replace(PLUMBER, trades=("LOO", "XXX")), "trades", Wrong.UNKNOWN_TRADE),
        (replace(CLEANER, trades=("XXX",)), "trades", Wrong.UNKNOWN_TRADE),
        (replace(PLUMBER, kvk_number=""), "kvk_number", Wrong.KVK),
        (replace(CLEANER, kvk_number="123"), "kvk_number", Wrong.KVK),
        (replace(PLUMBER, vat_number="NL1"), "vat_number", Wrong.VAT),
        (replace(PLUMBER, vog=Validity(date(2026, 2, 1), date(2026, 1, 1))), "vog", Wrong.DATES),
        (replace(PLUMBER, insurance=Validity(date(2026, 2, 1), date(2026, 1, 1))), "insurance", Wrong.DATES),
        (replace(PLUMBER, availability=(Hours(0, time(17), time(8)),)), "availability", Wrong.HOURS),
        (replace(PLUMBER, availability=(Hours(7, time(8), time(17)),)), "availability", Wrong.HOURS),
        (replace(PLUMBER, radius_metres=0), "radius_metres", Wrong.RADIUS),
        (replace(PLUMBER, radius_metres=50_001), "radius_metres", Wrong.RADIUS),
    ],
)
def test_what_is_wrong_is_named_at_its_field(application: WorkerApplication, field: str, mistake: Wrong) -> None:
    assert wrong(application, ALL_TRADES) == {field: mistake}


def test_numbers_are_written_one_way_and_what_is_wrong_stays_as_typed() -> None:
    kept = normalised(replace(PLUMBER, kvk_number="1234 5678", iban="nl91 abna 0417 1643 00", postcode="3812ab"))
    assert (kept.kvk_number, kept.iban, kept.postcode) == ("12345678", "NL91ABNA0417164300", "3812 AB")
    assert normalised(replace(PLUMBER, iban="NL00 stuk")).iban == "NL00 stuk"


def test_the_trades_are_those_of_the_national_list_that_have_not_expired() -> None:
    assert {"LOO", "CVI", "TIM", "SCH", "ELE", "STU", "TEG", "GLA"} <= ALL_TRADES
    assert TRADES["ELE"] == "Elektricien"


# --- papers ------------------------------------------------------------------------------------------------------
def paper(kind: CredentialKind, first: date, last: date) -> Paper:
    return Paper(kind, first, last)


@given(any_day, any_day, any_day)
def test_a_paper_is_valid_from_its_first_to_its_last_day(first: date, last: date, day: date) -> None:
    first, last = sorted((first, last))
    assert valid_on([paper(VOG, first, last)], VOG, day) == (first <= day <= last)
    assert not valid_on([paper(INSURANCE, first, last)], VOG, day)


@given(st.lists(st.tuples(any_day, any_day), max_size=4), any_day)
def test_more_papers_never_make_somebody_less_able(spans: list[tuple[date, date]], day: date) -> None:
    papers = [paper(VOG, min(span), max(span)) for span in spans]
    for number in range(len(papers)):
        assert missing_on(papers, HELPER, day) <= missing_on(papers[:number], HELPER, day)


@pytest.mark.parametrize(
    ("kind", "held", "missing"),
    [
        (HELPER, (), {VOG}),
        (HELPER, (VOG,), set()),
        (HELPER, (INSURANCE,), {VOG}),
        (TRADESPERSON, (), {INSURANCE}),
        (TRADESPERSON, (INSURANCE,), set()),
        (TRADESPERSON, (VOG,), {INSURANCE}),
    ],
)
def test_a_helper_needs_a_vog_and_a_tradesperson_insurance(
    kind: WorkerKind, held: tuple[CredentialKind, ...], missing: set[CredentialKind]
) -> None:
    papers = [paper(one, TODAY, TODAY) for one in held]
    assert missing_on(papers, kind, TODAY) == missing


@pytest.mark.parametrize(
    ("days_left", "warned"), [(61, False), (60, True), (59, True), (0, True), (-1, True), (-400, True)]
)
def test_a_paper_is_warned_of_sixty_days_ahead(days_left: int, warned: bool) -> None:
    held = paper(VOG, date(2020, 1, 1), TODAY + timedelta(days=days_left))
    assert to_warn([held], HELPER, TODAY) == ([held] if warned else [])


def test_who_has_a_newer_paper_is_not_warned_of_the_old_one() -> None:
    old = paper(VOG, date(2023, 4, 1), TODAY + timedelta(days=20))
    new = paper(VOG, TODAY, TODAY + timedelta(days=900))
    assert to_warn([new, old], HELPER, TODAY) == []


def test_a_paper_that_is_not_asked_of_somebody_is_not_warned_of() -> None:
    assert to_warn([paper(VOG, date(2020, 1, 1), TODAY)], TRADESPERSON, TODAY) == []
    assert to_warn([], HELPER, TODAY) == []  # never had one: that is missing_on's word


@given(st.lists(any_day, min_size=1, max_size=4), any_day)
def test_at_most_one_warning_a_kind_and_it_is_of_the_last(ends: list[date], today: date) -> None:
    papers = [paper(VOG, date(2019, 1, 1), end) for end in ends]
    warned = to_warn(papers, HELPER, today)
    assert bool(warned) == (max(ends) <= today + WARN_AHEAD)
    assert [one.valid_until for one in warned] in ([], [max(ends)])


# --- doors -------------------------------------------------------------------------------------------------------
def test_every_door_says_who_may_pass() -> None:
    assert set(ALLOWED) == set(May) - {May.ANYONE, May.SIGNED_IN}
    assert all(ALLOWED.values())


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(May))
def test_a_door_opens_for_a_role_of_its_list_and_for_nobody_else(roles: frozenset[Role], door: May) -> None:
    actor = Actor(cooperative_id=1, person_id=1, roles=roles)
    expected = door in (May.ANYONE, May.SIGNED_IN) or bool(roles & ALLOWED[door])
    assert actor.may(door) == expected
    if not expected:
        with pytest.raises(DoorClosed):
            require(actor, door)


@pytest.mark.parametrize("door", list(May))
def test_who_did_not_sign_in_passes_only_the_open_door(door: May) -> None:
    assert NOBODY.may(door) == (door is May.ANYONE)


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.LANDLORD, May.SEE_ALL_REQUESTS),
        (Role.LANDLORD, May.SEE_OWN_CLIENTS),
        (Role.OBSERVER, May.SEE_LANDLORD_RESULTS),
        (Role.DISTRICT_TEAM, May.SEE_ALL_REQUESTS),
        (Role.BOARD, May.ASSESS),
        (Role.WORKER, May.PLAN),
        (Role.RESIDENT, May.ASSESS),
    ],
)
def test_who_must_never_pass_a_door(role: Role, closed: May) -> None:
    assert role not in ALLOWED[closed]
