"""Writes a file whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


def write_new(path: Path, text: str | bytes, other: str) -> str:
    """Write a new file; where it cannot be written, say why and name another command instead."""
    try:
        _write(path, text.encode() if isinstance(text, str) else text, new=True)
    except FileExistsError:
        return there_is_one(path, other)
    except OSError as error:
        return (
            f"{path}: the file cannot be written: {error.strerror}\n"
            f"    Next step: name a file in a folder of yours: {other}"
        )
    return ""


def write_again(path: Path, text: str) -> str:
    """Write a file in place of the one that is there; what is wrong where it cannot be written."""
    try:
        _write(path.resolve(), text.encode(), new=False)
    except OSError as error:
        return (
            f"{path}: the file cannot be written: {error.strerror}\n"
            "    Next step: free some room, or allow writing there; nothing in it was changed"
        )
    return ""


def there_is_one(path: Path, other: str) -> str:
    """What to say where a file is there already."""
    what = "folder" if path.is_dir() else "file"
    return (
        f"{path}: this {what} exists already; nothing was changed\n"
        f"    Next step: name another file: {other}"
    )


def keep_copy(path: Path, word: str) -> tuple[Path, str]:
    """Copy a file byte for byte to a new name beside it; what is wrong where that cannot be."""
    copy = beside(path, word)
    try:
        _write(copy, path.read_bytes(), new=True)
        shutil.copymode(path, copy)
    except OSError as error:
        return copy, (
            f"{copy}: no copy can be kept: {error.strerror}; nothing was changed\n"
            "    Next step: free some room, or allow writing in this folder"
        )
    return copy, ""


def beside(path: Path, word: str) -> Path:
    """A name that is free, beside a file: `me.before-fix.yaml`, then `me.before-fix-2.yaml`."""
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        free = path.with_name(f"{path.stem}.{word}{more}{path.suffix}")
        if not (free.exists() or free.is_symlink()):
            return free
        number += 1


def _write(path: Path, content: bytes, *, new: bool) -> None:
    """Write beside a path, and move it there as a whole. Raises `OSError`."""
    if new and (path.exists() or path.is_symlink()):
        raise FileExistsError
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put(Path(name), path, new=new)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _put(made: Path, path: Path, *, new: bool) -> None:
    """Move a file to its place; a new one never over another."""
    if not new:
        shutil.copymode(path, made)
        made.replace(path)
        return
    umask = os.umask(0)
    os.umask(umask)
    made.chmod(0o666 & ~umask)
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        # Some disks know no second name for a file. Windows refuses a name that is taken.
        if os.name != "nt" and path.exists():
            raise FileExistsError from None
        made.rename(path)
