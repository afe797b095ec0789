"""What applications can bring and what they cost: the programs of each specialty, and luck.

Numbers only. A program brings a hazard, the expected number of matches from applying to it, and
hazards add up within a specialty (see `chance.luck`). Fees depend on the number of programs in
each specialty alone, and a transcript is paid once for each service that is used.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from sitegen.chance.luck import Luck, some_of
from sitegen.grid import on_grid
from sitegen.records import value_object


@value_object
class Field:
    """The programs of one specialty in the order in which they are taken.

    `sums` holds the hazard of the first 0, 1, 2 … programs; `fees` what they cost, in USD.
    """

    name: str
    service: str
    sums: tuple[float, ...]
    fees: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many programs there are."""
        return len(self.sums) - 1


def field_of(
    name: str, service: str, hazards: Sequence[float], price: Callable[[int], float]
) -> Field:
    """A specialty whose programs are taken with the largest hazard first.

    For a number n of programs no other n bring a larger sum of hazards. The chance of a match
    grows with each sum, however luck is shared, so no other n programs bring a larger chance.
    """
    ordered = sorted(hazards, reverse=True)
    return Field(
        name,
        service,
        tuple(accumulate(ordered, initial=0.0)),
        tuple(price(n) for n in range(len(ordered) + 1)),
    )


@value_object
class Market:
    """All specialties of an applicant. `transcripts` is in USD, by service."""

    fields: tuple[Field, ...]
    transcripts: Mapping[str, float]
    luck: Luck

    def cost(self, counts: Sequence[int]) -> float:
        """USD for these numbers of programs, transcripts included."""
        paid: list[float] = []
        used: list[str] = []
        for field, n in zip(self.fields, counts, strict=True):
            paid.append(field.fees[n])
            if n and field.service not in used:
                used.append(field.service)
                paid.append(self.transcripts[field.service])
        return math.fsum(paid)

    def chance(self, counts: Sequence[int]) -> float:
        """Chance of a match in at least one specialty, from 0 to 1."""
        return self.chance_of([f.sums[n] for f, n in zip(self.fields, counts, strict=True)])

    def chance_of(self, hazards: Sequence[float]) -> float:
        """Chance of a match in at least one specialty, from the hazard in each."""
        return on_grid(some_of(hazards, self.luck))

    def rest(self, heads: Sequence[int], budget: float) -> int | None:
        """The most programs of the last specialty that the budget still buys; None if broke."""
        last = self.fields[-1]
        left = on_grid(budget - self.cost((*heads, 0)))
        if left < 0:
            return None
        used = {f.service for f, n in zip(self.fields, heads, strict=False) if n}
        if last.service not in used:
            left = on_grid(left - self.transcripts[last.service])
        return max(0, bisect_right(last.fees, left) - 1)
