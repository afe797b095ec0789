"""Two usual ways to spend the same money, as fair rivals of the best choice.

Both buy with the same fees and send as many signals. Who buys by price alone does not look at
chances, so takes the programs of a specialty in the order of the list; who buys by chance takes
the likeliest first. The numbers here say how many each of them takes where.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.grid import on_grid
from sitegen.portfolio.market import Field, Market

FLAT = 40
"""A flat price covers fewer programs than this."""


def cheapest(market: Market, budget: float) -> tuple[int, ...]:
    """Always the cheapest next application; between equal prices, the specialty with fewest.

    A flat price for several programs is shared out among them.
    """

    def by_price(taken: Sequence[int], i: int) -> tuple[float, ...]:
        return (_each(market.fields[i], taken[i]), taken[i], i)

    return _bought(market, budget, by_price)


def likeliest(market: Market, budget: float) -> tuple[int, ...]:
    """Always the program with the largest chance, whatever it costs and whatever luck is shared."""

    def by_chance(taken: Sequence[int], i: int) -> tuple[float, ...]:
        sums = market.fields[i].sums
        return (on_grid(sums[taken[i]] - sums[taken[i] + 1]), i)

    return _bought(market, budget, by_chance)


def _each(field: Field, taken: int) -> float:
    """The price of the next application, or its share of a flat price; in USD."""
    ahead = range(1, min(FLAT, field.size - taken) + 1)
    return on_grid(min((field.fees[taken + n] - field.fees[taken]) / n for n in ahead))


def _bought(
    market: Market, budget: float, key: Callable[[Sequence[int], int], tuple[float, ...]]
) -> tuple[int, ...]:
    """Buy the first in order until nothing that is left can be paid."""
    taken = [0] * len(market.fields)
    while True:
        steps = []
        for i, field in enumerate(market.fields):
            if taken[i] < field.size:
                more = (*taken[:i], taken[i] + 1, *taken[i + 1 :])
                if market.cost(more) <= budget:
                    steps.append((key(taken, i), i))
        if not steps:
            return tuple(taken)
        taken[min(steps)[1]] += 1
