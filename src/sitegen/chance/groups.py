"""The published groups of one specialty, and what all specialties together say.

NRMP prints, for the people who ranked a specialty first, how many matched to it, and how the
matched and the unmatched were spread in Step 2 CK, publications and contiguous ranks.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sitegen.chance.borrowing import Lengths, lengths_of, prior_of, rate_regression
from sitegen.chance.odds import Weight, expit, logit
from sitegen.chance.regression import drawn
from sitegen.knowledge.figures import Spread
from sitegen.knowledge.model import Specialty
from sitegen.records import value_object

Scale = Callable[[Spread], tuple[float, float]]
"""Reads a printed spread as middle and standard deviation of a normal group."""

QUARTILES = 1.3489795
"""Standard deviations between the quartiles of a normal distribution."""


@value_object
class Lean:
    """How the matched differ from the unmatched in one measure.

    `step` is the difference of the means in standard deviations, never below 0, because better
    evidence must not lower a chance; `error` is its standard error; `middle` lies half-way
    between the means and `sd` is common to both, in units of the measure. `borrowed` says that
    the step is that of all specialties together, because the specialty's own is not printed. `raw`
    is the difference as printed, before it was drawn to that of all specialties.
    """

    step: float
    error: float
    middle: float
    sd: float
    borrowed: bool = False
    raw: float | None = None

    @property
    def lowest(self) -> float:
        """Two standard deviations below the unmatched; nothing is read off below it."""
        return self.middle - (self.step / 2 + 2) * self.sd

    @property
    def highest(self) -> float:
        """Two standard deviations above the matched."""
        return self.middle + (self.step / 2 + 2) * self.sd

    def weight(self, value: float) -> float:
        """Log of how much likelier the value is among the matched; flat past the data."""
        held = min(max(value, self.lowest), self.highest)
        return self.step * (held - self.middle) / self.sd


HANDFUL = 20
"""Of a group with fewer people than this, the rate says next to nothing by itself."""


@dataclass(frozen=True)
class Group:
    """The people who ranked one specialty first. Counts are people, `rate` is from 0 to 1.

    `prior` is what such a field should have by what is known of it, in log-odds. `lengths` are
    those of its lists.
    """

    specialty: str
    people: int
    matched: int
    score: Lean | None
    research: Lean | None
    ranks_matched: Spread | None
    ranks_unmatched: Spread | None
    prior: Weight | None = None
    lengths: Lengths | None = None

    @functools.cached_property
    def steadied(self) -> Weight:
        """Log-odds of the rate, drawn to what such a field should have: the more, the smaller."""
        own = Weight(logit(self.rate), self.error)
        return drawn(own, self.prior) if self.prior else own

    @functools.cached_property
    def steadied_rate(self) -> float:
        """The same as a share."""
        return expit(self.steadied.use)

    @property
    def handful(self) -> bool:
        """Whether only a handful of people were printed."""
        return self.people < HANDFUL

    @property
    def rate(self) -> float:
        """Share that matched; half a person is added where it would be 0 or 1."""
        inside = min(max(self.matched, 0.5), self.people - 0.5)
        return inside / self.people

    @property
    def error(self) -> float:
        """Standard error of the rate, in log-odds."""
        return math.sqrt(1 / (self.matched + 0.5) + 1 / (self.people - self.matched + 0.5))


def groups_of(specialties: Mapping[str, Specialty]) -> dict[str, Group]:
    """The group of every specialty for which NRMP printed one."""
    own_scores = printed(specialties, "step2")
    own_research = printed(specialties, "publications")
    scores, research = pooled(own_scores.values()), pooled(own_research.values())
    regression, lengths = rate_regression(specialties), lengths_of(specialties)
    found = {}
    for name, specialty in specialties.items():
        people = specialty.figure("applicants_preferred")
        matched = specialty.figure("matched_preferred")
        if people is None or matched is None:
            continue
        found[name] = Group(
            specialty=name,
            people=int(people.value),
            matched=int(matched.value),
            score=steadied(own_scores.get(name), scores)
            or _borrow(specialty, "step2", scores, plain),
            research=steadied(own_research.get(name), research)
            or _borrow(specialty, "publications", research, counted),
            ranks_matched=_spread(specialty, "ranks_matched"),
            ranks_unmatched=_spread(specialty, "ranks_unmatched"),
            prior=prior_of(specialty, specialties, regression),
            lengths=lengths.get(name),
        )
    return found


@value_object
class Pooled:
    """The step over all specialties: its mean, and how far specialties differ from it."""

    step: float
    between: float


def plain(spread: Spread) -> tuple[float, float]:
    """Mean and standard deviation as printed."""
    return spread.mean, spread.sd


def counted(spread: Spread) -> tuple[float, float]:
    """Middle and spread of a count on the scale of `log(1 + count)`, from its quartiles."""
    if spread.median is None or spread.q1 is None or spread.q3 is None:
        return math.log1p(spread.mean), 1.0
    wide = (math.log1p(spread.q3) - math.log1p(spread.q1)) / QUARTILES
    return math.log1p(spread.median), max(wide, 0.3)


SCALES: Mapping[str, Scale] = {"step2": plain, "publications": counted}
"""How each printed measure is read."""


def _spread(specialty: Specialty, metric: str) -> Spread | None:
    figure = specialty.figure(metric)
    return figure.spread if figure else None


def printed(specialties: Mapping[str, Specialty], measure: str) -> dict[str, Lean]:
    """The raw difference of the two printed groups of every specialty that has both."""
    return _own(specialties, measure, SCALES[measure])


def _own(specialties: Mapping[str, Specialty], measure: str, scale: Scale) -> dict[str, Lean]:
    found = {}
    for name, specialty in specialties.items():
        matched = _spread(specialty, f"{measure}_matched")
        unmatched = _spread(specialty, f"{measure}_unmatched")
        if matched and unmatched:
            found[name] = lean(matched, unmatched, scale)
    return found


def lean(matched: Spread, unmatched: Spread, scale: Scale = plain) -> Lean:
    """The raw difference of two printed groups; its step may be below 0."""
    (high, sd_high), (low, sd_low) = scale(matched), scale(unmatched)
    n, m = matched.people, unmatched.people
    sd = math.sqrt((n * sd_high**2 + m * sd_low**2) / (n + m))
    step = (high - low) / sd
    return Lean(step, math.sqrt(1 / n + 1 / m), (high + low) / 2, sd, raw=step)


def pooled(leans: Iterable[Lean]) -> Pooled:
    """Mean step and spread between specialties (DerSimonian and Laird, 1986)."""
    listed = list(leans)
    if not listed:
        return Pooled(0.0, 0.0)
    weights = [1 / each.error**2 for each in listed]
    total = math.fsum(weights)
    mean = math.fsum(w * each.step for w, each in zip(weights, listed, strict=True)) / total
    heterogeneity = math.fsum(
        w * (each.step - mean) ** 2 for w, each in zip(weights, listed, strict=True)
    )
    room = total - math.fsum(w * w for w in weights) / total
    between = max(0.0, (heterogeneity - (len(listed) - 1)) / room) if room > 0 else 0.0
    wide = [1 / (each.error**2 + between) for each in listed]
    step = math.fsum(w * each.step for w, each in zip(wide, listed, strict=True)) / math.fsum(wide)
    return Pooled(max(0.0, step), math.sqrt(between))


def steadied(own: Lean | None, all_together: Pooled) -> Lean | None:
    """A step drawn towards that of all specialties, the more so the smaller its group is."""
    if own is None:
        return None
    spread = max(all_together.between, 0.05) ** 2
    trust = spread / (spread + own.error**2)
    step = trust * own.step + (1 - trust) * all_together.step
    error = own.error * math.sqrt(trust)
    return Lean(max(0.0, step), error, own.middle, own.sd, raw=own.raw)


def _borrow(specialty: Specialty, measure: str, all_together: Pooled, scale: Scale) -> Lean | None:
    """The step of all specialties, set on the one group of this specialty that is printed."""
    spread = _spread(specialty, f"{measure}_unmatched")
    if spread is None or all_together.step == 0:
        return None
    mean, sd = scale(spread)
    error = math.hypot(all_together.between, 1 / math.sqrt(spread.people))
    return Lean(all_together.step, error, mean + all_together.step * sd / 2, sd, borrowed=True)
