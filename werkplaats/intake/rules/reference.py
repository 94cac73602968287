"""A reference that can be said over the phone: eight digits, the last of which catches mistakes.

The check digit is that of H. Michael Damm (Total anti-symmetrische Quasigruppen, 2004): it finds every single wrong
digit and every two neighbours that were swapped.
"""

DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
SPACE = 10**7  # references a cooperative can give out


def check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim


def make(number: int) -> str:
    """The reference of a number below SPACE: seven digits and the check digit."""
    if not 0 <= number < SPACE:
        raise ValueError("a reference is made of a number of at most seven digits")
    digits = f"{number:07d}"
    return f"{digits}{check_digit(digits)}"


def read(typed: str) -> str | None:
    """The reference that somebody typed or said, with spaces, dots or dashes in it; None when it cannot be right."""
    digits = "".join(sign for sign in typed if sign not in " .-\u00a0")
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()) or check_digit(digits) != 0:
        return None
    return digits


def spoken(reference: str) -> str:
    """In two groups of four, as one says a number."""
    return f"{reference[:4]} {reference[4:]}"
