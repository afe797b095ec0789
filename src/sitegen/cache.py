"""Keeps what does not depend on an applicant: parsed data, prose and compiled templates.

Nothing personal is ever kept. A cache that cannot be read or written is simply not used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_dir

from sitegen import __version__

T = TypeVar("T")
HERE = Path(__file__).resolve().parent


def folder() -> Path | None:
    """The cache folder of this user, or None when there is none. SITEGEN_CACHE names another."""
    path = Path(os.environ.get("SITEGEN_CACHE") or user_cache_dir("sitegen", appauthor=False))
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return path if os.access(path, os.W_OK) else None


def key(parts: Iterable[str]) -> str:
    """A digest of texts, of this version, and of the code that reads them."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for module in sorted(HERE.rglob("*.py")):
        stat = module.stat()
        digest.update(f"{module.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:24]


def remembered(name: str, digest: str, make: Callable[[], T]) -> T:
    """What `make` returned for this digest before, or what it returns now."""
    base = folder()
    if base is None:
        return make()
    path = base / f"{name}-{digest}.pickle"
    # A damaged file can raise almost anything while it is unpickled; it is then made anew.
    with contextlib.suppress(Exception):
        found: T = pickle.loads(path.read_bytes())
        return found
    value = make()
    with contextlib.suppress(OSError):
        for old in base.glob(f"{name}-*.pickle"):
            old.unlink(missing_ok=True)
        handle, fresh = tempfile.mkstemp(dir=base, prefix=f".{name}-")
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(fresh).replace(path)
    return value
