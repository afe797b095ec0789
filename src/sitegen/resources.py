"""Finds `data/`, `templates/` and `content/`: beside the source in a checkout, inside the wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds data/, templates/ and content/."""
    shipped = _HERE / "_shipped"
    return shipped if shipped.is_dir() else _HERE.parent.parent


def texts(folder: str, *suffixes: str) -> dict[str, str]:
    """Every text file below a folder, by its path relative to it, sorted."""
    base = root() / folder
    return {
        path.relative_to(base).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(base.rglob("*"))
        if path.is_file() and path.suffix in suffixes
    }
