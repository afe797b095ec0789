"""Puts a finished plan in the place of the last one, and mends what a build left that died.

The new folder is written beside the target, with everything of the applicant's in it, and flushed
to the disk. Then the last one is moved away and the new one moved in. Between those two renames
no folder stands in the place; whoever comes next finds the last one beside it and puts it back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from sitegen.output.claim import stem
from sitegen.output.keep import Kept, carry, free_place, make_parents, own, plain_folder, same, walk
from sitegen.output.manifest import MANIFEST, digest, manifest_text, read_manifest

Step = Callable[[str], None]
STEPS = (
    "folder made",
    "own files carried",
    "plan written",
    "plan on the disk",
    "last moved away",
    "new moved in",
    "last cleared away",
)
"""What happens in turn; `step` is called with each name when it is done."""

MARK = ".sitegen-unfinished-"
"""Begins the name of a file that says: a build had not finished making this folder, or deleting it.

The end of the folder's own name follows, so that a leftover that somebody renamed is not marked.
"""

_TRIES = 5
AT_ONCE = 8
"""Files that are flushed or deleted at the same time."""


def put_in_place(
    tree: Mapping[str, bytes],
    output: Path,
    as_of: dt.date,
    plan_key: str,
    step: Step = lambda name: None,
) -> tuple[Kept, ...]:
    """Put a new plan in the place of the last one, and tell what of the applicant's was kept.

    The caller holds the claim on the folder. Raises `OSError`; then, and after any other
    exception, the last plan stands where it stood, or `mend` puts it there.
    """
    fresh = _work_folder(output, "new")
    try:
        step("folder made")
        kept, written = _filled(tree, fresh, output, as_of, plan_key, step)
        _at_once(_flushed, [*written, *(path for path, _, _ in walk(fresh, lenient=True))])
        step("plan on the disk")
        lost = _swap(fresh, output, step)
    finally:
        _delete(fresh)
    return (*kept, *lost)


def mend(output: Path) -> tuple[bool, tuple[Kept, ...]]:
    """Clear away what dead builds left: whether the last plan was put back, and what was saved.

    The caller holds the claim. A folder that is not ours by its mark or its list stays.
    """
    restored, saved = False, []
    for path in left_over(output):
        if _mark(path).exists() or not any(path.iterdir()):
            _delete(path)
        elif (path / MANIFEST).is_file() and not _holds_anything(output):
            _put_back(path, output)
            restored = True
        elif read_manifest(path) and read_manifest(output):
            saved += _cleared(path, output)
    return restored, tuple(saved)


def stuck(output: Path) -> list[Path]:
    """The leftovers of this output that are ours, but could not be cleared away."""
    return [p for p in left_over(output) if _mark(p).exists() or read_manifest(p)]


def _mark(folder: Path) -> Path:
    return folder / (MARK + folder.name[-8:])


def left_over(output: Path) -> list[Path]:
    """The folders that builds of this output left beside it, those with a whole plan first."""
    name = re.compile(re.escape(stem(output)) + r"\.(old|new)-[a-z0-9_]{8}")
    try:
        found = [p for p in output.parent.iterdir() if name.fullmatch(p.name)]
    except OSError:
        return []
    kinds = [p for p in found if p.is_dir() and not p.is_symlink()]
    return sorted(kinds, key=lambda p: (".new-" in p.name[-13:], p.name))


def _holds_anything(output: Path) -> bool:
    return os.path.lexists(output) and (not output.is_dir() or any(output.iterdir()))


def _put_back(tree: Path, output: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        output.rmdir()
    tree.rename(output)


def _work_folder(output: Path, kind: str) -> Path:
    folder = _beside(output, kind)
    folder.mkdir(mode=0o700)
    _write(_mark(folder), b"")
    _flushed(_mark(folder))
    return folder


def _beside(output: Path, kind: str) -> Path:
    return output.parent / f"{stem(output)}.{kind}-{secrets.token_hex(4)}"


def _filled(
    tree: Mapping[str, bytes],
    fresh: Path,
    output: Path,
    as_of: dt.date,
    plan_key: str,
    step: Step,
) -> tuple[tuple[Kept, ...], list[Path]]:
    """Fill the new folder; what of the applicant's was kept, and the files of the plan.

    The applicant's files go first, so that the plan gives way to them.
    """
    digests = {name: digest(content) for name, content in tree.items()}
    mine = _carried(output, fresh, digests)
    step("own files carried")
    files, kept, written = dict(digests), {}, []
    for name, content in sorted(tree.items()):
        place = free_place(fresh, name, "fresh")
        make_parents(place, fresh)
        _write(fresh / place, content)
        written.append(fresh / place)
        if place != name:
            files[place] = digests[name]
            kept[name] = Kept(name, place)
    _write(fresh / MANIFEST, manifest_text(files, plan_key, as_of).encode())
    _keep_rights(output, fresh, mine, files)
    step("plan written")
    told = tuple(kept.get(name, Kept(name)) for name in sorted({*mine, *kept}))
    return told, [*written, fresh / MANIFEST]


def _keep_rights(output: Path, fresh: Path, mine: Iterable[str], plan: Iterable[str]) -> None:
    """Give folders that only the applicant uses their rights and times, where a disk can.

    The deepest go first: what changes in a folder changes its time.
    """
    folders = _folders_of(mine, output) - _folders_of(plan, fresh)
    for name in sorted(folders, key=lambda name: len(name.parts), reverse=True):
        with contextlib.suppress(OSError):
            shutil.copystat(output / name, fresh / name)


def _folders_of(names: Iterable[str], tree: Path) -> set[PurePosixPath]:
    """Every folder on the way to some entries of a tree; an entry may be an empty folder."""
    paths = [PurePosixPath(name) for name in names]
    above = {parent for path in paths for parent in path.parents[:-1]}
    return above | {path for path in paths if plain_folder(tree / path)}


def _carried(output: Path, fresh: Path, digests: Mapping[str, str]) -> list[str]:
    """Carry everything of the applicant's along, until nothing changes any more meanwhile."""
    if not output.is_dir():
        return []
    last = read_manifest(output)
    before = own(output, last, digests)
    for _ in range(_TRIES):
        for name in before:
            carry(name, output, fresh)
        after = own(output, last, digests)
        if after == before:
            return sorted(before)
        _emptied(fresh)
        before = after
    raise OSError(0, "files in it change all the time")


def _emptied(folder: Path) -> None:
    """Delete what stands in a folder of ours but its mark; what cannot go stays."""
    found = [(base, names) for base, _, names in walk(folder, lenient=True)]
    paths = [base / name for base, names in found for name in names]
    _at_once(_unlinked, [path for path in paths if path != _mark(folder)])
    for base, _ in reversed(found[1:]):
        with contextlib.suppress(OSError):
            base.rmdir()


def _unlinked(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner alone."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _at_once(do: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """Do something to many files, several at a time. Raises `OSError` where one of them fails.

    A disk takes hardly longer for several than for one.
    """
    left, failed = iter(paths), []

    def work() -> None:
        for path in left:
            try:
                do(path)
            except OSError as error:
                failed.append(error)

    threads = [threading.Thread(target=work) for _ in paths[:AT_ONCE]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _flushed(path: Path) -> None:
    """Flush a file to the disk, or a folder where a system can do that for folders."""
    if not path.is_dir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(fresh: Path, output: Path, step: Step) -> list[Kept]:
    old = _beside(output, "old")
    try:
        if os.path.lexists(output):
            output.rename(old)
        step("last moved away")
        _mark(fresh).unlink()
        fresh.rename(output)
    except BaseException:  # also Ctrl-C: the last plan must stand where it stood
        if old.exists() and not output.exists():
            old.rename(output)
        raise
    _flushed(output.parent)
    step("new moved in")
    saved = _cleared(old, output) if old.exists() else []
    step("last cleared away")
    return saved


def _cleared(old: Path, output: Path) -> list[Kept]:
    """Delete a plan that was moved away, but for what the applicant changed in the last moment.

    What cannot be saved stays where it is, and so does the plan around it.
    """
    saved: list[Kept] = []
    with contextlib.suppress(OSError):
        for name in own(old, read_manifest(old), {}):
            if not same(old / name, output / name):
                place = free_place(output, name, "kept")
                make_parents(place, output)
                (old / name).rename(output / place)
                saved.append(Kept(place))
        _delete(old)
    return saved


def _delete(folder: Path) -> None:
    """Delete a folder of ours, its mark last, so that it stays marked until all is gone."""
    if not folder.exists():
        return
    _open_up(folder)
    with contextlib.suppress(OSError):
        _write(_mark(folder), b"")
        _flushed(_mark(folder))
    _emptied(folder)
    with contextlib.suppress(OSError):
        if set(folder.iterdir()) <= {_mark(folder)}:
            _mark(folder).unlink(missing_ok=True)
            folder.rmdir()


def _open_up(folder: Path) -> None:
    """Let the owner change every folder in a folder; each before those in it are looked for."""
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    for base, folders, _ in walk(folder, lenient=True):
        for name in folders:
            with contextlib.suppress(OSError):
                (base / name).chmod(0o700)
