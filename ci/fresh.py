#!/usr/bin/env python3
"""Try the README's commands on bare Debian systems, one cell for each kind of visitor.

A cell copies this checkout into a fresh root, types what the README says, and looks at what came
of it: the site, the PDF, the path that was printed, a second run without a network and from
another folder, and whether plan.json is the same to the byte as on this machine. One line for
each cell; the exit code is 1 after any surprise, and 3 where a cell could not be tried.
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import roots

ROOT = Path(__file__).resolve().parent.parent
SUITES = ("bookworm", "trixie", "sid")
SAMPLES = ("anesthesiology-hopeful", "in-season")
DAY = "2026-11-30"
QUICK = "not (slow or browser or pdf or wheel)"
UIDS = {"root": 0, "visitor": roots.VISITOR, "nobody": roots.NO_ACCOUNT}
CANNOT = 3


class SurpriseError(Exception):
    """Something in a cell is not what it should be; the text says what."""


@dataclass(frozen=True)
class Cell:
    """A system, who stands before it, what it holds, and what else is special."""

    suite: str
    user: str
    kind: str
    special: str = ""

    @property
    def name(self) -> str:
        """What the cell is called on the command line."""
        return "-".join(filter(None, (self.suite, self.user, self.kind, self.special)))

    @property
    def folder(self) -> str:
        """Where the checkout lies inside of the root."""
        if self.special == "odd_path":
            return "/home/visitor/Año nuevo – 一/site gen"
        homes = {"root": "/root", "visitor": "/home/visitor", "nobody": "/srv"}
        return f"{homes[self.user]}/sitegen"

    @property
    def makes_pdf(self) -> bool:
        """Whether a PDF is expected: root installs what it needs, and Pango is enough."""
        return self.kind in ("pango", "full") or self.user == "root"

    @property
    def variables(self) -> dict[str, str]:
        """The visitor's own environment."""
        homes = {"root": "/root", "visitor": "/home/visitor"}
        home = {} if self.special == "no_home" or self.user == "nobody" else homes
        shown = {"HOME": home[self.user]} if home else {}
        return shown | {"LANG": "C" if self.special == "odd_path" else "C.UTF-8"}


KINDS = ("bare", "pango", "full")
USERS_AND_KINDS = [(user, kind) for user in ("root", "visitor") for kind in KINDS]
CELLS = [
    *(Cell(suite, *both) for suite in SUITES[:2] for both in USERS_AND_KINDS),
    *(Cell(suite, "visitor", "pip") for suite in SUITES[:2]),
    *(Cell(suite, "visitor", "full", "odd_path") for suite in SUITES[:2]),
    *(Cell(suite, "visitor", "full", "no_home") for suite in SUITES[:2]),
    *(Cell(suite, "nobody", "full") for suite in SUITES[:2]),
    *(Cell(suite, "visitor", "full", "foreign") for suite in SUITES[:2]),
    *(Cell(suite, "visitor", "full", "rough") for suite in SUITES[:2]),
    Cell("sid", "root", "bare"),
    Cell("sid", "visitor", "full"),
]
SHORT = ("bookworm-visitor-bare", "trixie-root-bare")


@dataclass
class Visit:
    """One cell while it is tried: its root, and what was seen so far."""

    cell: Cell
    root: Path
    seen: list[str] = field(default_factory=list)

    def type(self, script: str, *, folder: str = "", network: bool = True) -> tuple[int, str]:
        """Type a line as the cell's user; a traceback is always a surprise."""
        cell = self.cell
        code, output = roots.inside(
            self.root,
            script,
            folder=folder or cell.folder,
            user=UIDS[cell.user],
            variables=cell.variables,
            network=network,
        )
        if "Traceback (most recent call last)" in output:
            raise SurpriseError(f"{script}: a traceback\n{output[-3000:]}")
        return code, output

    def path(self, inner: str) -> Path:
        """Where a path of the root lies on this machine."""
        return Path(f"{self.root}{inner}")

    def stops(self, command: str, wanted: str) -> str:
        """Type a line that has to stop, with one line that holds these words."""
        code, output = self.type(command)
        lines = [line for line in output.splitlines() if line.startswith("start.py: ")]
        if code != 1 or len(lines) != 1 or not re.search(wanted, lines[0]):
            raise SurpriseError(
                f"{command}: expected to stop with {wanted!r}, code {code}\n{output}"
            )
        return lines[0]

    def site(self, command: str, *, folder: str = "", network: bool = True) -> float:
        """Build the site; how many seconds it took. What was printed has to be right."""
        start = time.monotonic()
        code, output = self.type(command, folder=folder, network=network)
        seconds = time.monotonic() - start
        if code:
            raise SurpriseError(f"{command}: exit code {code}\n{output[-3000:]}")
        told = re.search(r"(?m)^Open this file in a browser: (.+)$", output)
        page = self.path(f"{folder or self.cell.folder}/{told[1]}") if told else None
        if page is None or not page.is_file():
            raise SurpriseError(f"{command}: the page that it names is not there\n{output[-3000:]}")
        made = (page.parent / "plan.pdf").is_file()
        if made != self.cell.makes_pdf:
            raise SurpriseError(f"{command}: PDF made: {made}\n{output[-3000:]}")
        if not made and "only the PDF was not made" not in output:
            raise SurpriseError(f"{command}: nothing is said of the PDF\n{output[-3000:]}")
        return seconds


def plans_here() -> dict[str, bytes]:
    """plan.json of the samples as this machine makes it."""
    start = [sys.executable, "start.py", "check"]
    subprocess.run(start, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=900)
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for sample in SAMPLES:
            command = build_line(sample, folder).split()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
            found[sample] = (Path(folder) / sample / "plan.json").read_bytes()
    return found


def build_line(sample: str, folder: str) -> str:
    """The line that builds a sample without its PDF, as of the day of all cells."""
    options = f"--no-pdf --as-of {DAY} --output {folder}/{sample}"
    return f".venv/bin/sitegen build data/profiles/{sample}.yaml {options}"


def compare_plans(visit: Visit, expected: dict[str, bytes]) -> None:
    """Build the samples in a cell, and compare each plan.json with this machine's."""
    for sample, here in expected.items():
        code, output = visit.type(build_line(sample, "/tmp/plans"))
        if code:
            raise SurpriseError(f"{sample}: exit code {code}\n{output[-3000:]}")
        there = visit.path(f"/tmp/plans/{sample}/plan.json").read_bytes()
        if there != here:
            raise SurpriseError(f"{sample}: plan.json differs{first_difference(here, there)}")
    visit.seen.append(f"{len(expected)} plans the same")


def first_difference(here: bytes, there: bytes) -> str:
    """The first lines that differ."""
    pairs = zip(here.splitlines(), there.splitlines(), strict=False)
    line = next(((number, a, b) for number, (a, b) in enumerate(pairs, 1) if a != b), None)
    return f" in line {line[0]}: here {line[1]!r}, there {line[2]!r}" if line else " in length"


def run_tests(visit: Visit, chosen: str) -> None:
    """Run the tests of the cell and note how many passed."""
    start = time.monotonic()
    code, output = visit.type(f"python3 start.py test -n auto --dist loadfile -m '{chosen}'")
    summary = re.search(r"(?m)^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s", output)
    if code or not summary or "passed" not in summary[1]:
        raise SurpriseError(f"tests: exit code {code}\n{output[-6000:]}")
    visit.seen.append(f"tests: {summary[1]} in {time.monotonic() - start:.0f} s")


def be_rough(visit: Visit) -> None:
    """Kill the set-up in its middle, start two at once, and move the folder away."""
    visit.type("timeout -s KILL 7 python3 start.py site")
    if visit.path(f"{visit.cell.folder}/output").exists():
        raise SurpriseError("the set-up was not interrupted; it was over before")
    twice = " & ".join(2 * ["(python3 start.py check && touch ok.$$.`date +%N`)"])
    output = visit.type(f"{twice} & wait")[1]
    if len(list(visit.path(visit.cell.folder).glob("ok.*"))) != 2:
        raise SurpriseError(f"two at once: one failed\n{output[-3000:]}")
    moved = f"{visit.cell.folder}-moved"
    visit.path(visit.cell.folder).rename(visit.path(moved))
    if "Making" not in visit.type("python3 start.py check", folder=moved)[1]:
        raise SurpriseError("the environment of a moved folder was not made anew")
    visit.path(moved).rename(visit.path(visit.cell.folder))
    visit.seen.append("heals after a kill, two at once, a moved folder")


def try_cell(visit: Visit, plans: dict[str, bytes], tests: str) -> None:
    """Do in a cell what the README says."""
    cell = visit.cell
    owner = "root" if cell.special == "foreign" else cell.user
    roots.copy_checkout(visit.path(cell.folder), UIDS[owner])
    command = "python3 start.py site"
    if cell.special == "foreign":
        visit.stops(command, "belongs to root")
        visit.seen.append("stops and says whose folder it is")
        return
    if cell.kind == "bare" and cell.user != "root":
        told = visit.stops(command, r"type: sudo apt-get install python3\.\d+-venv$")
        install = f"apt-get update && {told.partition('sudo ')[2]} -y"
        code, output = roots.inside(visit.root, install, variables={})
        if code:
            raise SurpriseError(f"{install}: exit code {code}\n{output[-3000:]}")
        visit.seen.append("asks for the venv package")
    if cell.special == "rough":
        be_rough(visit)
    pdf = "PDF yes" if cell.makes_pdf else "PDF no"
    visit.seen.append(f"site yes in {visit.site(command):.0f} s, {pdf}")
    parent, _, last = cell.folder.rpartition("/")
    again = visit.site(f"python3 '{last}/start.py' site", folder=parent, network=False)
    visit.seen.append(f"offline from elsewhere in {again:.0f} s")
    compare_plans(visit, plans)
    if visit.path(f"{cell.folder}/~").exists() or visit.path(f"{parent}/~").exists():
        raise SurpriseError("a folder called ~ was made")
    if tests:
        run_tests(visit, tests)


def report(cell: Cell, folder: Path, plans: dict[str, bytes], tests: str) -> str:
    """Try one cell and print its line; returns "good", "surprise" or "not tried"."""
    start = time.monotonic()
    visit = Visit(cell, folder / f"{cell.name}.{os.getpid()}")
    outcome, fault = "good", ""
    try:
        base = roots.make_base(folder, cell.suite, cell.kind)
        visit.root = roots.copy_of(base, visit.root.name)
        try_cell(visit, plans, tests)
    except roots.RootError as error:
        outcome, fault = "not tried", f"; NOT TRIED: {error}"
    except (SurpriseError, subprocess.SubprocessError, OSError) as error:
        outcome, fault = "surprise", f"; SURPRISE: {error}"
    finally:
        roots.remove(visit.root)
    seconds = time.monotonic() - start
    print(f"{cell.name} ({seconds:.0f} s): {', '.join(visit.seen)}{fault}", flush=True)
    return outcome


def loudly(text: str) -> None:
    """Print a line that cannot be missed."""
    print(f"{'!' * 78}\n!! {text}\n{'!' * 78}", flush=True)


def chosen_cells(patterns: list[str]) -> list[Cell]:
    """The cells whose names match; a pattern without any is refused."""
    for pattern in patterns:
        if not any(fnmatch.fnmatch(cell.name, pattern) for cell in CELLS):
            sys.exit(f"fresh.py: no cell is called {pattern}; --list names them all")
    return [c for c in CELLS if any(fnmatch.fnmatch(c.name, p) for p in patterns)]


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "cells", nargs="*", help="names or patterns; default: all but Debian unstable"
    )
    parser.add_argument("--short", action="store_true", help=f"only {' and '.join(SHORT)}")
    parser.add_argument("--list", action="store_true", help="name the cells and stop")
    parser.add_argument("--tests", metavar="CELLS", default="", help="run the tests in these cells")
    parser.add_argument("--select", metavar="MARKERS", default=QUICK, help="which (pytest -m)")
    parser.add_argument("--roots", type=Path, default=Path("/var/cache/sitegen-fresh"))
    parser.add_argument("--minutes", type=float, default=90, help="begin no cell after this time")
    parser.add_argument("--may-skip", action="store_true", help="exit code 0 where it cannot run")
    return parser.parse_args()


def main() -> int:
    """Try the chosen cells."""
    # So that a run that is told to stop cleans up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("fresh.py: stopped"))
    asked = options()
    if asked.list:
        print("\n".join(cell.name for cell in CELLS))
        return 0
    cells = chosen_cells(asked.cells or (list(SHORT) if asked.short else ["[bt]*"]))
    if why := roots.obstacle():
        loudly(f"NO FRESH SYSTEM WAS TRIED: {why}")
        return 0 if asked.may_skip else CANNOT
    try:
        plans = plans_here()
    except subprocess.SubprocessError as error:
        loudly(f"Not even this machine makes its plans: {error}")
        return 1
    return try_all(cells, plans, asked)


def try_all(cells: list[Cell], plans: dict[str, bytes], asked: argparse.Namespace) -> int:
    """Try the cells one after the other; the exit code."""
    end = time.monotonic() + asked.minutes * 60
    outcomes = []
    for cell in cells:
        if time.monotonic() > end:
            print(f"{cell.name}: NOT TRIED: the time is over", flush=True)
            outcomes.append("not tried")
            continue
        tests = asked.select if fnmatch.fnmatch(cell.name, asked.tests) else ""
        outcomes.append(report(cell, asked.roots, plans, tests))
    good, bad = outcomes.count("good"), outcomes.count("surprise")
    left = len(outcomes) - good - bad
    print(f"{good} cells as they should be, {bad} not, {left} not tried", flush=True)
    if left:
        loudly(f"{left} FRESH SYSTEMS WERE NOT TRIED, see above")
    if bad:
        return 1
    return CANNOT if left and not asked.may_skip else 0


if __name__ == "__main__":
    sys.exit(main())
