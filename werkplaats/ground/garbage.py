"""What the collector of Python need not look through: the program and its lists, which stay as long as the process.

Without this each process goes through all of it again and again; that was a fifth of the time of settling a month.
"""

import gc


def seldom_sought() -> None:
    """From the start of a process: reading the program makes no garbage, and serving little."""
    gc.set_threshold(50_000)


def none_so_far() -> None:
    """Once the program is read: what is there now stays."""
    gc.collect()
    gc.freeze()
