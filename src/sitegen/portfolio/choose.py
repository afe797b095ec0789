"""How many programs in each specialty give the best chance of a match: exact, not a rule of thumb.

For any numbers of programs, the best programs are those with the largest hazard (see
`market.field_of`), so only numbers are searched. More programs never lower the chance and never
lower the cost. So no choice inside a box of numbers is better than its upper corner, and none is
cheaper than its lower corner. Boxes are opened in the order of what they could bring at best;
the first single choice that comes up is the optimum. This holds for every fee schedule that
counts programs and for every way in which luck is shared.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

from sitegen.chance.luck import some_each
from sitegen.grid import on_grid
from sitegen.portfolio.market import Market
from sitegen.portfolio.pair import PAIR, rising, stop_of_pair
from sitegen.records import value_object

Counts = tuple[int, ...]
Bound = Callable[[Counts, Counts], float | None]
"""The most that a box from the first to the second corner can bring; None if nothing in it fits."""


@value_object
class Split:
    """Numbers of programs by specialty, their cost in USD and the chance from 0 to 1."""

    counts: Counts
    cost: float
    chance: float


def split_of(market: Market, counts: Counts) -> Split:
    """Some numbers of programs with what they cost and bring."""
    return Split(counts, market.cost(counts), market.chance(counts))


def best(market: Market, budget: float) -> Split:
    """The numbers with the largest chance that the budget pays for."""
    heads = market.fields[:-1]

    def bound(low: Counts, high: Counts) -> float | None:
        rest = market.rest(low, budget)
        return None if rest is None else market.chance((*high, rest))

    found = _search(tuple(f.size for f in heads), bound) if market.fields else None
    if found is None:
        return split_of(market, tuple(0 for _ in market.fields))
    return split_of(market, (*found, market.rest(found, budget) or 0))


def worthwhile(market: Market, rate: float, budget: float | None = None) -> Split:
    """Where to stop: the numbers with the largest chance less `rate` for each USD.

    Up to here, every further step brought at least `rate` for each USD of its price, and no
    step beyond it does. A budget may end it earlier.
    """

    def bound(low: Counts, high: Counts) -> float | None:
        cost = market.cost(low)
        if budget is not None and cost > budget:
            return None
        return on_grid(market.chance(high) - rate * cost)

    if len(market.fields) <= PAIR and all(rising(field.fees) for field in market.fields):
        return split_of(market, stop_of_pair(market, rate, budget))
    found = _search(
        tuple(_worth_looking(market, i, rate) for i in range(len(market.fields))), bound
    )
    return split_of(market, found or tuple(0 for _ in market.fields))


def _worth_looking(market: Market, i: int, rate: float) -> int:
    """The last program of a specialty that would be worth its price if no other were chosen.

    Returns fall: with other specialties, it adds no more than without. So no best choice goes
    beyond it.
    """
    field = market.fields[i]
    chances = [on_grid(each) for each in some_each(field.sums, market.luck)]
    before, last = 0.0, 0
    for n, now in enumerate(chances[1:], 1):
        if on_grid(now - before - rate * (field.fees[n] - field.fees[n - 1])) >= 0:
            last = n
        before = now
    return last


def cheapest_for(market: Market, chance: float) -> Split | None:
    """The least money that brings at least this chance; None where no money does."""

    wanted = on_grid(chance)

    def bound(low: Counts, high: Counts) -> float | None:
        return -market.cost(low) if market.chance(high) >= wanted else None

    found = _search(tuple(f.size for f in market.fields), bound)
    return None if found is None else split_of(market, found)


def frontier(market: Market, budget: float) -> tuple[Split, ...]:
    """Every number in the first of two specialties, with all that the rest buys in the other."""
    first, _ = market.fields
    found = []
    for n in range(first.size + 1):
        rest = market.rest((n,), budget)
        if rest is None:
            break
        found.append(split_of(market, (n, rest)))
    return tuple(found)


def _search(sizes: Counts, bound: Bound) -> Counts | None:
    """The choice with the largest bound; a single choice has to be its own bound."""
    start = tuple(0 for _ in sizes)
    most = bound(start, sizes)
    heap = [] if most is None else [(-most, start, sizes)]
    while heap:
        _, low, high = heapq.heappop(heap)
        widths = [b - a for a, b in zip(low, high, strict=True)]
        if not any(widths):
            return low
        at = widths.index(max(widths))
        middle = (low[at] + high[at]) // 2
        halves = (
            (low, (*high[:at], middle, *high[at + 1 :])),
            ((*low[:at], middle + 1, *low[at + 1 :]), high),
        )
        for lower, upper in halves:
            most = bound(lower, upper)
            if most is not None:
                heapq.heappush(heap, (-most, lower, upper))
    return None
