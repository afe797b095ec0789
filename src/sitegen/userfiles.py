"""Reads a user's files at the edge: bytes and texts, or the reason why there are none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sitegen.diagnostics import Location, Problems, nearest
from sitegen.letters import PROFILE, TABLE, Kind, decode, decode_table, too_large
from sitegen.sheets import STARTS, Written, file_and_sheet

MAX_PLAN = 20_000_000
SMALLER = "name the plan.json of a build, or the folder of that build"
LARGEST_SHOWN = 2_000_000
"""Bytes of a file whose lines are shown beside its problems."""

LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")
OWN_COPY = "ask whoever owns the file for the right to read it, or for a copy"
OTHER_COPY = "copy it to a folder of your own, and name the copy"
PLAIN = "save it as a file on a disk, and name that"


def profile_text(path: Path, problems: Problems) -> str | None:
    """The text of a profile, or None with the reason recorded."""
    raw = _bytes(path, problems, PROFILE)
    return None if raw is None else decode(raw, str(path), problems)


def table(path: Path, problems: Problems) -> Written | None:
    """What a file of a list holds, or None with the reason recorded.

    A sheet of a workbook may be named behind the file: `list.xlsx!Sheet 2`.
    """
    path, asked = apart(path)
    raw = _bytes(path, problems, TABLE)
    if raw is None:
        return None
    if raw.startswith(STARTS):
        from sitegen.workbooks import read_workbook

        return read_workbook(raw, str(path), problems, asked)
    return decode_table(raw, str(path), problems)


def apart(path: Path) -> tuple[Path, str]:
    """The file that is named, and the sheet behind it; empty where none is."""
    name, asked = file_and_sheet(path.name)
    named = bool(asked) and not os.path.exists(path)  # noqa: PTH110 - false for any odd name
    return (path.with_name(name), asked) if named else (path, "")


def _bytes(path: Path, problems: Problems, kind: Kind) -> bytes | None:
    """The bytes of a file, or None with the reason recorded."""
    file = str(path)
    try:
        if path.is_dir():
            noun, name = (
                ("list", "my-programs.csv") if kind is TABLE else ("profile", "profile.yaml")
            )
            problems.add(
                "F102",
                Location(file),
                f"this is a folder, not a {noun}",
                f"name a file in it, such as {path / name}",
            )
            return None
    except OSError:
        pass  # said below, when the file is opened
    raw = _plain_bytes(path, kind, problems)
    if isinstance(raw, int):
        too_large(raw, file, problems, kind)
        return None
    return raw


def _plain_bytes(path: Path, kind: Kind | None, problems: Problems) -> bytes | int | None:
    """The bytes of a plain file, its size where that is too much, or None with the reason.

    Devices, pipes and sockets are not opened: they could hold the reader for ever. So could some
    that pass for files, such as the log of a kernel; for those nobody waits.
    Without a kind, a plan is wanted.
    """
    most = kind.most_bytes if kind else MAX_PLAN
    where = Location(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problems.add("F108", where, "this is a device or a pipe, not a file", PLAIN)
            return None
        raw = _read_at_once(path, most + 1)
        return raw if len(raw) <= most else max(len(raw), path.stat().st_size)
    except BlockingIOError:
        problems.add("F108", where, "this file never ends, as a device does", PLAIN)
    except FileNotFoundError:
        problems.add("F101", where, "there is no such file", _missing_hint(path, kind))
    except PermissionError:
        problems.add("F103", where, "this file may not be read", OWN_COPY)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problems.add("F104", where, f"this file cannot be read: {reason}", OTHER_COPY)
    return None


def _read_at_once(path: Path, most: int) -> bytes:
    """The first bytes of a file, without waiting for any. Raises `OSError`."""

    def opened(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    found = b""
    with open(path, "rb", buffering=0, opener=opened) as file:
        while len(found) < most and (part := file.read(most - len(found))) != b"":
            if part is None:
                raise BlockingIOError
            found += part
    return found


def plan_text(path: Path, problems: Problems) -> tuple[str, str] | None:
    """The text of a plan.json, or of the one in a folder, and its name; None with the reason."""
    path = path / "plan.json" if path.is_dir() else path
    where = Location(str(path))
    raw = _plain_bytes(path, None, problems)
    if isinstance(raw, int):
        problems.add("F106", where, f"the file has {raw:,} bytes, too many for a plan", SMALLER)
    if raw is None or isinstance(raw, int):
        return None
    try:
        return raw.decode("utf-8-sig"), str(path)
    except UnicodeDecodeError:
        problems.add("F106", where, "this is not JSON: it is no text in UTF-8", SMALLER)
    return None


def _missing_hint(path: Path, kind: Kind | None) -> str:
    """What to do where no file is there: a profile, a table or, where `kind` is None, a plan."""
    if kind is None:
        return "name the folder of a build, or the plan.json in it"
    folder = path.parent
    endings = LISTS if kind is TABLE else (".yaml", ".yml")
    beside = folder.glob("*.*") if folder.is_dir() else ()
    names = [p.name for p in beside if p.suffix.casefold() in endings]
    stems = {Path(name).stem: name for name in names}
    close = nearest(path.name, names) or stems.get(nearest(path.stem, stems) or "")
    if close:
        return f"did you mean {folder / close}?"
    if kind is TABLE:
        return "put the file beside your profile, or take its name out of the profile"
    return "sitegen init my-profile.yaml writes a profile to start from"


def rows_of(file: str) -> list[str]:
    """The lines of a small readable file, to show where a problem stands; none of any other."""
    path = Path(file)
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_SHOWN:
            return []
        raw = _read_at_once(path, LARGEST_SHOWN)
    except OSError:
        return []
    if raw.startswith(STARTS):
        return []
    table = decode_table(raw, file, Problems()) if path.suffix.casefold() == ".csv" else None
    return (table or raw.decode("utf-8-sig", errors="replace")).splitlines()
