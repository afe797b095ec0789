"""Time the choice of programs: against every pair of numbers, and on long lists of one's own.

python benchmarks/portfolio.py [--rounds N]

Programs are made up, always the same. Both sides are pure Python in one process; each result is
the median of the rounds. Seconds belong to one machine; ratios carry over.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sitegen import inputs
from sitegen.chance.luck import Luck
from sitegen.diagnostics import Problems
from sitegen.plan.applying.candidates import candidates
from sitegen.plan.applying.offers import offers
from sitegen.plan.applying.portfolio import portfolio
from sitegen.plan.make import make_plan
from sitegen.portfolio.choose import best, split_of, worthwhile
from sitegen.portfolio.market import Market, field_of

SIZES = (200, 1000, 10_000)
LISTS = (400, 10_000)
BUDGET = 3500.0
PROFILES = Path(__file__).resolve().parent.parent / "data" / "profiles"
LIST = "fictional-programs.csv"
DAY = dt.date(2026, 11, 22)
VARIED = (
    "state",
    "setting",
    "town",
    "least_step2",
    "most_years",
    "most_attempts",
    "us_weeks",
    "img_share",
    "interview_rate",
    "preference",
    "checked_on",
    "signal",
)
"""Columns whose cells are dealt out anew, so that hardly two rows of a long list are the same."""


def eras(programs: int) -> float:
    """Fees of ERAS in USD."""
    return 11.0 * min(programs, 30) + 30.0 * max(0, programs - 30)


def made(programs: int) -> Market:
    """Two specialties with so many programs together."""
    r = random.Random(programs)
    rows = [(i % 2, r.expovariate(250)) for i in range(programs)]
    fields = tuple(
        field_of(f"field {i}", "eras", [h for f, h in rows if f == i], eras) for i in range(2)
    )
    return Market(fields, {"eras": 80.0}, Luck(1.2, 0.5))


def naive(market: Market, budget: float) -> float:
    """The best chance, found by trying every pair of numbers that the budget pays for."""
    first, second = market.fields
    most = 0.0
    for n in range(first.size + 1):
        for m in range(second.size + 1):
            if market.cost((n, m)) > budget:
                break
            most = max(most, market.chance((n, m)))
    return most


def long_list(programs: int, folder: Path) -> Path:
    """The sample for anesthesiology with so many rows, made of the cells of the invented list."""
    r = random.Random(programs)
    with (PROFILES / LIST).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / LIST).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        for i in range(programs):
            dealt = {name: r.choice(rows)[name] for name in VARIED}
            told = {"name": f"Invented Hospital {i}", "code": f"F{i:05}"}
            table.writerow({**rows[i % len(rows)], **dealt, **told})
    profile = folder / "profile.yaml"
    text = (PROFILES / "anesthesiology-hopeful.yaml").read_text(encoding="utf-8")
    profile.write_text(text, encoding="utf-8")
    return profile


def steps(programs: int) -> tuple[float, float, float]:
    """Seconds to read such a list, to judge each of its rows, and to choose among them."""
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as folder:
        profile = long_list(programs, Path(folder))
        start = time.perf_counter()
        knowledge, read, _ = inputs.both(profile, None, DAY, Problems())
        done = time.perf_counter()
    plan = make_plan(read, knowledge, DAY)
    found = plan.matching.chances
    begun = time.perf_counter()
    rows = candidates(plan, found, plan.guide.stay)
    judged = time.perf_counter()
    portfolio(plan, found, plan.compared, offers(plan, found, rows))
    return done - start, judged - begun, time.perf_counter() - judged


def median(run: Callable[[], object], rounds: int) -> float:
    """Seconds of one run."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    """Print one row for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each size (default: 3)")
    rounds = parser.parse_args().rounds
    print("| Programs | Best, ms | Every pair, ms | Ratio | Stop point, ms |")
    print("| --- | --- | --- | --- | --- |")
    for size in SIZES:
        market = made(size)
        exact = best(market, BUDGET)
        if abs(exact.chance - naive(market, BUDGET)) > 1e-12:
            sys.exit(f"{split_of(market, exact.counts)} is not the best choice")
        quick = median(lambda: best(market, BUDGET), rounds)  # noqa: B023
        slow = median(lambda: naive(market, BUDGET), rounds)  # noqa: B023
        stop = median(lambda: worthwhile(market, 0.005 / 100), rounds)  # noqa: B023
        cells = (quick, slow, stop)
        ms = [f"{1000 * each:.1f}" for each in cells]
        print(f"| {size:,} | {ms[0]} | {ms[1]} | {quick / slow:.4f} | {ms[2]} |")
    print()
    print("| Rows of a list | Read, s | Judged, s | Judged to read | Chosen, s | Chosen to read |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in LISTS:
        runs = [steps(size) for _ in range(rounds)]
        read, judged, chosen = (statistics.median(each) for each in zip(*runs, strict=True))
        print(
            f"| {size:,} | {read:.2f} | {judged:.2f} | {judged / read:.2f} | {chosen:.2f} "
            f"| {chosen / read:.2f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
