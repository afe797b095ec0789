"""Writes a file that does not exist yet, and never over one that does."""

from __future__ import annotations

from pathlib import Path


def write_new(path: Path, text: str, other: str) -> str:
    """Write a new file; where it cannot be written, say why and name another command instead."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        return there_is_one(path, other)
    except OSError as error:
        return (
            f"{path}: the file cannot be written: {error.strerror}\n"
            f"    Next step: name a file in a folder of yours: {other}"
        )
    return ""


def there_is_one(path: Path, other: str) -> str:
    """What to say where a file is there already."""
    what = "folder" if path.is_dir() else "file"
    return (
        f"{path}: this {what} exists already; nothing was changed\n"
        f"    Next step: name another file: {other}"
    )
