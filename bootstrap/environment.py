"""Makes the virtual environment `.venv` and installs the pinned packages into it.

A stamp in it says what was installed, from where, and that nothing broke off. It is taken away
before anything is changed and written last, so an interrupted run is seen by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from bootstrap import system
from bootstrap.complaint import reason
from bootstrap.process import ROOT, VENV, SetupError, run_quietly, say, shown, venv_python

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

STAMP = VENV / "sitegen-setup.txt"
LOG = VENV / "sitegen-setup.log"
PINNED = ("pyproject.toml", "constraints.txt")


def place() -> str:
    """What an environment is bound to: this folder and this Python."""
    parts = (str(ROOT), platform.python_version(), sys.base_prefix)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def packages() -> str:
    """A digest of the files that say which packages are installed."""
    parts = [(ROOT / name).read_bytes() for name in PINNED]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp() -> list[str]:
    """The place, the packages and the extra of the last set-up that came to its end."""
    try:
        found = STAMP.read_text("utf-8").splitlines()
    except OSError:
        return ["", "", ""]
    return found if len(found) == 3 else ["", "", ""]


def starts() -> bool:
    """Whether the environment's Python still runs and finds the project."""
    return venv_python().exists() and run_quietly(venv_python(), "-m", "sitegen", "--version")[0]


def is_ready(extra: str) -> bool:
    """Whether the environment already holds what this extra needs."""
    # With the test extra installed, nothing is missing for a plain build either.
    wanted = ([place(), packages(), name] for name in (extra, "test"))
    return stamp() in wanted and starts()


@contextlib.contextmanager
def alone() -> Iterator[tuple[int, ...]]:
    """Wait until no other run sets up this folder; yields the files that keep others waiting."""
    if fcntl is None:
        yield ()
        return
    with (ROOT / "start.py").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another start.py, which sets up this folder")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield (file.fileno(),)


def ensure(extra: str) -> None:
    """Make the environment hold what this extra needs."""
    if is_ready(extra):
        return
    refuse_foreign_folder()
    with alone() as held:
        if is_ready(extra):
            return
        usable = stamp()[0] == place() and starts()
        STAMP.unlink(missing_ok=True)
        if not usable:
            create_venv(held)
        install_packages(extra, held)


def refuse_foreign_folder() -> None:
    """Stop where this user may not write; pip would only say so in the middle of its work."""
    for folder in (ROOT, VENV):
        if folder.exists() and not os.access(folder, os.W_OK):
            advice = (
                "copy the whole folder to one of yours, and run its start.py"
                if folder == ROOT
                else "its owner has to remove it"
            )
            raise SetupError(
                f"{shown(folder)}: this folder belongs to {owner(folder)} and cannot be written "
                f"by this user; {advice}"
            )


def owner(folder: Path) -> str:
    """Whose folder this is, by name where the user id has one."""
    try:
        return folder.owner()
    except (KeyError, NotImplementedError):
        return "another user"


def create_venv(held: tuple[int, ...]) -> None:
    """Create the virtual environment anew, with pip in it."""
    if not has_pip_bundled():
        system.prepare_venv()
        importlib.invalidate_caches()
    bundled = has_pip_bundled()
    if not bundled and importlib.util.find_spec("pip") is None:
        raise SetupError(
            "this Python comes without what makes a virtual environment (venv with ensurepip); "
            f"on Debian and Ubuntu, type: sudo apt-get install {system.venv_package()}"
        )
    say(f"Making {shown(VENV)}")
    flags = () if bundled else ("--without-pip",)
    done, output = run_quietly(sys.executable, "-m", "venv", "--clear", *flags, VENV, held=held)
    if done and not bundled:
        pip = (sys.executable, "-m", "pip", "--python", venv_python())
        done, output = run_quietly(*pip, "install", "pip", held=held, PIP_USER="0")
    if not done:
        raise SetupError(f"could not make {shown(VENV)}: {reason(output)}")


def has_pip_bundled() -> bool:
    """Whether this Python brings a pip for new environments."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_packages(extra: str, held: tuple[int, ...]) -> None:
    """Install the project and the pinned packages into the environment."""
    say("Installing packages (once; about half a minute on a quick network)")
    # Given as variables, the pins also hold for the build backend, which pip installs apart;
    # pip splits them at spaces, so the path has to be a relative one.
    pins = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    pip = (venv_python(), "-m", "pip", "--disable-pip-version-check", "--no-color")
    target = f".[{extra}]" if extra else "."
    # A user's pip settings may ask for installs outside of any environment.
    done, output = run_quietly(
        *pip, "install", "--editable", target, held=held, **pins, PIP_USER="0"
    )
    if not done:
        raise SetupError(f"pip could not install the packages: {reason(output)}{kept(output)}")
    STAMP.write_text("\n".join((place(), packages(), extra)) + "\n", "utf-8")


def kept(output: str) -> str:
    """Keep the whole output beside the packages; returns where it is, or nothing."""
    try:
        LOG.write_text(output, "utf-8")
    except OSError:
        return ""
    return f" (all that it said: {shown(LOG)})"
