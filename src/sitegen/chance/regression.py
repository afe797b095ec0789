"""What is known of a field, as far as it tells its match rate: a weighted regression.

A random-effects meta-regression: each field has its printed log-odds with their sampling error,
and fields differ further by a standard deviation that the data tell (Paule and Mandel, 1982).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import mul

from sitegen.chance.odds import Weight
from sitegen.records import value_object

ROUNDS, CLOSE = 60, 1e-10

Row = tuple[float, ...]


@value_object
class Observed:
    """One field: what is known of it, its printed log-odds, and their standard error."""

    known: Row
    log_odds: float
    error: float


@value_object
class Regression:
    """Weights of what is known, the inverse of their information, and the rest between fields."""

    weights: Row
    inverse: tuple[Row, ...]
    between: float

    def predicted(self, known: Row) -> Weight:
        """Log-odds that such a field should have. The error is that of one further field."""
        use = _dot(self.weights, known)
        spread = _dot(known, tuple(_dot(row, known) for row in self.inverse))
        return Weight(use, math.sqrt(self.between**2 + max(spread, 0.0)))


def regress(fields: Sequence[Observed]) -> Regression:
    """Fit all fields. Raises `ValueError` where there are no more fields than things known."""
    if not fields or len(fields) <= len(fields[0].known):
        raise ValueError("too few fields to learn from")
    variance = 0.3
    columns = list(zip(*(f.known for f in fields), strict=True))
    printed = [f.log_odds for f in fields]
    for _ in range(ROUNDS):
        weights = [1 / (f.error**2 + variance) for f in fields]
        weighted = [tuple(map(mul, weights, column)) for column in columns]
        inverse = _inverse([[_dot(one, other) for other in columns] for one in weighted])
        right = [_dot(one, printed) for one in weighted]
        found = tuple(_dot(row, right) for row in inverse)
        misses = [f.log_odds - _dot(found, f.known) for f in fields]
        excess = math.fsum(w * m * m for w, m in zip(weights, misses, strict=True))
        excess -= len(fields) - len(found)
        slope = math.fsum(w * w * m * m for w, m in zip(weights, misses, strict=True))
        step = excess / slope if slope else 0.0
        moved = max(0.0, variance + step)
        if abs(moved - variance) < CLOSE:
            break
        variance = moved
    return Regression(found, inverse, math.sqrt(variance))


def drawn(own: Weight, prior: Weight) -> Weight:
    """A printed rate drawn towards what such a field should have, by their errors."""
    trust = prior.sd**2 / (prior.sd**2 + own.sd**2)
    return Weight(trust * own.use + (1 - trust) * prior.use, own.sd * math.sqrt(trust))


def left_out(fields: Mapping[str, Observed]) -> dict[str, Weight]:
    """Each field as the others predict it."""
    return {
        name: regress([f for other, f in fields.items() if other != name]).predicted(own.known)
        for name, own in fields.items()
    }


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(map(mul, one, other))


def _inverse(matrix: list[list[float]]) -> tuple[Row, ...]:
    """Gauss and Jordan, with the largest pivot first."""
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        pivot = rows[i][i]
        rows[i] = [each / pivot for each in rows[i]]
        for r in range(size):
            if r != i:
                part = rows[r][i]
                rows[r] = [a - part * b for a, b in zip(rows[r], rows[i], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)
