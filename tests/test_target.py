"""The folder that a build writes: what may be replaced, what is refused, and what stays whole."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sitegen.build import (
    LEFT_BY_SYSTEMS,
    MANIFEST,
    check_target,
    first_existing,
    not_ours,
    put_in_place,
)
from sitegen.diagnostics import Problems, UserFilesError
from tests.conftest import AS_OF, EDITION

TREE = {"index.html": b"<p>one</p>", "specialties/neurology.html": b"<p>two</p>"}


def codes(output: Path) -> list[str]:
    problems = Problems()
    check_target(output, problems)
    assert all(p.hint for p in problems.errors)
    return [p.code for p in problems.errors]


def tree_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_new_folder_gets_every_file_and_the_list_of_them(tmp_path: Path) -> None:
    put_in_place(TREE, tmp_path / "a" / "site", AS_OF, EDITION.key)
    written = tree_of(tmp_path / "a" / "site")
    manifest = json.loads(written.pop(MANIFEST))
    assert written == TREE
    assert sorted(manifest["files"]) == sorted(TREE)
    assert manifest["as_of"] == AS_OF.isoformat()


def test_our_own_folder_is_replaced_whole_and_nothing_lies_about(tmp_path: Path) -> None:
    """A page that is no longer made is gone, and no folder with a dot is left beside it."""
    output = tmp_path / "site"
    put_in_place(TREE, output, AS_OF, EDITION.key)
    assert codes(output) == []
    put_in_place({"index.html": b"new"}, output, AS_OF, EDITION.key)
    assert set(tree_of(output)) == {"index.html", MANIFEST}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    put_in_place(TREE, tmp_path / "one", AS_OF, EDITION.key)
    put_in_place(dict(reversed(TREE.items())), tmp_path / "two", AS_OF, EDITION.key)
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")


def test_a_file_that_we_did_not_write_stops_the_build(tmp_path: Path) -> None:
    output = tmp_path / "site"
    put_in_place(TREE, output, AS_OF, EDITION.key)
    (output / "specialties" / "notes.txt").write_text("mine")
    assert not_ours(output) == ["specialties/notes.txt"]
    assert codes(output) == ["O102"]


@pytest.mark.parametrize("name", sorted(LEFT_BY_SYSTEMS))
def test_what_a_system_leaves_behind_is_not_the_readers(name: str, tmp_path: Path) -> None:
    output = tmp_path / "site"
    put_in_place(TREE, output, AS_OF, EDITION.key)
    (output / "specialties" / name).write_bytes(b"")
    assert codes(output) == []


@pytest.mark.parametrize(
    "manifest",
    ["", "not json", "[]", "{}", '{"files": 3}', '{"files": [[]]}', '{"files": null}', "\xff"],
)
def test_a_list_that_is_not_ours_protects_every_file(manifest: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest.encode("latin-1"))
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    assert not_ours(tmp_path) == [MANIFEST, "thesis.docx"]
    assert codes(tmp_path) == ["O102"]


def test_a_home_folder_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents" / "thesis.docx").write_bytes(b"")
    assert codes(tmp_path) == ["O102"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither as the output itself, nor inside of it, nor where they lead nowhere."""
    real = tmp_path / "real"
    put_in_place(TREE, real, AS_OF, EDITION.key)
    link = tmp_path / "link"
    try:
        link.symlink_to(real, target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links")
    assert codes(link) == ["O101"]
    (real / "inner").symlink_to(tmp_path / "nowhere")
    assert codes(real) == ["O102"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert codes(tmp_path / "a.txt") == ["O101"]
    assert codes(tmp_path / "a.txt" / "site") == ["O103"]


def test_missing_drive_is_a_problem_and_no_endless_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, no folder above Z:\\plan exists when there is no drive Z."""
    monkeypatch.setattr(Path, "exists", lambda _: False)
    root = first_existing(tmp_path / "site")
    assert root == Path(tmp_path.anchor)


def test_failed_write_leaves_the_last_good_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "site"
    put_in_place(TREE, output, AS_OF, EDITION.key)
    before = tree_of(output)
    real = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "neurology.html":
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserFilesError, match="No space left on device"):
        put_in_place(TREE, output, AS_OF, EDITION.key)
    assert tree_of(output) == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("failing", ["first", "second"])
def test_failed_swap_leaves_the_last_good_folder(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the old folder cannot be moved away or the new one cannot be moved in."""
    output = tmp_path / "site"
    put_in_place(TREE, output, AS_OF, EDITION.key)
    before = tree_of(output)
    real, calls = Path.rename, iter(range(9))

    def stuck(path: Path, target: Path) -> Path:
        if next(calls) == (0 if failing == "first" else 1):
            raise PermissionError(13, "The file is used by another program")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(UserFilesError, match="used by another program"):
        put_in_place({"index.html": b"new"}, output, AS_OF, EDITION.key)
    assert tree_of(output) == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_folder_that_nothing_can_be_written_in_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert codes(tmp_path / "site") == ["O103"]
