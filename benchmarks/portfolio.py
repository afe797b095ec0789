"""Time the choice of programs, and compare it with trying every pair of numbers.

python benchmarks/portfolio.py [--rounds N]

Programs are made up, always the same. Both sides are pure Python in one process; each result is
the median of the rounds. Seconds belong to one machine; ratios carry over.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sitegen.chance.luck import Luck
from sitegen.portfolio.choose import best, split_of, worthwhile
from sitegen.portfolio.market import Market, field_of
from sitegen.portfolio.wish import Shelf, Wishes, best_wish

SIZES = (200, 1000, 10_000)
BUDGET = 3500.0
LIKINGS = (1.0, 0.85, 0.7, 0.55, 0.4)


def eras(programs: int) -> float:
    """Fees of ERAS in USD."""
    return 11.0 * min(programs, 30) + 30.0 * max(0, programs - 30)


def made(programs: int) -> tuple[Market, Wishes]:
    """Two specialties with so many programs together, liked differently."""
    r = random.Random(programs)
    rows = [(i % 2, r.choice(LIKINGS), r.expovariate(250)) for i in range(programs)]
    fields = tuple(
        field_of(f"field {i}", "eras", [h for f, _, h in rows if f == i], eras) for i in range(2)
    )
    market = Market(fields, {"eras": 80.0}, Luck(1.2, 0.5))
    shelves = tuple(
        Shelf(f, worth, tuple(accumulate(
            sorted((h for g, w, h in rows if (g, w) == (f, worth)), reverse=True), initial=0.0
        )))
        for worth in LIKINGS for f in range(2)
    )  # fmt: skip
    return market, Wishes(market, shelves)


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
    print("| Programs | Best, ms | Every pair, ms | Ratio | Stop point, ms | Wishes, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        market, wishes = made(size)
        exact = best(market, BUDGET)
        if abs(exact.chance - naive(market, BUDGET)) > 1e-12:
            sys.exit(f"{split_of(market, exact.counts)} is not the best choice")
        quick = median(lambda: best(market, BUDGET), rounds)  # noqa: B023
        slow = median(lambda: naive(market, BUDGET), rounds)  # noqa: B023
        stop = median(lambda: worthwhile(market, 0.005 / 100), rounds)  # noqa: B023
        liked = median(lambda: best_wish(wishes, BUDGET), rounds)  # noqa: B023
        cells = (quick, slow, stop, liked)
        ms = [f"{1000 * each:.1f}" for each in cells]
        print(f"| {size:,} | {ms[0]} | {ms[1]} | {quick / slow:.4f} | {ms[2]} | {ms[3]} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
