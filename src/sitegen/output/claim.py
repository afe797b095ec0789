"""One build at a time in one folder. The system frees the claim of a process that is gone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WAIT = 120.0
"""Seconds for which a build waits for another one."""

_PAUSE = 0.1


class ClaimedError(Exception):
    """Another build of the folder is still running."""


def stem(output: Path) -> str:
    """How the names of everything begin that a build keeps beside its folder."""
    name = output.name
    # Names are limited to 255 bytes, and what a build keeps beside adds some to them.
    long = len(os.fsencode(name)) > 200
    return f".{hashlib.sha256(os.fsencode(name)).hexdigest()[:20] if long else name}"


def lock_file(output: Path) -> Path:
    """The file beside a folder that stands for the claim on it."""
    return output.parent / f"{stem(output)}.sitegen-lock"


@contextlib.contextmanager
def claimed(output: Path, say: Callable[[str], None], wait: float = WAIT) -> Iterator[None]:
    """Hold the folder for one build. Raises `ClaimedError` after so many seconds of waiting.

    Where the file system knows no locks, builds are not kept apart. Raises `OSError` where
    nothing can be written beside the folder.
    """
    path = lock_file(output)
    end, told = time.monotonic() + wait, False
    while (handle := _held(path)) is None:
        if time.monotonic() > end:
            raise ClaimedError
        if not told:
            say("Another build of this folder is running; waiting for it to end …")
            told = True
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _free(handle, path)


def _held(path: Path) -> int | None:
    """An open file that is locked and still the one of this name, or None."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o600)
    try:
        # A build that ends takes its file away; a lock on that one keeps nobody out.
        if _lock(handle) and os.path.samestat(os.fstat(handle), os.lstat(path)):
            return handle
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _free(handle: int, path: Path) -> None:
    """Take the file away and let go of it. Windows wants this the other way round.

    A file that holds something is not ours.
    """
    ours = os.fstat(handle).st_size == 0
    if sys.platform == "win32":
        os.close(handle)
    if ours:
        with contextlib.suppress(OSError):
            path.unlink()
    if sys.platform != "win32":
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better a plan than none
            return True
        return True
