"""Probabilities with their range, and the log-odds on which evidence adds up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from sitegen.grid import put_on_grid
from sitegen.records import value_object

Z80 = 1.2815515655446004
"""Eight of ten values of a normal distribution lie within this many standard deviations."""


@value_object
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


@value_object
class Weight:
    """Evidence in log-odds: its value, and one standard deviation of what is not known of it."""

    use: float
    sd: float


@value_object
class Ranged:
    """A sum of evidence in log-odds, with the distances to the two ends of 8 of 10 cases."""

    use: float
    down: float
    up: float

    @property
    def low(self) -> float:
        """Lower end."""
        return self.use - self.down

    @property
    def high(self) -> float:
        """Upper end."""
        return self.use + self.up

    @property
    def sd(self) -> float:
        """One standard deviation, the same for both sides."""
        return (self.down + self.up) / (2 * Z80)

    @property
    def weight(self) -> Weight:
        """The same with one standard deviation for both sides."""
        return Weight(self.use, self.sd)


def logit(chance: float) -> float:
    """Log-odds of a probability inside 0 and 1."""
    return math.log(chance / (1 - chance))


def expit(log_odds: float) -> float:
    """Probability of log-odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    part = math.exp(log_odds)
    return part / (1 + part)


STEPS, CLOSE = 60, 1e-8
"""Steps that are tried at the most, and the step after which the square of it is left to go."""


def shift_to(
    wanted: float, people: Sequence[tuple[float, float]], low: float, high: float
) -> float:
    """What added to every log-odds makes the mean chance the wanted one, between two ends.

    `people` holds log-odds and shares, which add up to 1. The mean only grows with what is added,
    so Newton's steps are held inside what is left of the span, and halve it where they leave it.
    """
    at = (low + high) / 2
    for _ in range(STEPS):
        chances = [expit(at + log_odds) for log_odds, _ in people]
        parts = [share * c for c, (_, share) in zip(chances, people, strict=True)]
        over = math.fsum(parts) - wanted
        slope = math.fsum(part * (1 - c) for part, c in zip(parts, chances, strict=True))
        low, high = (at, high) if over < 0 else (low, at)
        step = at - over / slope if slope > 0 else math.inf
        step = step if low <= step <= high else (low + high) / 2
        if abs(step - at) <= CLOSE:
            return step
        at = step
    return at


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


def ranged(weight: Weight) -> Ranged:
    """Evidence whose error is the same on both sides."""
    return Ranged(weight.use, Z80 * weight.sd, Z80 * weight.sd)


def summed(parts: Iterable[Ranged]) -> Ranged:
    """The sum of independent parts: distances are added as squares, each side apart."""
    listed = list(parts)
    return Ranged(
        math.fsum(p.use for p in listed),
        math.hypot(*(p.down for p in listed)),
        math.hypot(*(p.up for p in listed)),
    )


def chance_between(total: Ranged) -> Chance:
    """The probability that belongs to log-odds with two ends."""
    return Chance(expit(total.low), expit(total.use), expit(total.high))


def loglog(chance: float) -> float:
    """Log of the hazard behind a chance: the scale on which more of the same adds up."""
    return math.log(max(-math.log1p(-min(chance, 1 - 1e-12)), 1e-12))


def of_loglog(value: float) -> float:
    """The chance that belongs to the log of a hazard."""
    return -math.expm1(-math.exp(value))


Scale = tuple[Callable[[float], float], Callable[[float], float]]
"""A scale on which effects add up, and the way back."""

LOGLOG: Scale = (loglog, of_loglog)
PLAIN: Scale = (float, float)
LOG: Scale = (lambda amount: math.log(max(amount, 1e-12)), math.exp)


def around(middle: float, ends: Iterable[tuple[float, float]], scale: Scale) -> tuple[float, float]:
    """The ends of 8 of 10 of an outcome with independent errors.

    `ends` holds, for each error alone, the outcome at its two ends of 8 of 10. On the scale the
    effects of independent errors add up as squares, each side apart.
    """
    there, back = scale
    centre = there(middle)
    down, up = [], []
    for one, other in ends:
        low, high = sorted((there(one) - centre, there(other) - centre))
        down.append(min(low, 0.0))
        up.append(max(high, 0.0))
    return (
        min(back(centre - math.hypot(*down)), middle),
        max(back(centre + math.hypot(*up)), middle),
    )


def both(first: Chance, second: Chance) -> Chance:
    """One thing and then another, with independent errors."""
    use = first.use * second.use
    low, high = around(
        use,
        (
            (first.low * second.use, first.high * second.use),
            (first.use * second.low, first.use * second.high),
        ),
        LOGLOG,
    )
    return Chance(low, use, high)
