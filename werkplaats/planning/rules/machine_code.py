"""Machine code out of plain Python, by numba: made at the first use and kept in the user's cache folder.

numba only looks at the file of a function to see whether what was kept is out of date, not at what that function
calls; so what is kept of a package lies in a folder named after all its files together.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs
from numba.core import config as settings

Function = TypeVar("Function", bound=Callable[..., Any])

config: Any = settings
njit: Any = numba.njit  # its types do not know every option


def folder_for(package: Path, *called: Path) -> Path | None:
    """Where the machine code of a package is kept; None when it cannot be, and is made in every process.

    `called`: files elsewhere whose compiled functions it calls.
    """
    sources = hashlib.sha256()
    for file in (*sorted(package.glob("*.py")), *called):
        sources.update(file.read_bytes())
    base = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("werkplaats")
    folder = Path(base) / f"planner-{package.name}-{sources.hexdigest()[:12]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def translate(
    function: Function, signature: Any, folder: Path | None, *, from_python: bool, **options: Any
) -> Function:
    """The function for these types of its arguments. One that only other compiled functions call is ready sooner."""
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder or "")
    try:
        made = njit(
            signature,
            cache=folder is not None,
            nogil=True,
            error_model="numpy",
            no_cfunc_wrapper=True,
            no_cpython_wrapper=not from_python,
            **options,
        )(function)
    finally:
        config.CACHE_DIR = before
    return made  # type: ignore[no-any-return]
