"""The verbs of `start.py`, each with what it sets up and runs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bootstrap import environment, system
from bootstrap.process import ROOT, SetupError, run_python, say, shown

SAMPLES = ROOT / "data" / "profiles"
DEFAULT_PROFILE = SAMPLES / "anesthesiology-hopeful.yaml"
SITE_WITHOUT_PDF = 3
"""The exit code of `sitegen build` when all but the PDF was made."""


@dataclass(frozen=True)
class Verb:
    """One verb: its work, its extra in pyproject.toml, and how many arguments it takes at most."""

    work: Callable[[list[str]], int]
    extra: str = "test"
    arguments: int = 99


def site(arguments: list[str]) -> int:
    """Build one profile's site. A missing PDF is told, and is no failure."""
    profile = Path(arguments[0]) if arguments else DEFAULT_PROFILE
    here = Path.cwd()
    # A profile that is named stays as it was typed, for the messages about it.
    source = profile if arguments else Path(shown(profile))
    output = ROOT / "output" / (profile.stem or "plan")
    say(f"Building {source} (5 to 30 seconds)")
    build = ("-m", "sitegen", "build", source, "--output", shown(output))
    code = run_python(*build, cwd=here)
    if code != SITE_WITHOUT_PDF:
        return code
    say("The site is complete; only the PDF was not made, for the reason above.")
    return 0


def all_of(*steps: list[str]) -> int:
    """Run checks to the end, whether or not an earlier one failed."""
    failed = []
    for step in steps:
        say(f"== {' '.join(step)}")
        if run_python("-m", *step) != 0:
            failed.append(step[0])
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


STYLE = (["ruff", "check"], ["ruff", "format", "--check"])
# Tests of one file share the sites that they build.
ON_ALL_CORES = ["-n", "auto", "--dist", "loadfile"]
QUICK = "not (slow or browser or pdf or wheel)"


def fast(arguments: list[str]) -> int:
    """Run the quick part of what `test` runs."""
    return all_of(*STYLE, ["pytest", "-m", QUICK, *(arguments or ON_ALL_CORES)])


def test(arguments: list[str]) -> int:
    """Run every check."""
    say("All tests take up to 15 minutes on two cores; `start.py fast` runs the quick ones,")
    say("and `start.py lighthouse`, which measures time, runs by itself")
    return all_of(*STYLE, ["mypy"], ["pytest", *(arguments or ON_ALL_CORES)])


def lighthouse(arguments: list[str]) -> int:
    """Hold five kinds of pages to what Lighthouse gives; needs the machine for itself."""
    say("Lighthouse takes about a minute; run nothing else beside it")
    return run_python("-m", "ci.lighthouse.check")


def check(arguments: list[str]) -> int:
    """Check every sample profile."""
    profiles = [path.relative_to(ROOT) for path in sorted(SAMPLES.glob("*.yaml"))]
    codes = {run_python("-m", "sitegen", "check", path) for path in profiles}
    return 0 if codes == {0} else 1


def golden(arguments: list[str]) -> int:
    """Run the tests and renew the golden files."""
    return run_python("-m", "pytest", "--update-golden", *arguments)


def docs(_: list[str]) -> int:
    """Write the documentation as a site; a link that leads nowhere is a failure."""
    where = ROOT / "output" / "documentation"
    options = ("-q", "-W", "--keep-going", "-d", ROOT / "output" / ".doctrees", "-c", ROOT / "docs")
    code = run_python("-m", "sphinx", *options, ROOT, where)
    if code == 0:
        say(f"Open this file in a browser: {shown(where / 'index.html')}")
    return code


def bench(arguments: list[str]) -> int:
    """Run the benchmarks; with `--only`, no others than the comparisons that it names."""
    code = run_python("-m", "benchmarks.run", *arguments)
    if code or {"--help", "-h", "--only"} & set(arguments):
        return code
    say("== choice of programs")
    code = run_python(ROOT / "benchmarks" / "portfolio.py")
    say("== what there is to read")
    return run_python(ROOT / "benchmarks" / "reading.py") or code


VERBS = {
    "site": Verb(site, extra="", arguments=1),
    "fast": Verb(fast),
    "test": Verb(test),
    "lighthouse": Verb(lighthouse, arguments=0),
    "check": Verb(check, extra="", arguments=0),
    "golden": Verb(golden),
    "docs": Verb(docs, arguments=0),
    "bench": Verb(bench),
}


def set_up(name: str) -> None:
    """Make everything ready that this verb needs."""
    extra = VERBS[name].extra
    environment.ensure(extra)
    # Tests skipped because an install failed would let a build server report a success
    # that it has not seen.
    on_server = os.environ.get("CI", "").lower() not in ("", "0", "false")
    required = on_server and name in ("test", "lighthouse")
    if name not in ("fast", "check", "docs", "lighthouse"):
        system.prepare_pdf(required, told_later=name == "site")
    if name in ("test", "golden"):
        system.prepare_browser(required)
        system.prepare_readers(required)
    if name == "lighthouse":
        system.prepare_lighthouse(required)


def main(usage: str, name: str = "", *arguments: str) -> int:
    """Run one verb and turn its problems into one line each."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    verb = VERBS.get(name)
    if verb is None or len(arguments) > verb.arguments:
        print(usage)
        return 0 if name in ("-h", "--help") else 2
    try:
        set_up(name)
        return verb.work(list(arguments))
    except (SetupError, OSError) as error:
        print(f"start.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
