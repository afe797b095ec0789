#!/usr/bin/env python3
"""Set the project up and run it; needs nothing but Python 3.11 or newer.

python3 start.py site [PROFILE]      build a profile's site (default: a sample applicant)
python3 start.py test [PYTEST ARGS]  lint, format check, types and tests
python3 start.py check               check every sample profile
python3 start.py golden [ARGS]       run the tests and renew the golden files
python3 start.py bench [ARGS]        run the benchmarks
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

# An older Python has to get as far as this line, so nothing above uses newer syntax.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("sitegen needs Python 3.11 or newer; this is Python " + platform.python_version())

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "sitegen-setup.txt"
LOG = VENV / "sitegen-setup.log"
SAMPLES = ROOT / "data" / "profiles"
DEFAULT_PROFILE = SAMPLES / "anesthesiology-hopeful.yaml"
# Each verb's extra in pyproject.toml and how many arguments it takes at most.
VERBS = {"site": ("", 1), "check": ("", 0)} | dict.fromkeys(
    ("test", "golden", "bench"), ("test", 99)
)

DEBIAN_LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Playwright's driver is linked to libatomic, which a bare system lacks.
DEBIAN_BROWSER = ("chromium", "libatomic1")
# By ID or ID_LIKE of the system's os-release file; Ubuntu names Debian there.
LINUX_COMMANDS = {
    "debian": "sudo apt-get install " + " ".join(DEBIAN_LIBRARIES),
    "fedora": "sudo dnf install pango",
    "arch": "sudo pacman -S pango",
    "alpine": "doas apk add pango so:libharfbuzz-subset.so.0",
    "suse": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
}
# A redirected Windows console would otherwise fail on a name like "Peña".
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "utf-8"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class SetupError(Exception):
    """A problem that one line can tell; it ends the run."""


def say(text: str) -> None:
    """Print one progress line at once, ahead of whatever a child process prints."""
    print(text, flush=True)


def venv_python() -> Path:
    """Return the virtual environment's interpreter."""
    windows = os.name == "nt"
    return VENV / ("Scripts" if windows else "bin") / ("python.exe" if windows else "python")


def run_quietly(*command: str | Path, **variables: str) -> tuple[bool, str]:
    """Run a command without input; return whether it succeeded and what it printed."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=ENVIRONMENT | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return result.returncode == 0, result.stdout.decode("utf-8", errors="replace")


def run_python(*arguments: str | Path) -> int:
    """Run the environment's Python on these arguments, in sight, and return its exit code."""
    return subprocess.run((venv_python(), *arguments), cwd=ROOT, env=ENVIRONMENT).returncode


def complaint(output: str) -> str:
    """Return the line of a failed command's output that most likely says why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "Error:", "E:"))]
    return errors[0] if errors else lines[-1] if lines else "no output"


def digest() -> str:
    """Return what the installed packages depend on, as one short text."""
    # The editable install points at this very folder, hence the path.
    parts = [str(ROOT).encode(), platform.python_version().encode()]
    parts += [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready(extra: str) -> bool:
    """Tell whether the environment already holds what this extra needs."""
    if not (venv_python().exists() and STAMP.exists()):
        return False
    # With the test extra installed, nothing is missing for a plain build either.
    return STAMP.read_text("utf-8").rstrip("\n") in (f"{digest()} {extra}", f"{digest()} test")


def create_venv() -> None:
    """Create the virtual environment, unless a working one for this Python is there."""
    version = platform.python_version()
    probe = "import pip, platform; print(platform.python_version())"
    if venv_python().exists() and run_quietly(venv_python(), "-c", probe)[1].strip() == version:
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info)
        raise SetupError(
            "this Python comes without its venv module; "
            f"on Debian and Ubuntu run: sudo apt-get install {package}"
        )
    say("Creating .venv")
    done, output = run_quietly(sys.executable, "-m", "venv", "--clear", VENV)
    if not done:
        raise SetupError(f"could not create .venv: {complaint(output)}")


def install_packages(extra: str) -> None:
    """Install the project and the pinned packages into the environment."""
    say("Installing packages (the first time takes a minute)")
    # Given as variables, the pins also hold for the build backend, which pip installs apart;
    # pip splits them at spaces, so the path has to be a relative one.
    pins = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    pip = (venv_python(), "-m", "pip", "--disable-pip-version-check")
    target = f".[{extra}]" if extra else "."
    done, output = run_quietly(*pip, "install", "--editable", target, **pins)
    if not done:
        LOG.write_text(output, "utf-8")
        # Without a network, pip's own last words are about versions that it cannot find.
        offline = "Retrying (Retry(" in output
        reason = "the package index cannot be reached" if offline else complaint(output)
        log = LOG.relative_to(ROOT)
        raise SetupError(f"pip could not install the packages: {reason} (its output: {log})")
    STAMP.write_text(f"{digest()} {extra}\n", "utf-8")


def distributions() -> list[str]:
    """Return this Linux distribution's name and those of its ancestors."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release.get("ID", ""), *release.get("ID_LIKE", "").split()]


def may_use_apt() -> bool:
    """Tell whether this is root on Debian or one of its descendants."""
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
        raise SetupError(f"apt-get could not install them: {complaint(output)}")


def pdf_command() -> str:
    """Return what to run on this system for WeasyPrint's native libraries."""
    if sys.platform == "darwin":
        return "brew install pango"
    if os.name == "nt":
        return "pacman -S mingw-w64-ucrt-x86_64-pango (in an MSYS2 shell)"
    known = [LINUX_COMMANDS[name] for name in distributions() if name in LINUX_COMMANDS]
    return known[0] if known else "your package manager's install command for Pango and HarfBuzz"


def can_make_pdf() -> bool:
    """Tell whether WeasyPrint finds its native libraries."""
    return run_quietly(venv_python(), "-c", "import weasyprint")[0]


def prepare_pdf(required: bool, told_later: bool) -> None:
    """Install WeasyPrint's native libraries, or say how to, unless the build itself will."""
    if can_make_pdf():
        return
    if may_use_apt():
        try:
            apt_install(*DEBIAN_LIBRARIES)
        except SetupError as error:
            if required:
                raise
            say(f"Note: {error}")
        if can_make_pdf():
            return
    if not told_later:
        say(f"No PDF for now: Pango is missing. To get it, run: {pdf_command()}")


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


def set_up(verb: str) -> None:
    """Make everything ready that this verb needs."""
    extra = VERBS[verb][0]
    if not is_ready(extra):
        create_venv()
        install_packages(extra)
    # Tests skipped because an install failed would let a build server report a success
    # that it has not seen.
    on_server = verb == "test" and os.environ.get("CI", "").lower() not in ("", "0", "false")
    prepare_pdf(on_server, told_later=verb == "site")
    if extra == "test":
        prepare_browser(on_server)


def run_site(arguments: list[str]) -> int:
    """Build one profile's site."""
    profile = Path(arguments[0]).resolve() if arguments else DEFAULT_PROFILE
    if profile.is_relative_to(ROOT):
        profile = profile.relative_to(ROOT)
    say(f"Building {profile}")
    return run_python("-m", "sitegen", "build", profile)


def run_test(arguments: list[str]) -> int:
    """Run all checks to the end, whether or not an earlier one failed."""
    steps = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["pytest", *arguments])
    failed = []
    for step in steps:
        say(f"== {' '.join(step)}")
        if run_python("-m", *step) != 0:
            failed.append(step[0])
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def run(verb: str, arguments: list[str]) -> int:
    """Set up what a verb needs and run it."""
    set_up(verb)
    if verb == "site":
        return run_site(arguments)
    if verb == "test":
        return run_test(arguments)
    if verb == "check":
        profiles = [path.relative_to(ROOT) for path in sorted(SAMPLES.glob("*.yaml"))]
        codes = {run_python("-m", "sitegen", "check", path) for path in profiles}
        return 0 if codes == {0} else 1
    if verb == "golden":
        return run_python("-m", "pytest", "--update-golden", *arguments)
    code = run_python(ROOT / "benchmarks" / "run.py", *arguments)
    if code or "--help" in arguments or "-h" in arguments:
        return code
    say("== choice of programs")
    return run_python(ROOT / "benchmarks" / "portfolio.py")


def main(verb: str = "", *arguments: str) -> int:
    """Run one verb and turn its problems into one line each."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if verb not in VERBS or len(arguments) > VERBS[verb][1]:
        print(__doc__)
        return 0 if verb in ("-h", "--help") else 2
    try:
        return run(verb, list(arguments))
    except (SetupError, OSError) as error:
        print(f"start.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
