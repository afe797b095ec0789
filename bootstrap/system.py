"""Installs system packages where this is root on Debian; elsewhere says what to install."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from bootstrap.complaint import reason
from bootstrap.process import SetupError, run_quietly, say, venv_python

# Playwright's driver is linked to libatomic, which a bare system lacks.
DEBIAN_BROWSER = ("chromium", "libatomic1")
# Tests let these programs read the PDFs. pdf.js comes with the tests themselves, by npm.
NODE = {"node": "nodejs", "npm": "npm"}
READERS = {"pdfinfo": "poppler-utils", **NODE}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def distributions() -> list[str]:
    """This Linux distribution's name and those of its ancestors."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release.get("ID", ""), *release.get("ID_LIKE", "").split()]


def may_use_apt() -> bool:
    """Whether this is root on Debian or one of its descendants."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and "debian" in distributions() and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Install system packages."""
    say(f"Installing system packages: {' '.join(packages)}")
    apt = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3")
    # A stale third-party source may fail to update without keeping these from being found.
    run_quietly(*apt, "update")
    install = (*apt, "install", "-y", "--no-install-recommends", *packages)
    done, output = run_quietly(*install, DEBIAN_FRONTEND="noninteractive")
    if not done:
        raise SetupError(f"apt-get could not install them: {reason(output)}")


def venv_package() -> str:
    """Debian's package of venv and ensurepip for the running Python."""
    return "python{}.{}-venv".format(*sys.version_info)


def prepare_venv() -> None:
    """Install what Debian leaves out of its Python, where this may be done."""
    if may_use_apt() and Path(sys.base_prefix) == Path("/usr"):
        apt_install(venv_package())


DEBIAN_PACKAGES = (
    "from sitegen.native import missing; print(*{m.library.package('debian') for m in missing()})"
)


def prepare_pdf(required: bool, told_later: bool) -> None:
    """Install the PDF's native libraries, or say which are missing, unless the build will."""
    done, missing = run_quietly(venv_python(), "-m", "sitegen.native")
    if missing and may_use_apt():
        try:
            apt_install(*sorted(run_quietly(venv_python(), "-c", DEBIAN_PACKAGES)[1].split()))
        except SetupError as error:
            if required:
                raise
            say(f"Note: {error}")
        done, missing = run_quietly(venv_python(), "-m", "sitegen.native")
    if not (done or told_later):
        say("PDFs cannot be made here, so tests of them are skipped:")
        say(missing.rstrip())


def prepare_browser(required: bool) -> None:
    """Install a browser on a Debian build server; elsewhere say what its absence means."""
    driver = (venv_python(), "-m", "playwright", "--version")
    if any(shutil.which(name) for name in BROWSERS) and run_quietly(*driver)[0]:
        return
    # Ubuntu's package of this name is a stub for a store that build servers lack.
    if required and may_use_apt() and distributions()[0] == "debian":
        apt_install(*DEBIAN_BROWSER)
    else:
        say("Note: no Chromium to drive, so tests that need a browser are skipped")


def prepare_readers(required: bool) -> None:
    """Install the readers of PDF on a Debian build server; elsewhere say what is not tested."""
    missing = [package for program, package in READERS.items() if shutil.which(program) is None]
    if missing and required and may_use_apt():
        apt_install(*missing)
    elif missing:
        say(f"Note: without {' and '.join(missing)}, fewer readers look at the PDFs")


def prepare_lighthouse(required: bool) -> None:
    """Install what Lighthouse runs on, on a Debian build server; its check says what is missing."""
    missing = [package for program, package in NODE.items() if shutil.which(program) is None]
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    if missing and required and may_use_apt():
        apt_install(*missing)
