"""Runs child processes, and says what is going on in lines for a person."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


class SetupError(Exception):
    """A problem that one line can tell; it ends the run."""


def say(text: str) -> None:
    """Print one progress line at once, ahead of whatever a child process prints."""
    print(text, flush=True)


def shown(path: Path) -> str:
    """A path as one can open it from the folder one stands in."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def venv_python() -> Path:
    """The virtual environment's interpreter."""
    windows = os.name == "nt"
    return VENV / ("Scripts" if windows else "bin") / ("python.exe" if windows else "python")


def has_home() -> bool:
    """Whether this user has a home folder and may write there."""
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False


def child_environment(outer: Mapping[str, str]) -> dict[str, str]:
    """The environment variables of a child process, made from those of this process."""
    # Modules from elsewhere would hide those that are installed here.
    kept = {k: v for k, v in outer.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    # A redirected Windows console would otherwise fail on a name like "Peña".
    kept["PYTHONIOENCODING"] = "utf-8"
    if not has_home():
        # A user id that no account has, as in containers, has no home; packages that look for
        # one stop, or make a folder called "~".
        kept["HOME"] = str(VENV / "home")
    return kept


ENVIRONMENT = child_environment(os.environ)


def run_quietly(
    *command: str | Path, held: tuple[int, ...] = (), **variables: str
) -> tuple[bool, str]:
    """Run a command without input; return whether it succeeded and what it printed.

    `held` are open files that stay open as long as the command runs.
    """
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=ENVIRONMENT | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=held,
    )
    return result.returncode == 0, result.stdout.decode("utf-8", errors="replace")


def run_python(*arguments: str | Path, cwd: Path = ROOT) -> int:
    """Run the environment's Python on these arguments, in sight, and return its exit code."""
    sys.stdout.flush()
    return subprocess.run((venv_python(), *arguments), cwd=cwd, env=ENVIRONMENT).returncode
