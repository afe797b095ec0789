"""What asks a process to end, taken as Ctrl-C is: the work is left, and all is cleared up."""

from __future__ import annotations

import signal
from typing import NoReturn

STOPS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a process where nobody handles them; a system may lack some."""


_asked: list[int] = []
"""Signals that have asked for a stop."""


def stop_as_with_ctrl_c() -> None:
    """Let these signals raise `KeyboardInterrupt`, but for those ignored, as under `nohup`."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    for each in STOPS:
        if signal.getsignal(each) == signal.SIG_DFL:
            signal.signal(each, _stop)


def go_on() -> None:
    """Nothing; or the stop that somebody asked for, where Python lost it.

    What is raised while a finalizer runs goes nowhere, and importing alone runs many. So long
    work asks here before it waits, and before it writes.
    """
    if _asked:
        raise KeyboardInterrupt(_asked[0])


def exit_code(stop: KeyboardInterrupt) -> int:
    """The exit code of a process that was stopped: 128 and the number of the signal."""
    number: int = stop.args[0] if stop.args else signal.SIGINT
    return 128 + number


def _interrupted(number: int, frame: object) -> NoReturn:
    """Ctrl-C, as Python takes it, and remembered."""
    _asked.append(number)
    raise KeyboardInterrupt


def _stop(number: int, frame: object) -> NoReturn:
    """Stop. Being asked once more must not break the clearing up."""
    _asked.append(number)
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(number)
