"""The list of what a build wrote, kept in the folder itself, with a digest of every file."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import stat
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from sitegen import __version__
from sitegen.records import value_object

MANIFEST = ".sitegen.json"
FORMAT = "sitegen-manifest 1"
MOST_BYTES = 1_000_000
"""A plan of a hundred pages has a list of some 10,000 bytes."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{8,64}")


@value_object
class Manifest:
    """What a build wrote.

    `plan_key` names the plan through all of its builds; it is empty where none was kept. `files`
    holds the SHA-256 of each file, in hexadecimal digits, by its path with slashes.
    """

    plan_key: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def manifest_text(files: Mapping[str, str], plan_key: str, as_of: dt.date) -> str:
    """The manifest of files with these digests. The same input gives the same text."""
    manifest = {
        "format": FORMAT,
        "sitegen": __version__,
        "as_of": as_of.isoformat(),
        "plan_key": plan_key,
        "files": dict(files),
    }
    return json.dumps(manifest, indent=1, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, or None where there is none of ours that can be read."""
    try:
        found = json.loads(small_file(folder / MANIFEST, MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return None
    files = found.get("files")
    if not isinstance(files, dict):
        return None
    key = found.get("plan_key")
    kept = {name: told for name, told in files.items() if _plain(name) and _digests(told)}
    return Manifest(key if isinstance(key, str) and _KEY.fullmatch(key) else "", kept)


def last_written(folder: Path, manifest: Manifest, name: str, most: int) -> bytes | None:
    """What the last build wrote under a name, wherever it stands; None where it cannot be read.

    Where the applicant's own file has the name, the build put its own beside it, and the list
    holds the same digest for both. Where no file has it any more, the one of the name is taken.
    """
    known = manifest.files.get(name)
    if known is None:
        return None
    stands = sorted((p for p, told in manifest.files.items() if told == known), key=name.__ne__)
    found = []
    for place in stands:
        with contextlib.suppress(OSError, ValueError):
            found.append(small_file(folder / place, most))
            if digest(found[-1]) == known:
                return found[-1]
    return found[0] if found else None


def small_file(path: Path, most: int) -> bytes:
    """The bytes of a plain file of so many bytes at most. Raises `OSError` or `ValueError`."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError("not a plain file")
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise ValueError("too large")
    return raw


def _plain(name: str) -> bool:
    """Whether a path stays inside of the folder, on every system."""
    parts = name.split("/")
    return not any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts)


def _digests(told: object) -> bool:
    return isinstance(told, str) and _DIGEST.fullmatch(told) is not None
