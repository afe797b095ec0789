"""Finds `data/`, `templates/` and `content/`: beside the source in a checkout, inside the wheel."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds data/, templates/ and content/."""
    shipped = _HERE / "_shipped"
    return shipped if shipped.is_dir() else _HERE.parent.parent


def texts(folder: str, suffix: str) -> dict[str, str]:
    """Every text file below a folder, by its path relative to it, sorted; read once."""
    return dict(_texts(root() / folder, suffix))


@cache
def _texts(base: Path, suffix: str) -> Mapping[str, str]:
    return {
        path.relative_to(base).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(base.rglob(f"*{suffix}"))
        if path.is_file()
    }


def parts_of(packages: Mapping[str, str]) -> Iterator[Path]:
    """A file of each package, by its path in it. Nothing is imported; what is absent is skipped."""
    for package, file in packages.items():
        found = importlib.util.find_spec(package)
        for folder in (found and found.submodule_search_locations) or ():
            yield Path(folder) / file
