"""Machine code out of plain Python, by numba: made at the first use and kept in the user's cache folder.

Each function is compiled for one signature only, and few arrays go from one to the other: so the whole search is ready
in some seconds when nothing was kept yet, and in a fraction of a second later. numba itself only looks at the file of
a function to see whether what was kept is out of date, not at what that function calls; so everything is kept in a
folder named after all these files together.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs
from numba.core import config as settings

config: Any = settings
njit: Any = numba.njit  # its types do not know every option
Function = TypeVar("Function", bound=Callable[..., Any])


def _folder() -> Path:
    sources = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        sources.update(file.read_bytes())
    base = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("werkplaats")
    return Path(base) / f"planner-{sources.hexdigest()[:12]}"


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


FOLDER = _folder()
KEPT = _can_write(FOLDER)  # when False, it is compiled in every process


def compiled(signature: Any, *, from_python: bool = False) -> Callable[[Function], Function]:
    """The decorated function, translated for these types of its arguments. One that is not called `from_python`, but
    only by other compiled functions, is ready sooner."""

    def translate(function: Function) -> Function:
        before, config.CACHE_DIR = config.CACHE_DIR, str(FOLDER)
        try:
            made = njit(
                signature,
                cache=KEPT,
                nogil=True,
                error_model="numpy",
                no_cfunc_wrapper=True,
                no_cpython_wrapper=not from_python,
            )(function)
        finally:
            config.CACHE_DIR = before
        return made  # type: ignore[no-any-return]

    return translate
