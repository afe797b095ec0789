"""What asks a process to end, taken as Ctrl-C is: the work is left, and all is cleared up."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

STOPS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a process where nobody handles them; a system may lack some."""


def stop_as_with_ctrl_c() -> None:
    """Let these signals raise `KeyboardInterrupt`, but for those ignored, as under `nohup`."""
    for each in STOPS:
        if signal.getsignal(each) == signal.SIG_DFL:
            signal.signal(each, _stop)


@contextmanager
def remembered_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Tells whether Ctrl-C was pressed; Python loses its exception where a finalizer runs."""
    pressed: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: object) -> NoReturn:
        pressed.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def exit_code(stop: KeyboardInterrupt) -> int:
    """The exit code of a process that was stopped: 128 and the number of the signal."""
    number: int = stop.args[0] if stop.args else signal.SIGINT
    return 128 + number


def _stop(number: int, frame: object) -> NoReturn:
    """Stop. Being asked once more must not break the clearing up."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(number)
