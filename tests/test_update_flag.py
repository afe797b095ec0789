"""Golden files: a difference fails with a diff, and only a person renews them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Golden


class Config:
    """As much of pytest's configuration as a golden comparison asks for."""

    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.stash = pytest.Stash()

    def getoption(self, _: str) -> bool:
        return self.update


def golden_with(*, update: bool) -> Golden:
    return Golden(Config(update=update))  # type: ignore[arg-type]


def test_equal_text_passes_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n")
    golden_with(update=False)(path, "one\n")
    before = path.stat().st_mtime_ns
    golden_with(update=True)(path, "one\n")
    assert path.stat().st_mtime_ns == before


def test_different_text_fails_with_a_diff_and_the_next_step(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\n")
    with pytest.raises(pytest.fail.Exception) as failure:
        golden_with(update=False)(path, "one\nthree\n")
    told = str(failure.value)
    assert "-two\n+three" in told
    assert "pytest --update-golden" in told
    assert path.read_text() == "one\ntwo\n"


def test_missing_golden_file_fails_and_shows_what_it_would_hold(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="does not exist"):
        golden_with(update=False)(tmp_path / "a.txt", "one\n")
    assert list(tmp_path.iterdir()) == []


def test_difference_in_line_ends_only_is_still_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\n")
    with pytest.raises(pytest.fail.Exception, match="only line ends differ"):
        golden_with(update=False)(path, "one\n")


def run_pytest(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one golden comparison of its own, far from the golden files of this project."""
    test = folder / "test_words.py"
    test.write_text(
        "from pathlib import Path\n"
        "def test_words(golden):\n"
        f"    golden(Path({str(folder / 'words.txt')!r}), 'new words\\n')\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.conftest",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(folder),
            "--update-golden",
            str(test),
        ],
        cwd=folder,
        env={**environment, "PYTHONPATH": paths, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_build_server_refuses_to_renew_golden_files(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("old words\n")
    done = run_pytest(tmp_path, CI="true")
    assert done.returncode == 4
    assert "--update-golden is refused where CI is set" in done.stderr
    assert (tmp_path / "words.txt").read_text() == "old words\n"


def test_renewing_writes_the_file_and_names_it(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("old words\n")
    done = run_pytest(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "words.txt").read_text() == "new words\n"
    assert f"{tmp_path / 'words.txt'}\n1 golden files changed" in done.stdout
