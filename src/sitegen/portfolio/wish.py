"""What a set of programs is worth where liked places count more: the best one that takes you.

The worth of a set is the expected worth of the best program in it that takes the applicant; no
match is worth nothing. In layers: for each level of worth, the chance of a match at that level
or above, times the step to the level below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sitegen.chance.luck import some_of
from sitegen.grid import on_grid
from sitegen.portfolio.market import Market
from sitegen.records import value_object

Taken = tuple[int, ...]


@value_object
class Shelf:
    """Programs of one specialty that are liked alike. `sums` as in `market.Field`.

    Among programs liked alike that cost the same, the one with the largest hazard always adds
    most, so a set is told by how many are taken from each shelf.
    """

    field: int
    worth: float
    sums: tuple[float, ...]


@value_object
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
