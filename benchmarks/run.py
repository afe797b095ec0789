"""Compare sitegen with bare uses of what it is made of, side by side in one run.

python benchmarks/run.py [--rounds N] [--profile FILE] [--no-pdf]

Each pair of commands runs in turn, A B A B, every command in a process of its own, and the
medians are divided. Seconds belong to one machine and are not shown; ratios carry over.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLE = ROOT / "data" / "profiles" / "anesthesiology-hopeful.yaml"
DAY = "2026-11-22"
IMPORTS = "import click, jinja2, yaml, markdown"


@dataclass(frozen=True)
class Pair:
    """Two commands to compare, and the most that the first may cost in terms of the second."""

    what: str
    to: str
    command: list[str]
    bare: list[str]
    target: float
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Measured:
    """The ratio of a pair's medians, with the span of the ratios round by round."""

    pair: Pair
    ratio: float
    low: float
    high: float


def main() -> int:
    """Run every comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each pair (default: 7)")
    parser.add_argument("--profile", type=Path, default=SAMPLE, help="the profile to use")
    parser.add_argument("--no-pdf", action="store_true", help="leave the PDF out")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as folder:
        bench = Bench(Path(folder), options.profile.resolve())
        pairs = bench.pairs(with_pdf=not options.no_pdf and can_make_pdf())
        rows = [bench.measure(pair, options.rounds) for pair in pairs]
    print(table(rows, bench.pages, options.rounds))
    return 0


def can_make_pdf() -> bool:
    """Whether WeasyPrint works here; say so if not."""
    found = importlib.util.find_spec("weasyprint") is not None
    found = (
        found
        and subprocess.run(
            [sys.executable, "-c", "import weasyprint"], capture_output=True
        ).returncode
        == 0
    )
    if not found:
        print("No PDF engine here, so PDFs are not compared.", file=sys.stderr)
    return found


class Bench:
    """The commands, the folders they write to, and the clock."""

    def __init__(self, folder: Path, profile: Path) -> None:
        """Build the site once, to know its pages and to have those for paper."""
        self.folder = folder
        self.profile = profile
        self.cache = folder / "cache"
        self.bytecode = folder / "bytecode"
        paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {
            **inherited,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            # Compiled once for both sides, and without a trace in the checkout.
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
            "SITEGEN_CACHE": str(self.cache),
        }
        self.run(self.sitegen("build", "--no-pdf", "--output", str(folder / "first")))
        self.pages = len(list((folder / "first").rglob("*.html")))

    def sitegen(self, command: str, *options: str) -> list[str]:
        """A sitegen command on the profile."""
        return [
            sys.executable,
            "-m",
            "sitegen",
            command,
            str(self.profile),
            "--as-of",
            DAY,
            *options,
        ]

    def pairs(self, with_pdf: bool) -> list[Pair]:
        """Everything that is compared, with the targets of the project."""
        python = sys.executable
        site, loop = str(self.folder / "site"), str(self.folder / "loop")
        build = self.sitegen("build", "--no-pdf", "--output", site)
        bare_loop = [python, str(HERE / "bare_loop.py"), str(self.pages), loop]
        bare_imports = [python, "-c", IMPORTS]
        pairs = [
            Pair(
                "sitegen --help",
                "python -c pass",
                [python, "-m", "sitegen", "--help"],
                [python, "-c", "pass"],
                5,
            ),
            Pair("sitegen check", IMPORTS, self.sitegen("check"), bare_imports, 2.5),
            Pair("sitegen score", IMPORTS, self.sitegen("score"), bare_imports, 2.5),
            Pair("build --no-pdf", "bare Jinja2 and Markdown loop", build, bare_loop, 0.7),
            Pair(
                "build --no-pdf, nothing kept",
                "bare Jinja2 and Markdown loop",
                build,
                bare_loop,
                0.7,
                self.forget,
            ),
        ]
        if with_pdf:
            # Blank worksheets are kept between runs, so a build lays out these two.
            papers = [str(self.folder / "first" / f"{name}.html") for name in ("print", "handout")]
            whole = self.sitegen("build", "--output", str(self.folder / "whole"))
            bare_pdf = [python, str(HERE / "bare_pdf.py"), str(self.folder), *papers]
            pairs.append(Pair("build", "bare WeasyPrint, same pages", whole, bare_pdf, 0.7))
        return pairs

    def forget(self) -> None:
        """Throw away what sitegen keeps between runs, and its compiled templates."""
        templates = self.bytecode.joinpath(*(ROOT / "templates").parts[1:])
        for kept in (self.cache, templates):
            shutil.rmtree(kept, ignore_errors=True)

    def run(self, command: list[str]) -> float:
        """Run a command; return how long it took. It has to succeed."""
        start = time.perf_counter()
        result = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, check=False
        )
        taken = time.perf_counter() - start
        if result.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{result.stderr.decode('utf-8', 'replace')}")
        return taken

    def measure(self, pair: Pair, rounds: int) -> Measured:
        """Run a pair in turn; the first round warms up and is not counted."""
        print(f"{pair.what} …", file=sys.stderr, flush=True)
        ours, bare = [], []
        for counted in range(-1, rounds):
            pair.before()
            a, b = self.run(pair.command), self.run(pair.bare)
            if counted >= 0:
                ours.append(a)
                bare.append(b)
        ratios = [a / b for a, b in zip(ours, bare, strict=True)]
        ratio = statistics.median(ours) / statistics.median(bare)
        return Measured(pair, ratio, min(ratios), max(ratios))


def table(rows: list[Measured], pages: int, rounds: int) -> str:
    """The result as a table that can be pasted into Markdown."""
    head = ("What", "To", "Ratio", "Rounds from, to", "Target", "")
    cells = [head] + [
        (
            row.pair.what,
            row.pair.to,
            f"{row.ratio:.2f}",
            f"{row.low:.2f} to {row.high:.2f}",
            f"{row.pair.target:g}",
            "met" if row.ratio <= row.pair.target else "not met",
        )
        for row in rows
    ]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * max(w, 3) for w in widths) + " |")
    note = f"{pages} pages; {rounds} rounds; every command in a process of its own; medians."
    return "\n".join([*lines, "", note])


if __name__ == "__main__":
    sys.exit(main())
