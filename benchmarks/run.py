"""Compare sitegen with what it is made of and with its peers, side by side in one run.

python3 start.py bench [--rounds N] [--only PART ...] [--json FILE] [--write-readme]

Ratios only: seconds belong to one machine. Run nothing else beside it. Other site generators are
installed into a folder that is thrown away; without a network their rows say why they are empty.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from benchmarks import commands, lists, paper, results, sites
from benchmarks.bench import SAMPLE, Bench
from benchmarks.turns import Absent, Row, Runs, in_turn, ratio
from sitegen import inputs

PARTS: dict[str, ModuleType] = {
    "commands": commands,
    "sites": sites,
    "lists": lists,
    "paper": paper,
}


def rows(parts: list[str]) -> list[Row]:
    """Every comparison of these parts."""
    return [row for part in parts for row in PARTS[part].ROWS]


def options() -> argparse.Namespace:
    """What was typed; ends the run where it makes no sense."""
    parser = argparse.ArgumentParser(prog="start.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each side (default: 7)")
    parser.add_argument("--profile", type=Path, default=SAMPLE, help="the profile to use")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here, too")
    parser.add_argument(
        "--write-readme", action="store_true", help="renew the README's table and speed.json"
    )
    typed = parser.parse_args()
    if not hasattr(os, "wait4"):
        parser.error("the clock of the benchmark needs Linux or macOS")
    if typed.rounds < 1:
        parser.error("--rounds must be 1 or more")
    if typed.write_readme and (typed.only or typed.profile != SAMPLE):
        parser.error("--write-readme is for every row and for the sample")
    return typed


def failures(runs: Runs) -> list[str]:
    """The sides that were there and did not do their work."""
    absent = {name: side for name, side in runs.items() if isinstance(side, Absent)}
    return [f"{name}: {side.why}" for name, side in absent.items() if side.failed]


def main() -> int:
    """Run every comparison, print the table, and write down what was asked for."""
    typed = options()
    parts = typed.only or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as folder:
        bench = Bench(Path(folder), typed.profile.resolve())
        runs: Runs = {}
        for part in parts:
            runs |= in_turn(PARTS[part].sides(bench), typed.rounds)
        sheets = paper.sheets(bench)
    found = results.conditions(bench, sheets, typed.rounds, inputs.knowledge())
    ratios = [ratio(row, runs) for row in rows(parts)]
    kept = {**found, "rows": [each.kept() for each in ratios]}
    print(results.part(rows(parts), kept))
    if typed.json:
        results.write(typed.json, kept)
    if failed := failures(runs):
        print("\n".join(("Failed, so the README stays as it is:", *failed)), file=sys.stderr)
        return 1
    if typed.write_readme:
        results.renew(rows(parts), kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
