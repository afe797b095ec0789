"""From the chance with a rank order list to the chance of applications that are still to be sent.

NRMP counts only people with a list. Those who got no interview are missing from it, so the way
there is put in front: published interviews for each application, and the published length of
lists, from which follows how many interviews the people of a group must have expected.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sitegen.chance.groups import Group
from sitegen.chance.listed import Listed
from sitegen.chance.luck import expected_before, hazard_of, reached
from sitegen.chance.odds import Chance
from sitegen.grid import put_on_grid

MOST_PER_INTERVIEW = 0.9
"""No interview is worth more than this chance of a match, whatever the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """A quantity with its range, on the grid."""

    low: float
    use: float
    high: float

    def __post_init__(self) -> None:
        """Put the three numbers on the grid."""
        put_on_grid(self, "low", "use", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceTerms:
    """Judged quantities of the way to interviews: shape of luck, pull of the file, rate error."""

    shape: float
    pull: Span
    rate_error: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What one application to a typical program of a specialty brings.

    `interviews` is expected interviews, `matches` expected matching programs (the hazard), both
    for each application. `usual` is how many applications the people of the published group
    must have sent, if all were typical.
    """

    interviews: Span
    matches: Span
    usual: float
    shape: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of a number of applications. `interviews` is a count, the rest are chances."""

    applications: int
    interviews: Span
    reach: Chance
    match: Chance


def yield_of(group: Group, found: Listed, rate: float, terms: PaceTerms) -> Yield | None:
    """What one application brings; None where no list lengths are printed.

    `rate` is published interviews for each application, from 0 to 1.
    """
    length = usual_length(group)
    if length is None or rate <= 0:
        return None
    expected = expected_before(max(length, 1.05), terms.shape)
    said = found.evidence.use
    pulls = sorted(math.exp(pull * said) for pull in (terms.pull.low, terms.pull.high))
    scenes = (
        (found.chance.low, pulls[0], terms.rate_error.low),
        (found.chance.use, math.exp(terms.pull.use * said), terms.rate_error.use),
        (found.chance.high, pulls[1], terms.rate_error.high),
    )
    interviews, matches = [], []
    for chance, pull, error in scenes:
        mine = expected * pull
        hazard = hazard_of(reached(mine, terms.shape) * chance, terms.shape)
        per_interview = min(hazard / mine, MOST_PER_INTERVIEW)
        interviews.append(rate * pull * error)
        matches.append(rate * pull * error * per_interview)
    return Yield(
        interviews=Span(*interviews), matches=Span(*matches), usual=expected / rate,
        shape=terms.shape,
    )  # fmt: skip


def usual_length(group: Group) -> float | None:
    """Mean contiguous ranks of the whole group, matched and unmatched."""
    if group.ranks_matched is None or group.ranks_unmatched is None:
        return None
    return group.rate * group.ranks_matched.mean + (1 - group.rate) * group.ranks_unmatched.mean


def route(per: Yield, applications: int) -> Route:
    """What a number of applications to typical programs brings."""
    expected = Span(*(applications * each for each in _ends(per.interviews)))
    hazard = [applications * each for each in _ends(per.matches)]
    return Route(
        applications=applications,
        interviews=expected,
        reach=Chance(*(reached(each, per.shape) for each in _ends(expected))),
        match=Chance(*(reached(each, per.shape) for each in hazard)),
    )


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.use, span.high
