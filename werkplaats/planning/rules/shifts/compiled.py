"""The search as machine code: each function is compiled for one signature only, kept apart from other searches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkplaats.planning.rules.linked import chance
from werkplaats.planning.rules.machine_code import Function, folder_for, translate

FOLDER = folder_for(Path(__file__).parent, Path(chance.__file__))


def compiled(signature: Any, *, from_python: bool = False) -> Callable[[Function], Function]:
    """The decorated function, translated for these types of its arguments."""
    return lambda function: translate(function, signature, FOLDER, from_python=from_python)
