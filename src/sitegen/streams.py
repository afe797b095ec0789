"""Input without a keyboard; output that cannot be written: a full disk, a reader that left."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path


def somebody_types() -> bool:
    """Whether a question can be answered: a keyboard stands behind the input."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def told_that_output_is_stuck(error: OSError) -> bool:
    """Say in one line why nothing could be printed; False where an error comes from elsewhere.

    A reader that has left, as `head` does, is told nothing. Click opens no file here, so that an
    error from there is one of printing.
    """
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    if not str(frame.f_globals["__name__"]).startswith("click."):
        return False
    if not isinstance(error, BrokenPipeError):
        with suppress(OSError):
            print(f"The output cannot be written: {error.strerror}", file=sys.stderr)
    _drop_output()
    return True


def _drop_output() -> None:
    """Let what cannot be printed go nowhere; the interpreter would try again at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), stream.fileno())
