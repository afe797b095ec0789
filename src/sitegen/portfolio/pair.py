"""Where to stop with one specialty or with two: exact, and quick enough to try every specialty.

With prices that never fall from one program to the next, returns fall and costs rise in each
number. So for each number in the first specialty there is one best number in the second, and it
never grows while the first one grows: what one specialty brings makes a further program of the
other worth less. So from any number in one, the best in the other and back again leads towards the
best of both, from the few as from the many, and never past it. What is left in between is walked,
one number up and the other down. The first program of a specialty is apart, because a flat fee and
a transcript are paid with it.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from sitegen.chance.luck import none_each
from sitegen.grid import on_grid
from sitegen.portfolio.market import Field, Market

PAIR = 2
"""So many specialties at the most."""


def rising(fees: Sequence[float]) -> bool:
    """Whether no program after the first one costs less than the one before it."""
    return _rising(tuple(fees))


@lru_cache(maxsize=256)
def _rising(fees: tuple[float, ...]) -> bool:
    steps = [on_grid(b - a) for a, b in itertools.pairwise(fees[1:])]
    return all(a <= b for a, b in itertools.pairwise(steps))


def stop_of_pair(market: Market, rate: float, budget: float | None) -> tuple[int, ...]:
    """The numbers with the largest chance less `rate` for each USD, within a budget.

    `market` holds one specialty or two, with prices as `rising` asks for.
    """
    pair = _Pair(market, rate, budget)
    found = [(0, 0)]
    if pair.most(0) >= 1:
        found.append((0, _top(lambda n: pair.worth(0, n), 1, pair.most(0))))
    if pair.sizes[0] and pair.most(1) >= 0:
        reach = last(lambda n: pair.most(n) >= 0, 1, pair.sizes[0])
        alone = _top(lambda n: pair.worth(n, 0), 1, reach)
        found.append((alone, 0))
        found += _walk(pair, alone)
    best = max(found, key=lambda numbers: (pair.worth(*numbers), -numbers[0]))
    return best[-len(market.fields) :]


class _Pair:
    """Two specialties, with what is asked often in tables; one alone stands beside an empty one."""

    def __init__(self, market: Market, rate: float, budget: float | None) -> None:
        self._rate, self._budget = rate, budget
        self._shape, self._shared = market.luck.shape, market.luck.shared
        last = market.fields[-1]
        empty = Field("", last.service, (0.0,), (0.0,))
        self._fields = first, second = (empty, *market.fields)[-PAIR:]
        self.sizes = first.size, second.size
        self._none = [none_each(field.sums, market.luck.shape) for field in self._fields]
        self._once = first.service == second.service
        self._transcripts = [market.transcripts[field.service] for field in self._fields]

    def cost(self, first: int, second: int) -> float:
        """USD, transcripts included."""
        one, other = self._fields
        own, others = self._transcripts
        return (
            one.fees[first]
            + other.fees[second]
            + (own if first else 0.0)
            + (others if second and not (first and self._once) else 0.0)
        )

    def worth(self, first: int, second: int) -> float:
        """The chance less what the money is worth, of two numbers of programs."""
        # As `none_in_all` has it, which would be called some ten thousand times.
        (one, other), (none, neither) = self._fields, self._none
        together = one.sums[first] + other.sums[second]
        whole = math.exp(-self._shape * math.log1p(together / self._shape))
        nothing = self._shared * whole + (1 - self._shared) * none[first] * neither[second]
        return on_grid(1 - nothing - self._rate * self.cost(first, second))

    def most(self, first: int) -> int:
        """The largest number in the second specialty that the budget pays for; -1 if none."""
        if self._budget is None:
            return self.sizes[1]
        left = on_grid(self._budget - self.cost(first, 0))
        if left < 0:
            return -1
        if not (first and self._once):
            left = on_grid(left - self._transcripts[1])
        return max(0, bisect_right(self._fields[1].fees, left) - 1)


def _walk(pair: _Pair, alone: int) -> list[tuple[int, int]]:
    """The best number in the second specialty, at least 1, beside each in the first that counts.

    `alone` is the best number in the first specialty without the second; with it, it is no larger.
    """
    if pair.most(1) < 1:
        return []
    fewest, second = _fewest(pair, alone)
    found = []
    for first in range(fewest, _most(pair, fewest, alone) + 1):
        second = min(second, pair.most(first))
        worth = pair.worth(first, second)
        while second > 1 and (less := pair.worth(first, second - 1)) >= worth:
            second, worth = second - 1, less
        found.append((first, second))
    return found


def _fewest(pair: _Pair, reach: int) -> tuple[int, int]:
    """The least number in the first specialty that may be best, and the best in the second there.

    Beside fewer of the second specialty than now, no fewer of the first are best.
    """
    first, second = 1, _second(pair, 1, pair.sizes[1])
    while True:
        more = _first(pair, second, first, reach)
        if more == first:
            return first, second
        first, second = more, _second(pair, more, second)


def _most(pair: _Pair, fewest: int, reach: int) -> int:
    """The largest number in the first specialty that may be best.

    Beside more of the second specialty than now, no more of the first are best.
    """
    first = last(lambda n: pair.most(n) >= 1, fewest, reach)
    while True:
        less = _first(pair, _second(pair, first, pair.sizes[1]), fewest, first)
        if less == first:
            return first
        first = less


def _first(pair: _Pair, second: int, low: int, high: int) -> int:
    """The best number in the first specialty between two, as far as the second stays affordable."""
    paid = last(lambda n: pair.most(n) >= second, low, high)
    return _top(lambda n: pair.worth(n, second), low, paid)


def _second(pair: _Pair, first: int, reach: int) -> int:
    """The best number in the second specialty, at least 1, beside one in the first."""
    return _top(lambda n: pair.worth(first, n), 1, min(reach, pair.most(first)))


def _top(worth: Callable[[int], float], low: int, high: int) -> int:
    """Where something that first grows and then falls is largest."""
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if worth(middle + 1) > worth(middle) else (low, middle)
    return low


def last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The last number for which something holds that holds up to some number, and at `low`."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
