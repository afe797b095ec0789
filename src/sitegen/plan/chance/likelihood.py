"""The match likelihood of 1 to 5, read off the chance of matching."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence

from sitegen.chance.odds import Chance
from sitegen.grid import on_grid
from sitegen.knowledge.likelihood import LikelihoodBand, frequency
from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Rating
from sitegen.rules import Finding

LOWEST, HIGHEST = 1, 5


class Bands:
    """Which chance is which rating on one day, and what each of them says."""

    def __init__(self, knowledge: Knowledge, as_of: dt.date) -> None:
        """Read them all."""
        self._knowledge, self._as_of = knowledge, as_of
        bands = sorted(knowledge.likelihoods, key=lambda band: -band.rating)
        self._edges = [(band.rating, self._edge(band)) for band in bands]

    def rating(self, chance: float) -> int:
        """The rating of a chance from 0 to 1: the first band that it reaches."""
        held = on_grid(chance)
        return next((rating for rating, edge in self._edges if held >= edge), LOWEST)

    def ends(self, rating: int) -> tuple[float, float]:
        """The chances of a rating, from the lowest to where the next one begins."""
        edges = dict(self._edges)
        return edges[rating], edges.get(rating + 1, 1.0)

    def word(self, rating: int) -> str:
        """A rating as a frequency: `1 in 5 to 1 in 3`."""
        band = next(b for b in self._knowledge.likelihoods if b.rating == rating)
        return frequency(band, self._one_in)

    def _edge(self, band: LikelihoodBand) -> float:
        return on_grid(1 / self._one_in(band.one_in)) if band.one_in else 0.0

    def _one_in(self, name: str) -> float:
        value = self._knowledge.parameter(name, self._as_of).value
        # Checked by the tests of the data.
        assert isinstance(value, (int, float))
        return float(value)


def likelihood(
    middle: float,
    match: Callable[[], Chance],
    ends: tuple[float, float],
    findings: Sequence[Finding],
    bands: Bands,
) -> Rating:
    """The rating of a chance. `ends` are its middles with the worst and the best of all answers.

    `match` tells the range of 8 of 10 such cases, to which what is still open is added. `total` is
    people of 100.
    """
    open_low, open_high = _both(bands, *ends)

    @functools.cache
    def reach() -> tuple[int, int]:
        low, high = _both(bands, match().low, match().high)
        return min(low, open_low), max(high, open_high)

    return Rating(
        value=bands.rating(middle),
        reach=reach,
        open_low=open_low,
        open_high=open_high,
        total=round(on_grid(100 * middle), 2),
        findings=tuple(findings),
    )


def _both(bands: Bands, low: float, high: float) -> tuple[int, int]:
    return bands.rating(low), bands.rating(high)


def nothing_published(findings: Sequence[Finding]) -> Rating:
    """The rating where NRMP printed no group, so that no chance can be told."""
    return Rating(
        value=LOWEST,
        reach=lambda: (LOWEST, HIGHEST),
        open_low=LOWEST,
        open_high=HIGHEST,
        total=0.0,
        findings=tuple(findings),
    )
