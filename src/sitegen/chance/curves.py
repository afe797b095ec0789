"""A judged factor as a curve over an amount, set against the typical person of a printed group.

Between two points lies a straight line, and nothing is read past the ends. So a month or a week
moves a chance by a little, and there are no cliffs.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from operator import attrgetter

from sitegen.chance.odds import Ranged, expit, logit, shift_to
from sitegen.records import value_object

_AT = attrgetter("at")


@value_object
class Bend:
    """One point of a curve: the amount, and its weight in log-odds with both ends."""

    at: float
    use: float
    low: float
    high: float


@value_object
class Curve:
    """Points in the order of their amounts, and who of a printed group has how much.

    `population` holds amounts with their share; shares add up to 1. Empty: set against nobody.
    """

    bends: tuple[Bend, ...]
    population: tuple[tuple[float, float], ...] = ()

    def __hash__(self) -> int:
        """By its ends alone, which tell a dozen curves apart: they are looked up often."""
        first, last = self.bends[0], self.bends[-1]
        return hash((first.at, first.use, last.at, last.use))

    def read(self, amount: float) -> Bend:
        """The weight of an amount, before it is set against anybody."""
        bends = self.bends
        held = min(max(amount, bends[0].at), bends[-1].at)
        i = min(bisect_right(bends, held, key=_AT), len(bends) - 1)
        if i == 0:
            return bends[0]
        one, other = bends[i - 1], bends[i]
        way = (held - one.at) / (other.at - one.at)
        return Bend(
            held,
            one.use + way * (other.use - one.use),
            one.low + way * (other.low - one.low),
            one.high + way * (other.high - one.high),
        )

    def of(self, amount: float, level: float, typical: float | None = None) -> Ranged:
        """The weight of an amount where the group has this log-odds."""
        found = self.read(amount)
        usual = self.typical(level) if typical is None else typical
        return Ranged(found.use - usual, found.use - found.low, found.high - found.use)

    def between(
        self, least: float, most: float, level: float, typical: float | None = None
    ) -> Ranged:
        """The weight of an amount that lies somewhere between two.

        The middle is that of the people of the group, held inside the two. The ends are those of
        the worst and of the best amount, so no answer is better than the best or worse than the
        worst.
        """
        usual = self.typical(level) if typical is None else typical
        inside = [b.at for b in self.bends if least < b.at < most]
        ends = [self.read(each) for each in (least, *inside, most)]
        use = self._mean(least, most, level, usual)
        low, high = min(e.low for e in ends) - usual, max(e.high for e in ends) - usual
        return Ranged(use, max(use - low, 0.0), max(high - use, 0.0))

    def typical(self, level: float) -> float:
        """The weight that is taken off, so that the mean chance of the group stays what it is."""
        return _typical(self, level)

    def _mean(self, least: float, most: float, level: float, usual: float) -> float:
        people = self.population or ((least, 0.5), (most, 0.5))
        chance = math.fsum(
            share * expit(level + self.read(min(max(at, least), most)).use - usual)
            for at, share in people
        )
        return logit(chance) - level


@functools.lru_cache(maxsize=4096)
def _typical(curve: Curve, level: float) -> float:
    if not curve.population:
        return 0.0
    weights, least, most = _weights(curve)
    people = [(level + use, share) for use, share in weights]
    return -shift_to(expit(level), people, -most, -least)


@functools.lru_cache(maxsize=512)
def _weights(curve: Curve) -> tuple[list[tuple[float, float]], float, float]:
    """The weight of each amount of the population with its share; the least and the most.

    They are the same at every level, and a plan asks for a curve at some thirty of them.
    """
    weights = [(curve.read(at).use, share) for at, share in curve.population]
    return weights, min(w for w, _ in weights), max(w for w, _ in weights)
