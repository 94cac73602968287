"""Numbers that identify a business, a bank account and an address. No BSN: the cooperative never asks for one."""

import re

from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, btw

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


def may_be_bsn(typed: str) -> bool:
    """Does this number pass the test of a BSN (the eleven-test)? Then it is not kept, whoever wrote it down."""
    digits = re.sub(r"[\s.-]", "", typed)
    return bool(re.fullmatch(r"[0-9]{8,9}", digits)) and bool(bsn.is_valid(digits))
