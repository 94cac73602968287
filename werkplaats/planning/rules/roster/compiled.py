"""Machine code out of plain Python, by numba: made at the first use, and kept beside the files or in the user's cache."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The decorated function, translated for the types of its first arguments."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]
