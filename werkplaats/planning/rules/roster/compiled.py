"""The search as machine code: a function is compiled once, for the types that its annotations say, so that nothing is
made twice and all of it is ready when the search begins."""

from pathlib import Path
from typing import Any, get_type_hints

import numba
from numba import types

from werkplaats.planning.rules.linked import chance
from werkplaats.planning.rules.machine_code import Function, folder_for, translate
from werkplaats.planning.rules.roster.state import (
    BUNDLE,
    LINK,
    PERSON,
    ROUTE,
    UNIT,
    Array,
    Given,
    Paper,
    Roster,
    Weights,
)

FOLDER = folder_for(Path(__file__).parent, Path(chance.__file__))
INTS, GRID, BYTES, FLOATS = types.int64[::1], types.int64[:, ::1], types.uint8[:, ::1], types.float64[::1]


def _rows(dtype: Any) -> Any:
    return numba.from_dtype(dtype)[::1]


def _named(kind: type, *parts: Any) -> Any:
    return types.NamedTuple(parts, kind)  # type: ignore[no-untyped-call]


_GIVEN = _named(
    Given, types.int64, types.int64[:, :, ::1], _rows(UNIT), _rows(BUNDLE), _rows(PERSON), types.float64[:, ::1],
    GRID, BYTES, GRID, INTS, INTS, INTS, _rows(LINK), INTS, INTS, GRID, INTS, INTS, INTS, BYTES, INTS,
    INTS, GRID, GRID, types.NamedUniTuple(types.float64, 6, Weights),  # type: ignore[no-untyped-call]
)  # fmt: skip
_ROSTER = _named(Roster, GRID, _rows(ROUTE), GRID, INTS, INTS, FLOATS)
_PAPER = _named(
    Paper, types.uint64[::1], INTS, INTS, INTS, GRID, GRID, INTS, types.uint8[::1], INTS, FLOATS, INTS, INTS, GRID
)  # fmt: skip
_TYPES: dict[Any, Any] = {
    Given: _GIVEN, Roster: _ROSTER, Paper: _PAPER, int: types.int64, float: types.float64, bool: types.boolean,
    Array: types.uint64[::1], type(None): types.void,
    tuple[float, int]: types.Tuple((types.float64, types.int64)),  # type: ignore[no-untyped-call]
}  # fmt: skip


def compiled(function: Function) -> Function:
    """The function as machine code, for other such functions to call."""
    return _compile(function, from_python=False)


def callable_too(function: Function) -> Function:
    """As `compiled`, and Python may call it."""
    return _compile(function, from_python=True)


def _compile(function: Function, *, from_python: bool) -> Function:
    *arguments, answer = (_TYPES[hint] for hint in get_type_hints(function).values())
    return translate(function, answer(*arguments), FOLDER, from_python=from_python, _nrt=False)
