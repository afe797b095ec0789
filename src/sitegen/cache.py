"""Keeps what does not depend on an applicant between runs: as data in JSON, never as code.

Only a folder that belongs to this user and is closed to all others is used, and only a file
that is whole. Whatever else stands there is ignored, and the value is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sitegen import __version__

T = TypeVar("T")

MOST_BYTES = 16_000_000
"""A larger file is not ours, and is not read."""

MOST_FILES = 24
MOST_BYTES_IN_ALL = 64_000_000
MOST_SECONDS_UNUSED = 90 * 24 * 3600
SECONDS_TO_WRITE = 24 * 3600
"""What is over these bounds is removed, the longest unused first."""

_HERE = Path(__file__).resolve().parent
_OURS = re.compile(r"[a-z]+-[0-9a-f]{32}\.json")
_UNFINISHED = re.compile(r"\.[a-z]+-[0-9a-f]{32}\.json\.[0-9a-f]{16}")
_EARLIER = re.compile(r"(knowledge|prose)-[0-9a-f]{24}\.pickle|__jinja2_[0-9a-f]{40}\.cache")
"""Files of the versions that kept code; they are removed unread."""

# Windows tells no owner by number; there only the folder inside of the user's own profile, which
# is closed to other users from the start, is used.
_TELLS_OWNERS = hasattr(os, "geteuid") and os.open in os.supports_dir_fd
_SAFELY = sum(
    int(getattr(os, flag, 0)) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


def key(parts: Iterable[str], code: Iterable[str], foreign: Iterable[Path] = ()) -> str:
    """A digest of texts, and of the contents of the files that turn them into a value.

    `code` names modules and packages in this one; `foreign` names files of other packages.
    """
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for content in _contents(parts, code, foreign):
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:32]


def _contents(
    parts: Iterable[str], code: Iterable[str], foreign: Iterable[Path]
) -> Iterator[bytes]:
    yield from (part.encode() for part in parts)
    for name in code:
        for file in (*_HERE.glob(f"{name}.py"), *sorted(_HERE.glob(f"{name}/*.py"))):
            yield file.read_bytes()
    yield from (path.read_bytes() for path in foreign if path.is_file())


def remembered(
    name: str,
    digest: str,
    make: Callable[[], T],
    plain: Callable[[T], Any],
    restore: Callable[[Any], T],
) -> T:
    """What `make` returned for this digest before, or what it returns now.

    `plain` gives the value as JSON can hold it. `restore` turns that back, and raises `ValueError`
    for anything else.
    """
    file = f"{name}-{digest}.json"
    with _opened() as folder:
        if folder is None:
            return make()
        # Brackets that stand too deep inside each other end in a RecursionError.
        with suppress(OSError, ValueError, RecursionError):
            return restore(json.loads(_payload(file, folder.read(file))))
        value = make()
        with suppress(OSError, ValueError):
            folder.write(file, _sealed(file, json.dumps(plain(value), ensure_ascii=False)))
            folder.prune()
    return value


def place_in_use() -> Path | None:
    """The folder that is used, made if need be; None where none can be relied on."""
    with _opened() as folder:
        return None if folder is None else folder.path


def _sealed(file: str, text: str) -> bytes:
    """A text below the digest of itself and of the name it is kept by."""
    payload = text.encode()
    return f"{_seal(file, payload)}\n".encode() + payload


def _payload(file: str, content: bytes) -> bytes:
    """What was sealed. Raises `ValueError` where the file is another, cut off or changed."""
    seal, _, payload = content.partition(b"\n")
    if seal != _seal(file, payload).encode():
        raise ValueError("this file is not whole")
    return payload


def _seal(file: str, payload: bytes) -> str:
    return hashlib.sha256(file.encode() + b"\n" + payload).hexdigest()


@contextmanager
def _opened() -> Iterator[_Folder | None]:
    """The cache folder of this user, or None where there is none that can be relied on."""
    try:
        path = _place()
        opened = None if path is None else _Folder(path)
    # Path and platformdirs raise RuntimeError or KeyError for a user without a home.
    except (OSError, ValueError, RuntimeError, KeyError):
        opened = None
    try:
        yield opened
    finally:
        if opened is not None:
            opened.close()


def _place() -> Path | None:
    """Where the folder should be. SITEGEN_CACHE names another than the user's usual one."""
    named = os.environ.get("SITEGEN_CACHE")
    if named:
        return Path(named) if _TELLS_OWNERS else None
    # Only here, because its import takes longer than all the rest.
    from platformdirs import user_cache_dir

    usual = Path(user_cache_dir("sitegen", appauthor=False))
    # Without a home, the sign for it is left over at the front.
    return usual if usual.is_absolute() else None


class _Folder:
    """An open folder. Once it is open, nobody can slip another one in below its path."""

    def __init__(self, path: Path) -> None:
        """Open a folder, made if need be. Raises `OSError` where it cannot be relied on."""
        _make(path)
        self.path = path
        self.at: int | None = None
        if _TELLS_OWNERS:
            _check_parents(path)
            self.at = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _SAFELY)
            try:
                _check_closed(os.fstat(self.at))
            except OSError:
                self.close()
                raise

    def close(self) -> None:
        """Let go of it."""
        if self.at is not None:
            os.close(self.at)

    def read(self, name: str) -> bytes:
        """The content of a file. Raises `OSError` where it is not a file of this user."""
        handle = os.open(self._named(name), os.O_RDONLY | _SAFELY, dir_fd=self.at)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
                raise OSError("this is not one of our files")
            if _TELLS_OWNERS:
                _check_closed(found)
            content = file.read(MOST_BYTES)
        # Marked as used, so that it is pruned last.
        with suppress(OSError):
            os.utime(self._named(name), dir_fd=self.at)
        return content

    def write(self, name: str, content: bytes) -> None:
        """Put a whole file in place at once, or nothing. Raises `OSError`."""
        fresh = f".{name}.{os.urandom(8).hex()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFELY
        handle = os.open(self._named(fresh), flags, 0o600, dir_fd=self.at)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(
                self._named(fresh), self._named(name), src_dir_fd=self.at, dst_dir_fd=self.at
            )
        except OSError:
            self._remove(fresh)
            raise

    def prune(self) -> None:
        """Remove what is over the bounds, what a killed writer left, and what is obsolete."""
        found = []
        with os.scandir(self.path if self.at is None else self.at) as entries:
            for entry in entries:
                info = entry.stat(follow_symlinks=False)
                found.append((info.st_mtime, info.st_size, entry.name))
        for name in _superfluous(found):
            self._remove(name)

    def _remove(self, name: str) -> None:
        with suppress(OSError):
            os.unlink(self._named(name), dir_fd=self.at)

    def _named(self, name: str) -> str:
        return name if self.at is not None else str(self.path / name)


def _superfluous(found: Iterable[tuple[float, int, str]]) -> list[str]:
    """The names of files to remove, of their times, sizes and names. Other names are no matter."""
    newest_first = sorted(found, reverse=True)
    now = newest_first[0][0] if newest_first else 0.0
    gone, kept, total = [], 0, 0
    for time, size, name in newest_first:
        if _OURS.fullmatch(name):
            kept, total = kept + 1, total + size
            full = kept > MOST_FILES or total > MOST_BYTES_IN_ALL
            if full or now - time > MOST_SECONDS_UNUSED:
                gone.append(name)
        elif _EARLIER.fullmatch(name) or (
            _UNFINISHED.fullmatch(name) and now - time > SECONDS_TO_WRITE
        ):
            gone.append(name)
    return gone


def _make(path: Path) -> None:
    """Make a folder and those above it that are missing, closed to others. Raises `OSError`."""
    if not path.parent.exists():
        _make(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def _check_closed(found: os.stat_result) -> None:
    """Raise `OSError` unless this belongs to the user and nobody else may use it."""
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError("this belongs to others too")


def _check_parents(path: Path) -> None:
    """Raise `OSError` where anybody may exchange a folder above, so where none stays in place."""
    for parent in (real := Path(os.path.realpath(path.parent)), *real.parents):
        mode = parent.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise PermissionError("everybody may write above the folder")
