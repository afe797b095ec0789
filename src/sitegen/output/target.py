"""Says before any work is done why a folder cannot be the output."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from sitegen.diagnostics import Location, Problem, Problems, UserFilesError, visible
from sitegen.output.claim import WAIT, ClaimedError, claimed, lock_file
from sitegen.output.keep import LEFT_BY_SYSTEMS, Kept, entries
from sitegen.output.manifest import MANIFEST, read_manifest
from sitegen.output.swap import left_over, mend, stuck

OTHER = "name another folder with --output"
Say = Callable[[str], None]


def settled(output: Path) -> Path:
    """The output as an absolute path with a name of its own, also for `.` and `plan/..`."""
    path = output.absolute()
    if path.name in ("", "..") or ".." in path.parts:
        return path.resolve()
    return path


def check_target(output: Path, profile: Path | None, problems: Problems) -> None:
    """Record why the output folder cannot be used."""
    try:
        _check(output, profile, problems)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        problems.add("O103", Location(str(output)), f"the output cannot be used: {reason}", OTHER)


def _check(output: Path, profile: Path | None, problems: Problems) -> None:
    where, path = Location(str(output)), settled(output)
    parent = first_existing(path)
    taken = _taken(path)
    if path.is_symlink() or (os.path.lexists(path) and not path.is_dir()):
        problems.add("O101", where, "the output is not a folder", OTHER)
    elif not parent.is_dir():
        problems.add("O101", where, f"{parent} is a file, so no folder can be in it", OTHER)
    elif taken:
        told = f"this is {taken}, and a plan needs a folder of its own"
        problems.add("O104", where, told, "name a new folder in it, such as --output output/me")
    elif path.is_dir() and (foreign := not_ours(path)):
        _refuse_foreign(where, path, profile, foreign, problems)
    elif not os.access(parent, os.W_OK | os.X_OK):
        problems.add("O103", Location(str(parent)), "nothing can be written in this folder", OTHER)


def _refuse_foreign(
    where: Location, path: Path, profile: Path | None, foreign: list[str], problems: Problems
) -> None:
    """Say what stands in the folder; without our list in it, nothing tells the plan's files."""
    if MANIFEST in foreign:
        told = f"the list {MANIFEST} is damaged, so nothing tells your files here from ours"
    elif profile and profile.absolute().parent == path:
        told = "your profile lies in this folder, and no plan does"
    else:
        some = ", ".join(map(shown, foreign[:3]))
        told = f"this folder holds files that sitegen did not write: {some}"
    hint = f"{OTHER}, or move those files away"
    if last := next((p for p in left_over(path) if read_manifest(p)), None):
        hint += f"; your last plan is in {shown(last)} and then goes back by itself"
    problems.add("O102", where, told, hint)


def _taken(path: Path) -> str:
    """What else a folder is for, if a plan must not stand in its place."""
    here = Path.cwd()
    real = path.resolve()
    if real == real.parent:
        return "the root of the disk"
    if real == here or real in here.parents:
        return "the folder that you are in, or one above it"
    try:
        home = Path.home()
    except RuntimeError:
        return ""
    return "your home folder, or one above it" if real == home or real in home.parents else ""


def not_ours(folder: Path) -> list[str]:
    """What stands in a folder that has no list of ours, sorted; nothing where it has one."""
    if read_manifest(folder):
        return []
    names = [n for n in entries(folder) if not (folder / n).is_dir() or (folder / n).is_symlink()]
    return [name for name in names if not _of_a_system(name)]


def _of_a_system(name: str) -> bool:
    return PurePosixPath(name).name in LEFT_BY_SYSTEMS


def first_existing(path: Path) -> Path:
    """The nearest folder above a path that exists; the root where not even the drive does."""
    parent = path.parent
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    return parent


@contextmanager
def held(output: Path, say: Say, wait: float = WAIT) -> Iterator[None]:
    """Hold the folder for one build, and mend first what dead builds left.

    What cannot be cleared away is told after the build. Raises `UserFilesError` where another
    build does not end, or nothing can be written.
    """
    with _mended(output, say, wait):
        yield
        for path in stuck(settled(output)):
            say(f"This leftover of a build could not be removed: {shown(path)}")


@contextmanager
def _mended(output: Path, say: Say, wait: float = WAIT) -> Iterator[None]:
    path = settled(output)
    with ExitStack() as stack:
        try:
            private_folder(path.parent)
            stack.enter_context(claimed(path, say, wait))
            restored, saved = mend(path)
        except ClaimedError as error:
            where, told = Location(str(output)), "another build of this folder is still running"
            hint = "wait for it to end, then build again"
            raise UserFilesError([Problem("O105", where, told, hint)]) from error
        except OSError as error:
            raise unwritable(output, error) from error
        if restored:
            say(f"An earlier build was cut off; the last plan is back in {shown(output)}")
        say_kept(saved, output, say)
        yield


def restore(output: Path, say: Say, wait: float = WAIT) -> None:
    """Put the last plan back, or clear up, if a build of this folder died. Otherwise do nothing."""
    path = settled(output)
    if left_over(path) or os.path.lexists(lock_file(path)):
        with _mended(output, say, wait):
            pass


def private_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, for their owner alone."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


READ_BY_NAME = {
    "interviews": "interviews.csv",
    "rank_list": "rank-list.csv",
    "programs": "programs.csv",
}
"""Lists that the site hands out, by the key under which a profile names them."""


def shown(path: Path | str) -> str:
    """A path on one line, with a sign for each character that a terminal would obey."""
    return visible(re.sub(r"[\t\n\r]", "?", str(path)))


def say_kept(kept: tuple[Kept, ...], output: Path, say: Say) -> None:
    """Say which files of the applicant's stay in the folder, and where the plan's own are."""
    for each in kept:
        if each.fresh:
            say(
                f"Kept as you changed it: {shown(output / each.path)}. "
                f"The new one is {shown(each.fresh)}"
            )
    for key, name in READ_BY_NAME.items():
        if any(each.fresh and each.path == name for each in kept):
            say(
                f"  The plan reads {name} once your profile names it: {key}: {shown(output / name)}"
            )
    own = [k.path for k in kept if not (k.fresh or _of_a_system(k.path))]
    if own:
        more = f" and {len(own) - 3} more" if len(own) > 3 else ""
        say(f"Kept files of yours in {shown(output)}: {', '.join(map(shown, own[:3]))}{more}")


def unwritable(output: Path, error: OSError) -> UserFilesError:
    """The problem that stands for an error of the system while the folder was written."""
    reason = error.strerror or str(error)
    at = str(error.filename or "")
    inside = f" ({shown(at)})" if at and Path(at).is_relative_to(settled(output)) else ""
    told = f"the output cannot be written: {reason}{inside}"
    hint = f"{OTHER}, or close programs that use this one"
    return UserFilesError([Problem("O103", Location(str(output)), told, hint)])
