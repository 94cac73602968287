"""Numbers that identify a business, a bank account and an address. No BSN: the cooperative never asks for one."""

import re

from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, btw

# Nine digits together, or as people group them: 1112.22.333, 111 222 333.
NINE_DIGITS = re.compile(r"(?<!\d)(?:\d{9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?!\d)")
POSTCODE = re.compile(r"^([1-9][0-9]{3})\s*([A-Za-z]{2})$")


def kvk_number(typed: str) -> str | None:
    """Eight digits (Handelsregister); python-stdnum has no check for it. None when it is not that."""
    digits = re.sub(r"[\s.]", "", typed)
    return digits if re.fullmatch(r"[0-9]{8}", digits) else None


def vat_number(typed: str) -> str | None:
    """A Dutch btw-id with its NL prefix, checked by its own rule. None when it is wrong."""
    try:
        return "NL" + str(btw.validate(typed)).removeprefix("NL")
    except ValidationError:
        return None


def iban(typed: str) -> str | None:
    """An IBAN without spaces, check digits and length of its country right. None when it is wrong."""
    try:
        return str(iban_numbers.validate(typed))
    except ValidationError:
        return None


def postcode(typed: str) -> str | None:
    """A Dutch postcode as "3812 AB". None when it is not one."""
    found = POSTCODE.match(typed.strip())
    return f"{found[1]} {found[2].upper()}" if found else None


def holds_bsn(text: str) -> bool:
    """Whether somebody wrote a citizen service number in this text: nine digits that pass the eleven-test.

    One in eleven other numbers of nine digits passes too; better one asked again than one kept.
    """
    return any(bsn.is_valid(re.sub(r"\D", "", found)) for found in NINE_DIGITS.findall(text))
