"""What a small field takes from all fields: its rate, the length of its lists, its interviews.

Each figure of a field is drawn towards what all fields together say of it, the more so the fewer
people stand behind it. What is not printed at all is taken from them, and is called borrowed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import pstdev

from sitegen.chance.odds import Weight, logit
from sitegen.chance.regression import Observed, Regression, regress
from sitegen.knowledge.model import Specialty
from sitegen.records import value_object

LENGTH_SPREAD = 0.75
"""Standard deviation of the log of a list length: printed SDs are about this part of means."""

LEAST_SPREAD = 0.1
"""Fields differ by at least this in the log of their lists' lengths."""


@value_object
class Lengths:
    """Mean programs on the lists of the matched and the unmatched. `borrowed`: one not printed."""

    matched: float
    unmatched: float
    borrowed: bool


def observed(specialties: Mapping[str, Specialty]) -> dict[str, Observed]:
    """Every printed group, with what is known of its field."""
    found = {}
    for name, about in specialties.items():
        people, matched = _value(about, "applicants_preferred"), _value(about, "matched_preferred")
        known = known_of(about, specialties)
        if people is None or matched is None or known is None:
            continue
        missed = people - matched + 0.5
        error = math.sqrt(1 / (matched + 0.5) + 1 / missed)
        found[name] = Observed(known, math.log((matched + 0.5) / missed), error)
    return found


def known_of(about: Specialty, specialties: Mapping[str, Specialty]) -> tuple[float, ...] | None:
    """How open its programs are to non-US IMGs, and how many people ask for each position."""
    people, places = _value(about, "applicants_preferred"), _value(about, "positions_offered")
    if people is None or not places:
        return None
    doors = doors_of(about) or middle(filter(None, map(doors_of, specialties.values())))
    return (1.0, logit(min(max(doors, 0.02), 0.98)), math.log(people / places))


def doors_of(about: Specialty) -> float | None:
    """Share of programs that interview non-US IMGs, of those that reported."""
    part, whole = _value(about, "programs_interviewing"), _value(about, "programs_reporting")
    return None if part is None or not whole else part / whole


def middle(values: Iterable[float]) -> float:
    """The middle of some values."""
    listed = sorted(values)
    if not listed:
        raise ValueError("nothing to take a middle of")
    half = len(listed) // 2
    return listed[half] if len(listed) % 2 else (listed[half - 1] + listed[half]) / 2


def rate_regression(specialties: Mapping[str, Specialty]) -> Regression | None:
    """What a field's openness and crowd tell of its match rate; None with too few fields."""
    try:
        return regress(list(observed(specialties).values()))
    except ValueError:
        return None


def prior_of(
    about: Specialty, specialties: Mapping[str, Specialty], regression: Regression | None
) -> Weight | None:
    """What such a field should have; less sure where it is not known how open the field is."""
    known = known_of(about, specialties)
    if regression is None or known is None:
        return None
    found = regression.predicted(known)
    if doors_of(about) is not None:
        return found
    doors = [logit(min(max(d, 0.02), 0.98)) for s in specialties.values() if (d := doors_of(s))]
    spread = pstdev(doors) if len(doors) > 1 else 1.0
    return Weight(found.use, math.hypot(found.sd, regression.weights[1] * spread))


def lengths_of(specialties: Mapping[str, Specialty]) -> dict[str, Lengths]:
    """Mean lengths of lists of every field, those of few people drawn to all fields."""
    sides = [_side(specialties, side) for side in ("matched", "unmatched")]
    if not all(sides):
        return {}
    pooled = [_pool(side.values()) for side in sides]

    def one(side: int, name: str) -> float:
        own = sides[side].get(name)
        return math.exp(_drawn(own, pooled[side]) if own else pooled[side].use)

    return {
        name: Lengths(one(0, name), one(1, name), not all(name in side for side in sides))
        for name in specialties
    }


def _side(specialties: Mapping[str, Specialty], side: str) -> dict[str, Weight]:
    """Log of each printed mean length, with its sampling error."""
    found = {}
    for name, about in specialties.items():
        figure = about.figure(f"ranks_{side}")
        if figure and figure.spread:
            spread = figure.spread
            error = LENGTH_SPREAD / math.sqrt(spread.people)
            found[name] = Weight(math.log(max(spread.mean, 1.0)), error)
    return found


def _pool(sides: Iterable[Weight]) -> Weight:
    """Mean over fields, with how far fields differ (DerSimonian and Laird, 1986)."""
    listed = list(sides)
    weights = [1 / each.sd**2 for each in listed]
    total = math.fsum(weights)
    mean = math.fsum(w * each.use for w, each in zip(weights, listed, strict=True)) / total
    spread = math.fsum(w * (e.use - mean) ** 2 for w, e in zip(weights, listed, strict=True))
    room = total - math.fsum(w * w for w in weights) / total
    between = math.sqrt(max(0.0, (spread - len(listed) + 1) / room)) if room > 0 else 0.0
    between = max(between, LEAST_SPREAD)
    wide = [1 / (each.sd**2 + between**2) for each in listed]
    use = math.fsum(w * each.use for w, each in zip(wide, listed, strict=True)) / math.fsum(wide)
    return Weight(use, between)


def _drawn(own: Weight, every: Weight) -> float:
    trust = every.sd**2 / (every.sd**2 + own.sd**2)
    return trust * own.use + (1 - trust) * every.use


def _value(about: Specialty, metric: str) -> float | None:
    figure = about.figure(metric)
    return figure.value if figure else None
