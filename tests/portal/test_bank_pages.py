"""The bank on the screen of the treasurer: a file in, a match in one key, and undone again."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.build import NOW, a_person
from tests.settlement.bank_files import OURS, THEIRS, a_line, a_statement, camt
from tests.settlement.test_bank_services import Bank, named
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import BankLine, BankMatch
from werkplaats.settlement.queries_bank import unmatched
from werkplaats.settlement.rules.bank.matching import ItemKind
from werkplaats.settlement.services.bank_matching import Chosen, match

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]


class Desk(Bank):
    def __init__(self) -> None:
        super().__init__()
        self.browser = Browser()
        user = a_person(self.cooperative, Role.BOARD).user
        assert user
        self.browser.force_login(user)

    def sees(self, name: str, *args: Any, **query: str) -> str:
        response = self.browser.get(reverse(name, args=args), query)
        assert response.status_code == 200
        return response.content.decode()

    def sends(self, content: bytes) -> Any:
        file = SimpleUploadedFile("afschrift.xml", content)
        return self.browser.post(reverse("board:bank"), {"file": file}, follow=True)

    def answers(self, line: BankLine, **fields: Any) -> Any:
        return self.browser.post(reverse("board:bank_line", args=[line.pk]), fields, follow=True)


@pytest.fixture
def here() -> Desk:
    return Desk()


def keys(content: str) -> list[tuple[str, str]]:
    """Of every proposal its key and what it pays."""
    return [(key, value) for value, key in re.findall(r'name="pays" value="([^"]+)" data-wp-key="(\d)"', content)]


def test_a_file_comes_in_and_what_is_sure_is_matched(here: Desk) -> None:
    file = camt(a_statement(named(here.invoice), a_line(-995, description="Kosten pakket")))
    said = here.sends(file).content.decode()
    assert "2 nieuwe regels ingelezen; vanzelf gekoppeld: 1." in said
    assert "Kosten pakket" in said
    assert OURS in said
    assert "Er is niets veranderd" in here.sends(file).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Dit bestand is leeg"),
        (b"Datum;Bedrag", "Dit is geen bankafschrift"),
        (camt(a_statement(a_line(5), iban=THEIRS)), "is geen rekening van de coöperatie"),
    ],
)
def test_a_wrong_file_is_said_at_the_field(here: Desk, content: bytes, words: str) -> None:
    answer = here.sends(content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_first_proposal_has_the_focus_and_takes_one_key(here: Desk) -> None:
    second = here.another_invoice()
    here.take(named(here.invoice, 5000), a_line(second.total_cents, iban=THEIRS))
    first, next_one = unmatched(here.treasurer)
    content = here.sees("board:bank_line", first.pk)
    assert keys(content) == [("1", f"invoice:{here.invoice.pk}:5000")]
    assert content.count("autofocus") == 1
    assert "het nummer staat in de omschrijving" in content
    after = here.answers(first, pays=keys(content)[0][1])
    assert after.redirect_chain[-1][0] == reverse("board:bank_line", args=[next_one.pk])
    assert here.open(here.invoice) == 808


def test_invoices_show_what_of_them_is_paid(here: Desk) -> None:
    assert "€ 58,08" in here.sees("board:settlement")
    here.take(named(here.invoice, 5000))
    match(here.treasurer, here.line().pk, [Chosen(ItemKind.INVOICE, here.invoice.pk, 5000)], at=NOW)
    content = here.sees("board:settlement")
    assert "€ 8,08" in content
    assert "deels betaald" in content
    assert here.take(named(here.invoice, 5000), named(here.invoice, 808)).matched == 1  # the rest, to the cent
    assert ">betaald<" in here.sees("board:settlement")


def test_what_no_proposal_names_is_found_by_number_name_or_amount(here: Desk) -> None:
    here.take(a_line(4000, description="Dank u wel"))
    (line,) = unmatched(here.treasurer)
    assert keys(here.sees("board:bank_line", line.pk)) == []
    for words in (str(here.invoice.number), here.landlord.name[:6], "58,08"):
        content = here.sees("board:bank_line", line.pk, q=words)
        assert f'value="invoice:{here.invoice.pk}:4000"' in content
    assert "Er is niets gevonden" in here.sees("board:bank_line", line.pk, q="niemand")
    assert here.answers(line, pays=f"invoice:{here.invoice.pk}:4000").redirect_chain[-1][0] == reverse("board:bank")


@pytest.mark.parametrize("pays", ["", "x", "invoice:1", "invoice:x:5", "money:1:5", "invoice:999999:5000"])
def test_an_answer_that_cannot_be_changes_nothing(here: Desk, pays: str) -> None:
    here.take(named(here.invoice, 5000))
    (line,) = unmatched(here.treasurer)
    assert here.answers(line, pays=pays).status_code == 200
    assert not BankMatch.objects.exists()


def test_costs_are_booked_as_costs(here: Desk) -> None:
    here.take(a_line(-995, description="Kosten"))
    (line,) = unmatched(here.treasurer)
    assert here.answers(line, account="receivable").status_code == 422
    here.answers(line, account="bank_costs", note="Maart")
    assert not unmatched(here.treasurer).exists()
    content = here.sees("board:bank_line", line.pk)
    assert "Bankkosten" in content
    assert "Maart" in content


def test_a_match_is_undone_and_both_stand_in_the_history(here: Desk) -> None:
    here.take(named(here.invoice))
    (made,) = BankMatch.objects.all()
    assert "Ongedaan maken" in here.sees("board:bank_line", made.line_id)
    for _ in range(2):  # the second press is refused in words
        here.browser.post(reverse("board:bank_unmatch", args=[made.pk]))
    assert BankMatch.objects.count() == 2
    content = here.sees("board:bank_history")
    assert "Ongedaan gemaakt" in content
    assert "Ongedaan maken" not in here.sees("board:bank_line", made.line_id)
    again = here.browser.post(reverse("board:bank_again"), follow=True).content.decode()
    assert "1 regel is gekoppeld" in again


def test_the_list_asks_the_database_as_often_for_much_as_for_little(here: Desk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            here.sees("board:bank")
        return len(queries)

    here.take(a_line(100))
    little = asked()
    here.take(a_line(100), *(a_line(200 + at) for at in range(30)))
    assert asked() == little <= 12
