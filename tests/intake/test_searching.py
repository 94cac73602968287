"""What a coordinator types to find a request."""

import pytest

from werkplaats.intake.rules.searching import query_for


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Vis", "c7xvis:*"),
        ("0123 56", "c7x0123:* & c7x56"),
        ("leliestraat 3", "c7xleliestraat:* & c7x3"),
        ("Leliestraat 12a", "c7xleliestraat:* & c7x12a:*"),
        ("3812 XL", "c7x3812:* & c7xxl:*"),
        ("  ", ""),
        ("a|b & !c", "c7xa:* & c7xb:* & c7xc:*"),
    ],
)
def test_words_are_found_by_their_beginning_and_house_numbers_whole(typed: str, asked: str) -> None:
    assert query_for(7, typed) == asked
