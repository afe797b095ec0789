"""Whether the judged factors of `data/factors/` hold together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.factors import JudgedFactor, Knot, Said

WHOLE = 100
"""People of 100 that a population adds up to."""

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
    if len(amounts) < 2 or any(b <= a for a, b in pairwise(amounts)):
        yield part, "a curve needs two points or more, with rising amounts", "put them in order"
    for i, knot in enumerate(knots):
        if not knot.low <= knot.use <= knot.high:
            text = "a point of a curve needs low and high, with use between them"
            yield f"{part}[{i}]", text, "give the lowest and the highest value to defend"


def _sentences(part: str, says: Sequence[Said]) -> Found:
    ends = [said.to for said in says]
    told = [end for end in ends[:-1] if end is not None]
    if not ends or ends[-1] is not None or len(told) < len(ends) - 1 or told != sorted(set(told)):
        text = "sentences need a rising `to` each, but for the last one"
        yield part, text, "give each its largest amount, and leave the last without one"
