"""Probabilities with their range, and the log-odds on which evidence adds up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.grid import put_on_grid

Z80 = 1.2815515655446004
"""Eight of ten values of a normal distribution lie within this many standard deviations."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability from 0 to 1 with its range. The range holds 8 of 10 such cases (80 %).

    It stands on the grid, because every page and every choice reads it from here.
    """

    low: float
    use: float
    high: float

    def __post_init__(self) -> None:
        """Hold the invariant. Raises `ValueError` where the ends do not enclose the value."""
        put_on_grid(self, "low", "use", "high")
        if not 0 <= self.low <= self.use <= self.high <= 1:
            raise ValueError(f"not a chance: {self.low}, {self.use}, {self.high}")


@dataclass(frozen=True, slots=True)
class Weight:
    """Evidence in log-odds: its value, and one standard deviation of what is not known of it."""

    use: float
    sd: float


def logit(chance: float) -> float:
    """Log-odds of a probability inside 0 and 1."""
    return math.log(chance / (1 - chance))


def expit(log_odds: float) -> float:
    """Probability of log-odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    part = math.exp(log_odds)
    return part / (1 + part)


def added(weights: Iterable[Weight]) -> Weight:
    """The sum of pieces of evidence. Their errors are taken as independent."""
    listed = list(weights)
    return Weight(math.fsum(w.use for w in listed), math.hypot(*(w.sd for w in listed)))


def judged(use: float, low: float, high: float) -> Weight:
    """A judgement with its range as evidence: the range is read as 8 of 10 cases."""
    return Weight(use, (high - low) / (2 * Z80))


def chance_of(weight: Weight) -> Chance:
    """The probability that belongs to log-odds, with its range of 8 of 10."""
    return Chance(
        expit(weight.use - Z80 * weight.sd),
        expit(weight.use),
        expit(weight.use + Z80 * weight.sd),
    )


def both(first: Chance, second: Chance) -> Chance:
    """One thing and then another. Both ends are taken together, so the range is a wide one."""
    return Chance(first.low * second.low, first.use * second.use, first.high * second.high)
