"""One prediction beside what was published, and the checks that gather them."""

from __future__ import annotations

import math

from sitegen.chance.route import Span
from sitegen.records import value_object


@value_object(kw_only=True)
class Trial:
    """One prediction: its range of 8 of 10, and what was published, in the unit of its check.

    `scored` is False where the published figure is known to count something else, with the
    reason in `apart`.
    """

    name: str
    predicted: Span
    published: float
    scored: bool = True
    apart: str = ""

    @property
    def inside(self) -> bool:
        """Whether the published value lies in the predicted range."""
        return self.predicted.low <= self.published <= self.predicted.high

    @property
    def miss(self) -> float:
        """Predicted less published."""
        return self.predicted.use - self.published


@value_object(kw_only=True)
class Check:
    """One question put to the model. `built` and `held` are keys of sources.

    `in_sample` says that the published figures are of the same people in the same report as those
    that the model reads: such a check tests how it reads, and not whether it foretells.
    """

    id: str
    unit: str
    built: tuple[str, ...]
    held: tuple[str, ...]
    trials: tuple[Trial, ...]
    in_sample: bool = False

    @property
    def scored(self) -> tuple[Trial, ...]:
        """The trials that count."""
        return tuple(t for t in self.trials if t.scored)

    @property
    def inside(self) -> int:
        """How many of them lie in their range."""
        return sum(t.inside for t in self.scored)

    @property
    def failures(self) -> tuple[Trial, ...]:
        """Those outside, the farthest first."""
        out = [t for t in self.scored if not t.inside]
        return tuple(sorted(out, key=lambda t: -abs(t.miss)))

    @property
    def mean_miss(self) -> float:
        """Mean size of predicted less published, in the unit of the check."""
        return math.fsum(abs(t.miss) for t in self.scored) / len(self.scored)

    @property
    def lean(self) -> float:
        """Mean of predicted less published: above 0 where the model is too hopeful."""
        return math.fsum(t.miss for t in self.scored) / len(self.scored)
