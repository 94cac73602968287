"""The search as machine code: each function is compiled for one signature only, and few arrays go from one to the
other, so that all of it is ready in some seconds when nothing was kept yet, and in a fraction of a second later."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkplaats.planning.rules.machine_code import Function, folder_for, translate

FOLDER = folder_for(Path(__file__).parent)


def compiled(signature: Any, *, from_python: bool = False) -> Callable[[Function], Function]:
    """The decorated function, translated for these types of its arguments."""
    return lambda function: translate(function, signature, FOLDER, from_python=from_python)
