"""What in an output folder is the applicant's own, and how it goes along to the next one.

A file is the plan's only if it is a plain file that still holds what the last build wrote, or what
this one would write. Everything else is the applicant's: it is never overwritten or deleted.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import itertools
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from sitegen.output.manifest import MANIFEST, Manifest
from sitegen.records import value_object

LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
LARGEST = 100_000_000
"""No file of a plan has so many bytes; a larger one is not read to compare it."""

LONGEST_NAME = 255
LONGEST_SUFFIX = 40
"""Bytes of a name, and of its end that is kept as a suffix where the name must be shortened."""

Signature = tuple[int, int, int]


@value_object
class Kept:
    """Something of the applicant's that a build left as it was.

    `fresh` says where the plan's own file of this name stands instead; it is empty where the plan
    has none.
    """

    path: str
    fresh: str = ""


def entries(folder: Path) -> Iterator[str]:
    """The path of everything in a folder but folders that hold something, sorted.

    Links are not followed. Raises `OSError` where a folder may not be read.
    """
    for base, folders, names in walk(folder):
        for name in names:
            yield (base / name).relative_to(folder).as_posix()
        if not folders and not names and base != folder:
            yield base.relative_to(folder).as_posix()


def walk(folder: Path, lenient: bool = False) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Each folder before those in it, with their names and the names of all else, sorted.

    However deep they lie, which `os.walk` of Python 3.11 cannot do. Links are not followed.
    Raises `OSError` where a folder may not be read; a lenient walk leaves that one out.
    """
    left = [folder]
    while left:
        base = left.pop()
        try:
            with os.scandir(base) as found:
                kinds = {each.name: each.is_dir(follow_symlinks=False) for each in found}
        except OSError:
            if lenient:
                continue
            raise
        folders = sorted(name for name, is_folder in kinds.items() if is_folder)
        yield base, folders, sorted(kinds.keys() - set(folders))
        left += [base / name for name in reversed(folders)]


def own(folder: Path, last: Manifest | None, fresh: Mapping[str, str]) -> dict[str, Signature]:
    """What is the applicant's, by path, each with a sign that changes when it is changed.

    `fresh` holds the digests of what is to be written.
    """
    found: dict[str, Signature] = {}
    known = last.files if last else {}
    for name in entries(folder):
        if name == MANIFEST:
            continue
        with contextlib.suppress(FileNotFoundError):
            path = folder / name
            status = path.lstat()
            digests = {known.get(name), fresh.get(name)} - {None}
            if not (digests and _holds(path, status, digests)):
                found[name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def _holds(path: Path, status: os.stat_result, digests: set[str | None]) -> bool:
    """Whether a plain file holds what one of the digests says; one that cannot be read does not."""
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
        return False
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() in digests
    except FileNotFoundError:
        raise
    except OSError:
        return False


def carry(name: str, source: Path, target: Path) -> None:
    """Let one entry stand in a second folder too: as the same file, or else as a copy.

    What has gone in the meantime is left out.
    """
    with contextlib.suppress(FileNotFoundError):
        status = (source / name).lstat()
        make_parents(name, target)
        if stat.S_ISDIR(status.st_mode):
            (target / name).mkdir(mode=0o700)
            return
        try:
            os.link(source / name, target / name, follow_symlinks=False)
        except FileNotFoundError:
            raise
        except (OSError, NotImplementedError):
            _copy(source / name, target / name, status)


def _copy(source: Path, target: Path, status: os.stat_result) -> None:
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)):
        raise OSError(0, f"{source.name} is no plain file, and this disk cannot keep it")
    shutil.copy2(source, target, follow_symlinks=False)


def make_parents(name: str, target: Path) -> None:
    """Make the folders in a folder that a path needs, for their owner alone."""
    for parent in reversed(PurePosixPath(name).parents[:-1]):
        with contextlib.suppress(FileExistsError):
            (target / parent).mkdir(mode=0o700)


def same(one: Path, other: Path) -> bool:
    """Whether two paths hold the same: one file under two names, or equal content."""
    try:
        a, b = one.lstat(), other.lstat()
        if os.path.samestat(a, b) or stat.S_IFMT(a.st_mode) != stat.S_IFMT(b.st_mode):
            return os.path.samestat(a, b)
        if stat.S_ISLNK(a.st_mode):
            return one.readlink() == other.readlink()
        if stat.S_ISREG(a.st_mode):
            return filecmp.cmp(one, other, shallow=False)
        return stat.S_ISDIR(a.st_mode)
    except OSError:
        return False


def free_place(folder: Path, name: str, mark: str) -> str:
    """The path for one more file: its own, or one with a mark where something else stands there.

    No path leads through a link. On a disk that takes `A` and `a` for the same, both are taken.
    """
    place = PurePosixPath()
    parts = PurePosixPath(name).parts
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        place /= next(
            each
            for each in _variants(part, mark)
            if not os.path.lexists(folder / place / each)
            or (not last and plain_folder(folder / place / each))
        )
    return place.as_posix()


def plain_folder(path: Path) -> bool:
    """Whether a folder stands at a path, not a link to one."""
    return path.is_dir() and not path.is_symlink()


def _variants(part: str, mark: str) -> Iterator[str]:
    """`interviews.csv`, `interviews.fresh.csv`, `interviews.fresh-2.csv` and so on."""
    yield part
    split = PurePosixPath(part)
    known = len(os.fsencode(split.suffix)) <= LONGEST_SUFFIX
    stem, suffix = (split.stem, split.suffix) if known else (part, "")
    yield _fitting(stem, f".{mark}{suffix}")
    for number in itertools.count(2):
        yield _fitting(stem, f".{mark}-{number}{suffix}")


def _fitting(stem: str, end: str) -> str:
    """A name of no more bytes than a disk takes; whole letters are cut from its stem."""
    while len(os.fsencode(stem + end)) > LONGEST_NAME:
        stem = stem[:-1]
    return stem + end
