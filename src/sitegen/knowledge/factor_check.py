"""Whether the judged factors of `data/factors/` hold together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.factors import JudgedFactor, Knot, Said
from sitegen.knowledge.next_steps import range_fault

WHOLE = 100
"""People of 100 that a population adds up to."""

LEAST_POINTS = 2

Found = Iterator[tuple[str, str, str]]
"""Part of the file, what is wrong with it, and what to do."""


def check_factors(
    factors: Mapping[str, JudgedFactor], at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record every curve, population and list of sentences that does not hold together."""
    for name, factor in factors.items():
        for part, text, hint in _wrong(factor):
            problems.add("D215", at(f"factors/{name}.yaml", part), text, hint)


def _wrong(factor: JudgedFactor) -> Found:
    yield from _curve("knots", factor.knots)
    yield from _sentences("says", factor.says)
    if factor.instead:
        yield from _curve("instead.knots", factor.instead.knots)
        yield from _sentences("instead.says", factor.instead.says)
    total = math.fsum(each.share for each in factor.population)
    if factor.population and abs(total - WHOLE) > 1e-6:
        text = f"the shares of a population add up to {total:g}"
        yield "population", text, "let them add up to 100 people"


def _curve(part: str, knots: Sequence[Knot]) -> Found:
    amounts = [knot.at for knot in knots]
    if len(amounts) < LEAST_POINTS:
        yield (
            part,
            f"a curve needs {LEAST_POINTS} points or more",
            "add a point: at, use, low, high",
        )
    for a, b in pairwise(amounts):
        if b <= a:
            text = f"a curve needs points with rising amounts, and {b:g} follows {a:g}"
            yield part, text, "put the points in order, and keep one for each amount"
    for i, knot in enumerate(knots):
        if not knot.low <= knot.use <= knot.high:
            told = range_fault("the use of a point", knot.low, knot.use, knot.high)
            yield f"{part}[{i}]", *told


def _sentences(part: str, says: Sequence[Said]) -> Found:
    ends = [said.to for said in says]
    told = [end for end in ends[:-1] if end is not None]
    if not ends:
        yield part, "no sentence stands here", "add one with say, and no to"
    elif ends[-1] is not None or len(told) < len(ends) - 1 or told != sorted(set(told)):
        text = "sentences need a rising `to` each, but for the last one"
        yield part, text, "give each its largest amount, and leave the last without one"
