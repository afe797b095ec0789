"""Which programs to take where liked places count more: what counts is the best that takes you.

The worth of a set is the expected worth of the best program in it that takes the applicant; no
match is worth nothing. In layers: for each level of worth, the chance of a match at that level
or above, times the step to the level below. The chance has falling returns (it is concave in
the sums of hazards, and shared luck keeps it so), so the worth has them too.

Chade and Smith (Econometrica 2006) showed that adding, one at a time, the program that improves
the set most is best where outcomes are independent and every application costs the same. Kapur
and Hong (2022) showed that other prices make the question hard. Here prices have tiers and luck is
shared, so the same steps are a good guess: they are taken by what they add for their price as
well as by what they add, and then single programs are exchanged as long as that helps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.chance.luck import some_of
from sitegen.grid import on_grid
from sitegen.portfolio.choose import best
from sitegen.portfolio.market import Market

TINY = 1e-12
TRIED = 4
"""How many of the first guesses are improved by exchanges."""

MOST_EXCHANGES = 10_000
"""Each exchange improves the worth, so this is never reached in practice."""

Taken = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Programs of one specialty that are liked alike. `sums` as in `market.Field`.

    Among programs liked alike that cost the same, the one with the largest hazard always adds
    most, so a set is told by how many are taken from each shelf.
    """

    field: int
    worth: float
    sums: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The programs of a market by shelf, the most liked first. Fees and luck are the market's."""

    market: Market
    shelves: tuple[Shelf, ...]

    def __post_init__(self) -> None:
        """Hold the order. Raises `ValueError` where a shelf is liked more than one before it."""
        worths = [shelf.worth for shelf in self.shelves]
        if worths != sorted(worths, reverse=True):
            raise ValueError("shelves have to stand with the most liked first")

    def counts(self, taken: Sequence[int]) -> tuple[int, ...]:
        """Programs in each specialty."""
        found = [0] * len(self.market.fields)
        for shelf, n in zip(self.shelves, taken, strict=True):
            found[shelf.field] += n
        return tuple(found)

    def cost(self, taken: Sequence[int]) -> float:
        """USD, transcripts included."""
        return self.market.cost(self.counts(taken))

    def worth(self, taken: Sequence[int]) -> float:
        """Expected worth of the best program that takes the applicant."""
        sums = [0.0] * len(self.market.fields)
        steps = []
        for i, (shelf, n) in enumerate(zip(self.shelves, taken, strict=True)):
            sums[shelf.field] += shelf.sums[n]
            below = self.shelves[i + 1].worth if i + 1 < len(self.shelves) else 0.0
            if shelf.worth > below:
                steps.append((shelf.worth - below) * some_of(sums, self.market.luck))
        return on_grid(math.fsum(steps))


def best_wish(wishes: Wishes, budget: float, starts: Sequence[Taken] = ()) -> Taken:
    """A set that the budget pays for and that no single exchange improves.

    It is never worth less than any of `starts`.
    """
    sizes = tuple(field.size for field in wishes.market.fields)
    alone = [tuple(n if i == j else 0 for j, n in enumerate(sizes)) for i in range(len(sizes))]
    likely = best(wishes.market, budget).counts
    tried = [
        filled(wishes, budget, room=room, by_price=by_price)
        for room in (sizes, likely, *alone)
        for by_price in (True, False)
    ]
    ordered = sorted(dict.fromkeys((*tried, *starts)), key=wishes.worth, reverse=True)
    return max((exchanged(wishes, each, budget) for each in ordered[:TRIED]), key=wishes.worth)


def filled(
    wishes: Wishes, budget: float, start: Taken = (), *, room: Sequence[int], by_price: bool
) -> Taken:
    """Add the best next program as long as there is money, and room in its specialty."""
    taken = start or tuple(0 for _ in wishes.shelves)
    while True:
        counts = wishes.counts(taken)
        prices = _prices(wishes.market, counts, budget, room)
        open_shelves = [
            i
            for i, shelf in enumerate(wishes.shelves)
            if prices[shelf.field] is not None and taken[i] + 1 < len(shelf.sums)
        ]
        if not open_shelves:
            return taken
        now = wishes.worth(taken)
        most: tuple[float, Taken] | None = None
        for i in open_shelves:
            more = (*taken[:i], taken[i] + 1, *taken[i + 1 :])
            gain, price = wishes.worth(more) - now, prices[wishes.shelves[i].field] or 0.0
            score = gain / max(price, 1.0) if by_price else gain
            if most is None or score > most[0] + TINY:
                most = (score, more)
        assert most is not None
        taken = most[1]


def _prices(
    market: Market, counts: Sequence[int], budget: float, room: Sequence[int]
) -> list[float | None]:
    """What one more program of each specialty costs; None where money or room is short."""
    cost = market.cost(counts)
    found: list[float | None] = []
    for i, field in enumerate(market.fields):
        price = None
        if counts[i] < min(room[i], field.size):
            price = market.cost((*counts[:i], counts[i] + 1, *counts[i + 1 :])) - cost
        found.append(price if price is not None and cost + price <= budget else None)
    return found


def exchanged(wishes: Wishes, taken: Taken, budget: float) -> Taken:
    """Give up one or two programs of a shelf for others, as long as that improves the set."""
    sizes = tuple(field.size for field in wishes.market.fields)
    taken = filled(wishes, budget, taken, room=sizes, by_price=True)
    for _ in range(MOST_EXCHANGES):
        now = wishes.worth(taken)
        better = next(
            (t for t in _neighbors(wishes, taken, budget, sizes) if wishes.worth(t) > now + TINY),
            None,
        )
        if better is None:
            return taken
        taken = better
    return taken


def _neighbors(
    wishes: Wishes, taken: Taken, budget: float, sizes: Sequence[int]
) -> Iterator[Taken]:
    """Sets with one or two programs of a shelf given up and the money spent again."""
    for i, n in enumerate(taken):
        for fewer in (1, 2)[:n]:
            left = (*taken[:i], n - fewer, *taken[i + 1 :])
            for j, shelf in enumerate(wishes.shelves):
                if j == i or left[j] + 1 >= len(shelf.sums):
                    continue
                one = (*left[:j], left[j] + 1, *left[j + 1 :])
                if wishes.cost(one) <= budget:
                    yield filled(wishes, budget, one, room=sizes, by_price=True)


def in_turn(wishes: Wishes, taken: Taken) -> Iterator[int]:
    """The shelf of each next application up to `taken`: what adds most for its price first.

    A transcript is paid once, so it is left out of the price.
    """
    so_far = tuple(0 for _ in taken)
    while so_far != taken:
        now, counts = wishes.worth(so_far), wishes.counts(so_far)
        steps = []
        for i, shelf in enumerate(wishes.shelves):
            if so_far[i] < taken[i]:
                more = (*so_far[:i], so_far[i] + 1, *so_far[i + 1 :])
                fees = wishes.market.fields[shelf.field].fees
                price = fees[counts[shelf.field] + 1] - fees[counts[shelf.field]]
                gain = on_grid((wishes.worth(more) - now) / max(price, 1.0))
                steps.append((gain, -i, more))
        _, i, so_far = max(steps)
        yield -i
