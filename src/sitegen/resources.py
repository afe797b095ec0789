"""Finds `data/`, `templates/` and `content/`: beside the source in a checkout, inside the wheel."""

from __future__ import annotations

import importlib.util
import os
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
    # Some 300 files are read at each start. Paths as texts and bytes decoded at once take a
    # third of the time of as many paths as objects.
    start = len(str(base)) + 1
    parts = {file[start:].replace(os.sep, "/"): file for file in _files(str(base), suffix)}
    # In the order of paths: a folder's files stand before those of the folders behind it.
    return {name: _text(parts[name]) for name in sorted(parts, key=lambda name: name.split("/"))}


def _files(folder: str, suffix: str) -> Iterator[str]:
    """Every file of this kind below a folder, hidden ones too."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, suffix)
            elif entry.name.endswith(suffix) and entry.is_file():
                yield entry.path


def _text(file: str) -> str:
    """The text of a file, its lines ended as Python ends them."""
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - quicker by a path's making
        text = opened.read().decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parts_of(packages: Mapping[str, str]) -> Iterator[Path]:
    """A file of each package, by its path in it. Nothing is imported; what is absent is skipped."""
    for package, file in packages.items():
        found = importlib.util.find_spec(package)
        for folder in (found and found.submodule_search_locations) or ():
            yield Path(folder) / file
