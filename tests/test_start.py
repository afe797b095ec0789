"""start.py: what somebody sees with an old Python, no network, or half a set-up. A few seconds."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import environment, process, verbs
from bootstrap.complaint import reason
from sitegen.commands.build import NO_PDF
from tests.conftest import ROOT

START = ROOT / "start.py"
OLDER = [f"python{number}" for number in ("2", "2.7", *(f"3.{n}" for n in range(4, 11)))]


def older_pythons() -> list[str]:
    """Older Pythons of this machine that run; most machines have none or few."""
    found = []
    for command in filter(None, map(shutil.which, OLDER)):
        if subprocess.run([command, "-c", ""], capture_output=True).returncode == 0:
            found.append(command)
    return found


def test_an_older_python_reads_start_py_and_says_what_it_needs() -> None:
    for python in older_pythons():
        told = subprocess.run([python, str(START), "site"], capture_output=True, text=True)
        assert told.returncode == 1, python
        assert told.stderr.startswith("sitegen needs Python 3.11 or newer; this is Python "), python
        assert len(told.stderr.splitlines()) == 1, python


def test_start_py_is_written_in_what_python_2_and_3_share() -> None:
    """Also where no older Python is at hand to try it."""
    tree = ast.parse(START.read_text("utf-8"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert [type(node) for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert START.read_bytes().isascii()  # Python 2 refuses other letters
    (check,) = [node for node in tree.body if isinstance(node, ast.If) and "version" in _text(node)]
    for node in tree.body[: tree.body.index(check)]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert {alias.name for alias in node.names} <= {"platform", "sys"}


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def test_start_py_without_a_verb_names_them_all() -> None:
    told = subprocess.run([sys.executable, str(START)], capture_output=True, text=True)
    assert told.returncode == 2
    for verb in verbs.VERBS:
        assert f"start.py {verb} " in told.stdout


def test_a_site_without_its_pdf_has_the_exit_code_of_the_build() -> None:
    assert verbs.SITE_WITHOUT_PDF == NO_PDF


RETRY = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after "
    "connection broken by '{}': /simple/hatchling/\n"
    "ERROR: Could not find a version that satisfies the requirement hatchling<2 (from versions: )\n"
    "ERROR: No matching distribution found for hatchling<2\n"
)
UNREACHED = "the package index cannot be reached: "
NEW = "<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>"
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
DNS = "[Errno -3] Temporary failure in name resolution"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (
            RETRY.format(
                f"NewConnectionError('{NEW}: Failed to establish a new connection: {DNS}')"
            ),
            f"{UNREACHED}Failed to establish a new connection: {DNS}",
        ),
        (
            RETRY.format(
                "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] "
                "certificate verify failed: self-signed certificate (_ssl.c:1006)'))"
            ),
            f"{UNREACHED}[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
            "self-signed certificate (_ssl.c:1006)",
        ),
        (
            f"Collecting click\n{FULL}\n\n[notice] A new release of pip is available",
            FULL,
        ),
        (
            "  error: subprocess-exited-with-error\n"
            "      ERROR: Cannot install hatchling<2 because of conflicting dependencies.\n"
            "error: subprocess-exited-with-error",
            "ERROR: Cannot install hatchling<2 because of conflicting dependencies.",
        ),
        ("E: Unable to locate package x\nanything else", "E: Unable to locate package x"),
        ("", "it said nothing"),
    ],
    ids=["no network", "certificate", "disk full", "build backend", "apt", "silence"],
)
def test_why_the_set_up_failed_is_told_in_the_tools_own_words(output: str, told: str) -> None:
    assert reason(output) == told


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of our own, which runs."""
    folder = tmp_path / ".venv"
    folder.mkdir()
    monkeypatch.setattr(environment, "VENV", folder)
    monkeypatch.setattr(environment, "STAMP", folder / "stamp.txt")
    monkeypatch.setattr(environment, "starts", lambda: True)
    return folder


def stamped(venv: Path, extra: str) -> None:
    lines = (environment.place(), environment.packages(), extra)
    (venv / "stamp.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_tests_need_more_than_a_build_and_a_build_no_more_than_tests(venv: Path) -> None:
    stamped(venv, "")
    assert environment.is_ready("")
    assert not environment.is_ready("test")
    stamped(venv, "test")
    assert environment.is_ready("")
    assert environment.is_ready("test")


def test_a_set_up_that_broke_off_is_made_anew_and_a_changed_pin_is_not(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(environment, "create_venv", lambda held: made.append("venv"))
    monkeypatch.setattr(environment, "install_packages", lambda extra, held: made.append("pip"))
    environment.ensure("")
    assert made == ["venv", "pip"]
    stamped(venv, "")
    environment.ensure("")
    assert made == ["venv", "pip"]
    monkeypatch.setattr(environment, "packages", lambda: "other pins")
    environment.ensure("")
    assert made == ["venv", "pip", "pip"]
    # The stamp goes before anything is changed, so breaking off there would be seen.
    assert not (venv / "stamp.txt").exists()


def test_a_folder_that_was_moved_is_set_up_anew(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped(venv, "")
    monkeypatch.setattr(environment, "ROOT", ROOT.parent)
    assert environment.stamp()[0] != environment.place()


def test_only_one_run_at_a_time_sets_up(capsys: pytest.CaptureFixture[str]) -> None:
    fcntl = pytest.importorskip("fcntl")
    with environment.alone() as held:
        assert held
        with START.open("rb") as other, pytest.raises(OSError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with START.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert capsys.readouterr().out == ""


def test_a_user_without_a_home_gets_one_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process, "has_home", lambda: False)
    assert process.child_environment({})["HOME"] == str(process.VENV / "home")
    monkeypatch.undo()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert process.child_environment(os.environ)["HOME"] == str(tmp_path)


def test_modules_from_elsewhere_do_not_hide_those_that_are_installed() -> None:
    assert "PYTHONPATH" not in process.child_environment({"PYTHONPATH": "elsewhere"})


def test_paths_are_shown_as_they_open_from_where_one_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "docs")
    assert process.shown(ROOT / "output") == os.path.join("..", "output")  # noqa: PTH118
