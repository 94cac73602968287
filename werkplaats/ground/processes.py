"""Parent and children: the parent owns the embedded database, the children serve.

A child is a process of its own, in a session of its own, so that Ctrl-C reaches only the parent, who then stops the
children and after them the database. Should the parent be killed, the children notice by the closed pipe and end too;
the database is found again, and recovers, at the next start.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType

ENDS_WITH_PARENT = "WERKPLAATS_ENDS_WITH_PARENT"
IS_TOLD = "WERKPLAATS_IS_TOLD"
GRACE = 30.0


class Stop(SystemExit):
    """Somebody asked us to stop; passes every `except Exception` on its way out."""


def stop_on_signals() -> None:
    """SIGTERM and Ctrl-C end the program in order, atexit handlers included (they stop the embedded database).

    A child has nothing to put in order until it serves, and then its server takes the signals; asked to stop while it
    is still reading the program, it ends there and then, without a word.
    """
    if os.environ.get(ENDS_WITH_PARENT):
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stop(0 if number == signal.SIGTERM else 130)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, stop)


def wait_until_told() -> None:
    """In a child that was started before the parent knew all: wait for its environment (see `Children.tell`)."""
    if not os.environ.pop(IS_TOLD, ""):
        return
    with open(0, "rb", buffering=0, closefd=False) as pipe:  # no byte too many: the pipe goes on
        said = pipe.readline()
    if not said:  # the parent ended without a word
        raise Stop(1)
    os.environ.update(json.loads(said))


def end_with_parent() -> None:
    """In a child: when the pipe to the parent closes, stop as if asked to."""
    if not os.environ.pop(ENDS_WITH_PARENT, ""):
        return

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            while os.read(0, 1024):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def in_the_background(module: str) -> "subprocess.Popen[bytes]":
    """Import a module in a process of its own that gives way to all others; what it makes ready, it keeps on disk.

    The first coordinator who asks the planner for something should not wait until it is compiled. It ends with who
    started it, by the pipe: keep what is returned for as long as it may work.
    """
    begin = f"import {__name__} as here; here.end_with_parent(); import os; os.nice(15); import {module}"
    return subprocess.Popen(
        [sys.executable, "-c", begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, ENDS_WITH_PARENT: "1"},
        start_new_session=True,
    )


class Children:
    """The processes started here. Leaving the block stops them all."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Without an environment it reads what it can of its program, and waits until it is told the rest."""
        child = subprocess.Popen(
            [sys.executable, "-m", "werkplaats", *arguments],
            stdin=subprocess.PIPE,
            env={**(environment or {**os.environ, IS_TOLD: "1"}), ENDS_WITH_PARENT: "1"},
            start_new_session=True,
        )
        self._children[name] = child

    def tell(self, name: str, environment: Mapping[str, str]) -> None:
        """To a child that was started without one. One that has ended meanwhile is found by `first_to_end`."""
        pipe = self._children[name].stdin
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError):
            pipe.write(json.dumps(dict(environment)).encode() + b"\n")
            pipe.flush()

    def first_to_end(self) -> tuple[str, int] | None:
        """The child that has ended, with its exit code, if one has."""
        for name, child in self._children.items():
            code = child.poll()
            if code is not None:
                return name, code
        return None

    def watch(self) -> int:
        """Wait until a child ends; returns the exit code for the parent."""
        while True:
            ended = self.first_to_end()
            if ended:
                name, code = ended
                print(f"werkplaats: the {name} process ended with code {code}; stopping.", file=sys.stderr)
                return code or 1
            time.sleep(0.25)

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._ask_to_stop()
        except (Stop, KeyboardInterrupt):  # asked a second time: at once, then
            for child in self._children.values():
                if child.poll() is None:
                    child.kill()
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(5)

    def _ask_to_stop(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
