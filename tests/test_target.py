"""The output folder: nothing of the applicant's is lost, and the last whole plan is never lost.

Each planted situation ends in the same questions: is every byte of the applicant's still there,
and does the build say so? All of it takes some ten seconds.
"""

from __future__ import annotations

import itertools
import json
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Built
from sitegen.diagnostics import Problems, UserFilesError
from sitegen.output import swap
from sitegen.output.claim import lock_file
from sitegen.output.keep import LEFT_BY_SYSTEMS, Kept
from sitegen.output.manifest import MANIFEST, MOST_BYTES, read_manifest
from sitegen.output.swap import STEPS, left_over, mend, put_in_place
from sitegen.output.target import check_target, first_existing, held, not_ours, restore, say_kept
from tests.conftest import AS_OF, EDITION

TREE = {
    "index.html": b"<p>one</p>",
    "interviews.csv": b"specialty,program,status\n",
    "specialties/neurology.html": b"<p>two</p>",
}
NEW = {**TREE, "index.html": b"<p>new</p>"}
MINE = b"twelve interviews, typed by hand"
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed")


def put(tree: dict[str, bytes], output: Path) -> tuple[Kept, ...]:
    """One build, as far as the folder goes: hold it, mend it, put the plan in place."""
    with held(output, lambda line: None):
        return put_in_place(tree, output, AS_OF, EDITION.key)


def codes(output: Path, profile: Path | None = None) -> list[str]:
    problems = Problems()
    check_target(output, profile, problems)
    assert all(p.hint for p in problems.errors)
    return [p.code for p in problems.errors]


def tree_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.is_symlink()
    }


def plan_in(folder: Path) -> dict[str, bytes]:
    found = tree_of(folder)
    del found[MANIFEST]
    return found


def nothing_beside(output: Path) -> bool:
    return [p.name for p in output.parent.iterdir()] == [output.name]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with a plan in it, alone in its parent."""
    folder = tmp_path / "place" / "site"
    put(TREE, folder)
    return folder


# --- The plan's own files --------------------------------------------------------------------


def test_new_folder_gets_every_file_and_the_list_of_them(output: Path) -> None:
    written = tree_of(output)
    manifest = json.loads(written.pop(MANIFEST))
    assert written == TREE
    assert sorted(manifest["files"]) == sorted(TREE)
    assert (manifest["as_of"], manifest["plan_key"]) == (AS_OF.isoformat(), EDITION.key)


def test_our_own_folder_is_replaced_whole_and_nothing_lies_about(output: Path) -> None:
    """A page that is no longer made is gone, and no folder with a dot is left beside it."""
    assert codes(output) == []
    assert put({"index.html": b"new"}, output) == ()
    assert plan_in(output) == {"index.html": b"new"}
    assert nothing_beside(output)


def test_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    put(TREE, tmp_path / "one")
    put(dict(reversed(TREE.items())), tmp_path / "two")
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_only_the_owner_may_read_and_a_folder_that_was_open_is_closed(output: Path) -> None:
    output.chmod(0o755)
    before = os.umask(0o022)
    try:
        put(NEW, output)
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in [output, *output.rglob("*")]}
    assert modes.pop("site") == modes.pop("specialties") == 0o700
    assert set(modes.values()) == {0o600} and len(modes) == 4
    assert stat.S_IMODE(output.parent.stat().st_mode) == 0o700


# --- What the applicant planted --------------------------------------------------------------


def typed(output: Path) -> None:
    (output / "interviews.csv").write_bytes(MINE)


def typed_by_a_careful_editor(output: Path) -> None:
    (output / "interviews.tmp").write_bytes(MINE)
    (output / "interviews.tmp").replace(output / "interviews.csv")


def page_edited(output: Path) -> None:
    (output / "specialties" / "neurology.html").write_bytes(MINE)


def new_file(output: Path) -> None:
    (output / "notes.txt").write_bytes(MINE)


def new_file_among_pages(output: Path) -> None:
    (output / "specialties" / "notes.txt").write_bytes(MINE)


def new_folder(output: Path) -> None:
    (output / "letters" / "old").mkdir(parents=True)
    (output / "letters" / "old" / "ward.docx").write_bytes(MINE)


def empty_folder_and_file(output: Path) -> None:
    (output / "to do").mkdir()
    (output / "odd\n*[name].txt").write_bytes(MINE)


def file_for_a_folder(output: Path) -> None:
    (output / "specialties" / "neurology.html").unlink()
    (output / "specialties").rmdir()
    (output / "specialties").write_bytes(MINE)


def folder_for_a_file(output: Path) -> None:
    (output / "interviews.csv").unlink()
    (output / "interviews.csv").mkdir()
    (output / "interviews.csv" / "mine.csv").write_bytes(MINE)


def closed_file(output: Path) -> None:
    typed(output)
    (output / "interviews.csv").chmod(0)


def fresh_one_edited_too(output: Path) -> None:
    typed(output)
    put(TREE, output)
    (output / "interviews.fresh.csv").write_bytes(MINE + b"!")


def profile_kept_there(output: Path) -> None:
    (output / "me.yaml").write_bytes(MINE)


def other_case(output: Path) -> None:
    (output / "Interviews.CSV").write_bytes(MINE)


def link_out(output: Path) -> None:
    outside = output.parent.parent / "thesis"
    outside.mkdir()
    (outside / "chapter.docx").write_bytes(MINE)
    (output / "thesis").symlink_to(outside, target_is_directory=True)


def page_replaced_by_link(output: Path) -> None:
    (output.parent.parent / "mine.html").write_bytes(MINE)
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(output.parent.parent / "mine.html")


def folder_replaced_by_link(output: Path) -> None:
    outside = output.parent.parent / "pages"
    (output / "specialties").rename(outside)
    (outside / "neurology.html").write_bytes(MINE)
    (output / "specialties").symlink_to(outside, target_is_directory=True)


def link_to_nowhere(output: Path) -> None:
    (output / "nowhere").symlink_to("not there")
    typed(output)


def pipe(output: Path) -> None:
    os.mkfifo(output / "pipe")
    (output / "calendar.ics").write_bytes(MINE)


def large(output: Path) -> None:
    with (output / "index.html").open("wb") as file:
        file.truncate(200_000_000)
    typed(output)


READS_ALL = hasattr(os, "geteuid") and os.geteuid() == 0
PLANTED = [
    typed,
    typed_by_a_careful_editor,
    page_edited,
    new_file,
    new_file_among_pages,
    new_folder,
    empty_folder_and_file,
    file_for_a_folder,
    folder_for_a_file,
    closed_file,
    fresh_one_edited_too,
    profile_kept_there,
    other_case,
    link_out,
    page_replaced_by_link,
    folder_replaced_by_link,
    link_to_nowhere,
    pipe,
    large,
]


def bytes_of(path: Path) -> bytes:
    """What a file holds, also one that its owner closed to everybody."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & stat.S_IRUSR or os.name == "nt":
        return path.read_bytes()
    path.chmod(mode | stat.S_IRUSR)
    try:
        return path.read_bytes()
    finally:
        path.chmod(mode)


def planted(output: Path) -> dict[str, object]:
    """Everything below the folder above the place that is not the plan's, link by link."""
    found: dict[str, object] = {}
    top = output.parent.parent
    for path in [*top.rglob("*")]:
        name = path.relative_to(top).as_posix()
        if path.is_symlink():
            found[name] = path.readlink()
        elif path.is_file() and path.stat().st_size < 1000 and bytes_of(path) != b"":
            found[name] = bytes_of(path)
        elif path.is_fifo() or path.is_file():
            found[name] = (path.stat().st_ino, path.stat().st_size)
    ours = {f"place/site/{name}": content for name, content in TREE.items()}
    return {
        name: what
        for name, what in found.items()
        if ours.get(name) != what and not name.endswith(MANIFEST) and what not in TREE.values()
    }


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_nothing_of_the_applicants_is_lost(
    plant: Callable[[Path], None], links: bool, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through three builds, on disks with and without hard links; and no copies pile up."""
    if not links:
        if plant is pipe:
            pytest.skip("a pipe has no copy; that is another test")
        if plant is closed_file and not READS_ALL:
            pytest.skip("a closed file has no copy; that is another test")

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    plant(output)
    mine = planted(output)
    assert mine
    inodes = {name for name, what in mine.items() if isinstance(what, tuple)}
    told: list[str] = []
    counts = []
    for tree in (NEW, TREE, NEW):
        say_kept(put(tree, output), output, told.append)
        after = planted(output)
        for name, what in mine.items():
            if name in inodes and not links:
                assert after[name][1] == what[1]  # type: ignore[index]
            else:
                assert after[name] == what, name
        counts.append(len(list(output.rglob("*"))))
    assert counts[1] == counts[2]
    assert nothing_beside(output)
    kept = [line for line in told if not line.startswith("  The plan reads ")]
    assert all("Kept" in line for line in kept) and len(kept) >= 3


def test_build_says_where_the_fresh_one_is(output: Path) -> None:
    typed(output)
    told: list[str] = []
    say_kept(put(NEW, output), output, told.append)
    place = output / "interviews.csv"
    assert told == [
        f"Kept as you changed it: {place}. The new one is interviews.fresh.csv",
        f"  The plan reads interviews.csv once your profile names it: interviews: {place}",
    ]
    assert (output / "interviews.fresh.csv").read_bytes() == TREE["interviews.csv"]


def test_the_page_to_open_is_the_plans_own(output: Path) -> None:
    """Where the applicant's page of that name was kept, the fresh one is named."""

    def opened() -> Path:
        kept = put(NEW, output)
        return Built(output, tuple(NEW), (), kept=kept).place("index.html")

    assert opened() == output / "index.html"
    (output / "index.html").write_bytes(MINE)
    assert opened() == output / "index.fresh.html"
    assert opened().read_bytes() == NEW["index.html"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_rights_and_times_of_the_applicants_folders_stay(output: Path) -> None:
    new_folder(output)
    (output / "letters" / "empty").mkdir()
    new_file_among_pages(output)
    folders = [output / "letters" / "empty", output / "letters" / "old", output / "letters"]
    for folder, mode in zip(folders, (0o500, 0o2775, 0o755), strict=True):
        folder.chmod(mode)
        os.utime(folder, (1_000_000_000, 1_000_000_000))
    for tree in (NEW, TREE):
        put(tree, output)
        assert [stat.S_IMODE(each.stat().st_mode) for each in folders] == [0o500, 0o2775, 0o755]
        assert {each.stat().st_mtime for each in folders} == {1_000_000_000}
        assert stat.S_IMODE((output / "specialties").stat().st_mode) == 0o700


def test_names_are_told_without_what_a_terminal_would_obey(output: Path) -> None:
    (output / "a\rb\x1b[2Jc\n\u202ed.txt").write_bytes(MINE)
    told: list[str] = []
    say_kept(put(NEW, output), output, told.append)
    assert told == [f"Kept files of yours in {output}: a?b?[2Jc??d.txt"]


def test_fresh_one_goes_when_the_file_is_the_plans_again(output: Path) -> None:
    typed(output)
    put(NEW, output)
    (output / "interviews.csv").write_bytes(TREE["interviews.csv"])
    assert put(NEW, output) == ()
    assert plan_in(output) == NEW


@pytest.mark.parametrize("name", sorted(LEFT_BY_SYSTEMS))
def test_what_a_system_leaves_behind_stays_and_is_not_told(name: str, output: Path) -> None:
    (output / "specialties" / name).write_bytes(b"layout")
    told: list[str] = []
    say_kept(put(NEW, output), output, told.append)
    assert told == [] and (output / "specialties" / name).read_bytes() == b"layout"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_no_disk_can_keep_stops_the_build(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(output / "pipe")
    monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "no")))
    with pytest.raises(OSError, match="no plain file"):
        put(NEW, output)
    assert plan_in(output) == TREE and (output / "pipe").is_fifo()


@pytest.mark.skipif(READS_ALL or os.name == "nt", reason="rights bind others")
def test_a_closed_file_that_no_disk_can_link_stops_the_build_and_stays(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "no")))
    closed_file(output)
    with pytest.raises(PermissionError, match=r"interviews\.csv"):
        put(NEW, output)
    assert bytes_of(output / "interviews.csv") == MINE
    assert (output / "index.html").read_bytes() == TREE["index.html"] and nothing_beside(output)


# --- Changes while a build runs --------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS[:-1])
@pytest.mark.parametrize("change", ["new file", "edit"])
def test_what_is_saved_while_a_build_runs_is_found_afterwards(
    step: str, change: str, output: Path
) -> None:
    """At its own place, or beside it with "kept" in its name, and the build says so."""
    name = "interviews.csv" if change == "edit" else "notes.txt"

    def save(done: str) -> None:
        target = next((p for p in (output, *left_over(output)) if p.is_dir()), output)
        if done == step:
            (target / name).unlink(missing_ok=True)
            (target / name).write_bytes(MINE)

    with held(output, lambda line: None):
        kept = put_in_place(NEW, output, AS_OF, EDITION.key, save)
    assert MINE in tree_of(output).values()
    put(TREE, output)
    assert MINE in tree_of(output).values()
    assert nothing_beside(output)
    assert kept or step == "new moved in"


# --- Death at any moment ---------------------------------------------------------------------


def killed(work: Callable[[], None]) -> int:
    """Do the work in a child process; how it ended. 9 means that it was killed on the way."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(count: int) -> None:
    """Let this process die at its n-th touch of the disk."""
    left = iter(range(count))

    def hear(event: str, _: object) -> None:
        if event in TOUCHES and next(left, None) is None:
            os._exit(9)

    sys.addaudithook(hear)


TOUCHES = {
    "open",
    "os.rename",
    "os.link",
    "os.mkdir",
    "os.rmdir",
    "os.remove",
    "os.chmod",
    "os.symlink",
}


def _besides(name: str) -> bool:
    return ".fresh" in name or name.startswith(swap.MARK[:-1])


def whole(output: Path, mine: dict[str, bytes]) -> None:
    """The next build finds one whole plan and everything of the applicant's, and clears up."""
    told: list[str] = []
    restore(output, told.append)
    found = plan_in(output)
    assert {n: c for n, c in found.items() if n in mine} == mine
    rest = {n: c for n, c in found.items() if n not in mine and not _besides(n)}
    assert rest in [{n: c for n, c in tree.items() if n not in mine} for tree in (TREE, NEW)]
    put(NEW, output)
    assert {n: c for n, c in plan_in(output).items() if n in mine} == mine
    assert nothing_beside(output)


@forking
def test_death_at_any_touch_of_the_disk_loses_nothing(tmp_path: Path) -> None:
    """A build of a folder with the applicant's files dies at its first touch, its second, …"""
    mine = {"interviews.csv": MINE, "notes/mine.txt": MINE}
    ends = []
    for count in range(400):
        output = tmp_path / str(count) / "site"
        put(TREE, output)
        typed(output)
        (output / "notes").mkdir()
        (output / "notes" / "mine.txt").write_bytes(MINE)

        def work(output: Path = output, count: int = count) -> None:
            die_at(count)
            put(NEW, output)

        ends.append(killed(work))
        whole(output, mine)
        if ends[-1] == 0:
            break
    assert ends[-1] == 0 and set(ends[:-1]) == {9} and len(ends) > 40


@forking
@pytest.mark.parametrize("step", STEPS)
def test_death_after_each_step_is_mended_in_one_line(step: str, output: Path) -> None:
    def work() -> None:
        with held(output, lambda line: None):
            put_in_place(
                NEW, output, AS_OF, EDITION.key, lambda done: os._exit(9) if done == step else None
            )

    assert killed(work) == 9
    gap = step == "last moved away"
    assert output.exists() is not gap
    told: list[str] = []
    restore(output, told.append)
    assert told == [f"An earlier build was cut off; the last plan is back in {output}"] * gap
    late = STEPS.index(step) >= STEPS.index("new moved in")
    assert plan_in(output) == (NEW if late else TREE)
    assert nothing_beside(output)


@forking
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["new", "old"])
def test_a_rescued_leftover_survives_the_death_of_the_next_build(
    step: str, kind: str, output: Path
) -> None:
    """The applicant named a leftover like the output folder; a dead build's mark is in it."""
    died = output.rename(output.parent / f".site.{kind}-0a1b2c3d")
    for mark in (swap._mark(died), died / swap.MARK[:-1]):
        mark.write_bytes(b"")
    died.rename(output)
    typed(output)
    new_folder(output)

    def work() -> None:
        with held(output, lambda line: None):
            put_in_place(
                NEW, output, AS_OF, EDITION.key, lambda done: os._exit(9) if done == step else None
            )

    assert killed(work) == 9
    whole(output, {"interviews.csv": MINE, "letters/old/ward.docx": MINE})


@forking
@pytest.mark.parametrize("step", STEPS[:4])
def test_death_of_a_first_build_leaves_nothing_private(step: str, tmp_path: Path) -> None:
    output = tmp_path / "site"

    def work() -> None:
        with held(output, lambda line: None):
            put_in_place(
                NEW, output, AS_OF, EDITION.key, lambda done: os._exit(9) if done == step else None
            )

    assert killed(work) == 9
    restore(output, lambda line: None)
    assert [p.name for p in tmp_path.iterdir()] == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "stop",
    [OSError(28, "No space left on device"), KeyboardInterrupt()],
    ids=["full disk", "Ctrl-C"],
)
def test_stop_at_each_step_leaves_one_whole_plan(
    step: str, stop: BaseException, output: Path
) -> None:
    def halt(done: str) -> None:
        if done == step:
            raise stop

    with pytest.raises(type(stop)), held(output, lambda line: None):
        put_in_place(NEW, output, AS_OF, EDITION.key, halt)
    assert plan_in(output) in (TREE, NEW)
    restore(output, lambda line: None)
    assert nothing_beside(output)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights bind others")
def test_folders_closed_by_the_applicant_are_cleared_away_or_named(output: Path) -> None:
    """A folder that may not be changed is replaced; one that may not be read is told, and stays."""
    for folder in (output / "specialties", output):
        folder.chmod(0o500)
    put(NEW, output)
    assert plan_in(output) == NEW and nothing_beside(output)
    new_folder(output)
    (output / "letters").chmod(0)
    with pytest.raises(PermissionError):
        put(TREE, output)
    (output / "letters").chmod(0o700)
    assert plan_in(output) == {**NEW, "letters/old/ward.docx": MINE}


def test_a_mark_that_cannot_be_written_keeps_no_leftover(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is full to the last byte."""
    real = swap._write

    def full(path: Path, content: bytes) -> None:
        if path.name.startswith(swap.MARK) and ".old-" in path.parent.name:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(swap, "_write", full)
    put(NEW, output)
    assert plan_in(output) == NEW and nothing_beside(output)


def test_a_file_that_does_not_reach_the_disk_leaves_the_last_plan(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error of any one file counts, although several are flushed at once."""
    # `next` of a count is one step for a thread; a length read after an append may skip a number.
    real, flushed = os.fsync, itertools.count(1)

    def lost(handle: int) -> None:
        real(handle)
        if next(flushed) == 3:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", lost)
    with pytest.raises(OSError, match="Input/output error"):
        put(NEW, output)
    assert plan_in(output) == TREE and nothing_beside(output)
    put(NEW, output)
    assert plan_in(output) == NEW and nothing_beside(output)


def test_last_plan_is_put_back_into_an_empty_folder_too(output: Path) -> None:
    output.rename(output.parent / ".site.old-0a1b2c3d")
    output.mkdir()
    restore(output, lambda line: None)
    assert plan_in(output) == TREE and nothing_beside(output)


def test_names_of_the_longest_kind_are_saved_from_a_dead_build(output: Path) -> None:
    """85 Japanese letters take all 255 bytes of a name; a mark in it needs room."""
    names = ["\u3042" * 85, "\u3042" * 83 + "b.docx", "a" * 100 + "." + "\u3042" * 51 + "b"]
    old = output.parent / ".site.old-0a1b2c3d"
    put(TREE, old)
    for name in names:
        (output / name).write_bytes(b"later")
        (old / name).write_bytes(MINE)
    put(NEW, output)
    found = [name for name, content in tree_of(output).items() if content == MINE]
    assert len(found) == 3 and all(".kept" in name for name in found)
    assert {name.endswith(".docx") for name in found} == {True, False}
    assert all((output / name).read_bytes() == b"later" for name in names)
    assert nothing_beside(output)


def test_a_file_that_cannot_be_saved_stays_in_its_leftover_and_builds_go_on(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = output.parent / ".site.old-0a1b2c3d"
    put(TREE, old)
    (old / "notes.txt").write_bytes(MINE)
    real = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "notes.txt":
            raise OSError(36, "File name too long")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    told: list[str] = []
    with held(output, told.append):
        put_in_place(NEW, output, AS_OF, EDITION.key)
    assert plan_in(output) == NEW and (old / "notes.txt").read_bytes() == MINE
    assert told == [f"This leftover of a build could not be removed: {old}"]


def test_a_leftover_that_cannot_be_removed_is_named_until_it_can(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be deleted, as in a folder of another user."""
    real = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "neurology.html":
            raise PermissionError(1, "Operation not permitted")
        real(path, missing_ok=missing_ok)

    told: list[str] = []
    with monkeypatch.context() as stuck:
        stuck.setattr(Path, "unlink", refuse)
        for number in (1, 2):
            with held(output, told.append):
                if number == 1:
                    put_in_place(NEW, output, AS_OF, EDITION.key)
    (left,) = left_over(output)
    assert told == [f"This leftover of a build could not be removed: {left}"] * 2
    restore(output, told.append)
    assert len(told) == 2 and plan_in(output) == NEW and nothing_beside(output)


def test_folders_nested_deeper_than_python_recurses_are_kept(output: Path) -> None:
    deep = ["d"] * 1200
    for count in range(100, 1201, 100):
        (output / Path(*deep[:count])).mkdir(parents=True, exist_ok=True)
    (output / Path(*deep) / "notes.txt").write_bytes(MINE)
    try:
        for tree in (NEW, TREE):
            put(tree, output)
            assert (output / Path(*deep) / "notes.txt").read_bytes() == MINE
            assert nothing_beside(output)
    finally:  # what clears up after the tests recurses
        for path in output.parent.iterdir():
            swap._delete(path)
    assert not output.exists()


def test_a_folder_that_only_looks_like_ours_is_left_alone(output: Path) -> None:
    """And so is one of the applicant's that has the name of a leftover."""
    for name in (
        ".site.new-year",
        ".site.new-0a1b2c3d",
        ".site.old-0a1b2c3d",
        ".site2.new-0a1b2c3d",
    ):
        (output.parent / f".site.{name}").mkdir()
        (output.parent / f".site.{name}" / "thesis.docx").write_bytes(MINE)
    put(NEW, output)
    assert sum(content == MINE for content in tree_of(output.parent).values()) == 4


def test_what_was_saved_into_a_dead_build_is_saved(output: Path) -> None:
    """The last plan was moved away, an editor wrote into it, and the build died."""
    old = output.parent / ".site.old-0a1b2c3d"
    put(TREE, old)
    (old / "interviews.csv").write_bytes(MINE)
    with held(output, lambda line: None):
        pass
    assert MINE in tree_of(output).values() and nothing_beside(output)


# --- Two builds at once ----------------------------------------------------------------------


def test_second_build_waits_and_says_so(output: Path) -> None:
    first, told = threading.Event(), []
    with held(output, lambda line: None):
        other = threading.Thread(target=lambda: wait_for(output, told, first))
        other.start()
        assert not first.wait(0.3)
    other.join(10)
    assert first.is_set()
    assert told == ["Another build of this folder is running; waiting for it to end …"]
    assert nothing_beside(output)


def wait_for(output: Path, told: list[str], done: threading.Event) -> None:
    with held(output, told.append):
        done.set()


def test_second_build_gives_up_with_a_clear_answer(output: Path) -> None:
    with (
        held(output, lambda line: None),
        pytest.raises(UserFilesError, match="still running"),
        held(output, lambda line: None, wait=0),
    ):
        pass


def test_a_file_of_others_with_the_name_of_the_claim_stays(output: Path) -> None:
    for name in (".site.lock", lock_file(output).name):
        (output.parent / name).write_bytes(MINE)
    put(NEW, output)
    restore(output, lambda line: None)
    assert (output.parent / ".site.lock").read_bytes() == lock_file(output).read_bytes() == MINE
    assert plan_in(output) == NEW


@forking
def test_claim_of_a_dead_process_is_free(output: Path) -> None:
    def work() -> None:
        with held(output, lambda line: None):
            os._exit(9)

    assert killed(work) == 9
    told: list[str] = []
    with held(output, told.append):
        pass
    assert told == [] and nothing_beside(output)


@forking
def test_many_builds_at_once_leave_one_whole_plan(output: Path) -> None:
    children = []
    for number in range(6):
        child = os.fork()
        if child == 0:
            try:
                put({**TREE, "index.html": str(number).encode()}, output)
                os._exit(0)
            except BaseException:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children] == [0] * 6
    found = plan_in(output)
    assert found.pop("index.html") in map(str.encode, map(str, range(6)))
    assert found == {k: v for k, v in TREE.items() if k != "index.html"}
    assert nothing_beside(output)


# --- Folders that are refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"files": 3}',
        '{"files": [[]]}',
        '{"files": null}',
        "\xff",
        "[" * 200_000,
        " " * (MOST_BYTES + 1),
    ],
    ids=range(10),
)
def test_a_list_that_is_not_ours_protects_every_file(manifest: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest.encode("latin-1"))
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    assert not_ours(tmp_path) == [MANIFEST, "thesis.docx"]
    assert codes(tmp_path) == ["O102"]


def test_paths_of_a_list_never_lead_out_of_the_folder(tmp_path: Path) -> None:
    files = dict.fromkeys(["../a", "/etc/passwd", "a//b", "C:/x", "a\\b", "", "."], "0" * 64)
    text = {"format": "sitegen-manifest 1", "plan_key": 3, "files": {**files, "ok": "0" * 64}}
    (tmp_path / MANIFEST).write_text(json.dumps(text))
    found = read_manifest(tmp_path)
    assert found is not None
    assert (found.plan_key, dict(found.files)) == ("", {"ok": "0" * 64})


def test_a_folder_of_others_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents" / "thesis.docx").write_bytes(b"")
    assert codes(tmp_path) == ["O102"]
    assert codes(tmp_path, tmp_path / "me.yaml") == ["O102"]


def test_refusal_after_a_death_names_the_folder_that_holds_the_last_plan(output: Path) -> None:
    """The build died between its renames, and another program made the folder again."""
    last = output.rename(output.parent / ".site.old-0a1b2c3d")
    output.mkdir()
    (output / "sync.db").write_bytes(MINE)
    restore(output, lambda line: None)
    problems = Problems()
    check_target(output, None, problems)
    (found,) = problems.errors
    assert (found.code, str(last) in found.hint) == ("O102", True)
    (output / "sync.db").rename(output.parent / "sync.db")
    restore(output, lambda line: None)
    assert plan_in(output) == TREE


def test_folders_that_are_for_something_else_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, home = tmp_path / "a" / "b", tmp_path / "home"
    here.mkdir(parents=True)
    home.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for path in (Path(), Path(".."), Path("c/.."), here, Path(tmp_path.anchor), home):
        assert codes(path) == ["O104"], path
    assert codes(Path("c")) == [] and codes(Path("-- -\n*")) == []


def test_links_are_not_followed(output: Path) -> None:
    link = output.parent / "link"
    try:
        link.symlink_to(output, target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links")
    assert codes(link) == ["O101"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert codes(tmp_path / "a.txt") == ["O101"]
    assert codes(tmp_path / "a.txt" / "site") == ["O101"]


def test_a_name_at_the_limit_of_the_disk_works_and_one_beyond_is_a_problem(tmp_path: Path) -> None:
    put(TREE, tmp_path / ("n" * 255))
    put(NEW, tmp_path / ("n" * 255))
    assert plan_in(tmp_path / ("n" * 255)) == NEW
    assert codes(tmp_path / ("n" * 300)) == ["O103"]


def test_missing_drive_is_a_problem_and_no_endless_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, no folder above Z:\\plan exists when there is no drive Z."""
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert first_existing(tmp_path / "site") == Path(tmp_path.anchor)


def test_folder_that_nothing_can_be_written_in_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert codes(tmp_path / "site") == ["O103"]


def test_mending_where_nothing_died_does_nothing(output: Path) -> None:
    assert mend(output) == (False, ())
    assert plan_in(output) == TREE
