"""The chance of those who hand in a rank order list with a specialty on it.

Published group figures give the base rate and the pull of Step 2 CK and research; judgements
add the rest. All of it adds up in log-odds, and each part keeps its own line.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from sitegen.chance.groups import Group, Lean
from sitegen.chance.odds import Chance, Weight, added, chance_of, expit, judged, logit

NODES = tuple(NormalDist().inv_cdf((2 * i + 1) / 14) for i in range(7))
"""Seven equally likely people of a normal group."""


class Ground(StrEnum):
    """What a part of the chance rests on."""

    PUBLISHED = "published"
    JUDGEMENT = "judgement"
    OPEN = "open"
    """Something is missing; it moves nothing and makes the range wider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judged factor: log-odds against the typical person of the group, with their range."""

    id: str
    use: float
    low: float
    high: float
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of the working. `beyond` says that the value lies past the published group."""

    id: str
    ground: Ground
    weight: Weight
    beyond: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The judged quantities of the model, from dated parameters. Each is (use, low, high)."""

    drift: float
    unseen: float
    selection: Weight
    overlap: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The chance with a rank order list: its base rate, its parts, and their sum."""

    base: Chance
    chance: Chance
    parts: tuple[Part, ...]
    total: Weight
    """Sum of all parts in log-odds."""

    @property
    def evidence(self) -> Weight:
        """What the file says, without the base rate and without what nobody sees."""
        return added(p.weight for p in self.parts if p.id not in NOT_EVIDENCE)


NOT_EVIDENCE = {"base", "selection", "drift", "unseen"}


def listed(
    group: Group, score: float | None, papers: float | None, factors: Sequence[Judged],
    terms: Terms,
) -> Listed:  # fmt: skip
    """Weigh one person. `score` is Step 2 CK in points, `papers` a count; None is not known."""
    research = None if papers is None else math.log1p(papers)
    overlap = terms.overlap if score is not None and group.score else (1.0, 1.0, 1.0)
    base = Weight(level(group, score is not None, research is not None, overlap[0]), group.error)
    parts = [
        Part(id="base", ground=Ground.PUBLISHED, weight=base),
        Part(id="drift", ground=Ground.JUDGEMENT, weight=Weight(0.0, terms.drift)),
        Part(id="unseen", ground=Ground.JUDGEMENT, weight=Weight(0.0, terms.unseen)),
    ]
    if terms.selection != Weight(0.0, 0.0):
        parts.append(Part(id="selection", ground=Ground.JUDGEMENT, weight=terms.selection))
    if group.score:
        parts.append(_measured("score", group.score, score, (1.0, 1.0, 1.0)))
    if group.research:
        parts.append(_measured("research", group.research, research, overlap))
    parts += [
        Part(
            id=each.id,
            ground=Ground.JUDGEMENT if each.known else Ground.OPEN,
            weight=judged(each.use, each.low, each.high),
        )
        for each in factors
    ]
    total = added(p.weight for p in parts)
    return Listed(
        base=chance_of(Weight(logit(group.rate), group.error)),
        chance=chance_of(total),
        parts=tuple(parts),
        total=total,
    )


def _measured(
    name: str, lean: Lean, value: float | None, share: tuple[float, float, float]
) -> Part:
    """What one published measure says; without a value, only how much it could have said."""
    use, low, high = share
    if value is None:
        # The log-likelihood ratio of two normal groups has the step as its spread.
        spread = math.hypot(lean.step, lean.error)
        return Part(id=name, ground=Ground.OPEN, weight=Weight(0.0, spread))
    said = lean.weight(value)
    at = (min(max(value, lean.lowest), lean.highest) - lean.middle) / lean.sd
    sd = math.hypot(use * lean.error * at, said * judged(use, low, high).sd)
    beyond = "above" if value > lean.highest else "below" if value < lean.lowest else ""
    return Part(id=name, ground=Ground.PUBLISHED, weight=Weight(use * said, sd), beyond=beyond)


@functools.lru_cache(maxsize=512)
def level(group: Group, scored: bool, read: bool, overlap: float) -> float:
    """Log-odds from which evidence is counted, so that the group as a whole keeps its rate.

    The mean chance over all people of the group, matched and unmatched in their printed
    numbers, is the printed rate. Without evidence it is the log-odds of that rate.
    """
    pulls = [
        (lean, share)
        for lean, share, known in ((group.score, 1.0, scored), (group.research, overlap, read))
        if lean is not None and known and lean.step > 0
    ]
    target = logit(group.rate)
    if not pulls:
        return target
    people = _people(group, pulls)
    low, high = target - 3, target + 3
    for _ in range(40):
        middle = (low + high) / 2
        mean = math.fsum(share * expit(middle + said) for said, share in people)
        low, high = (middle, high) if mean < group.rate else (low, middle)
    return (low + high) / 2


def _people(group: Group, pulls: Sequence[tuple[Lean, float]]) -> list[tuple[float, float]]:
    """Evidence and weight of the people of a group; measures are apart within each outcome."""
    people = []
    for side, share in ((0.5, group.rate), (-0.5, 1 - group.rate)):
        sums = [0.0]
        for lean, weight in pulls:
            centre = lean.middle + side * lean.step * lean.sd
            said = [weight * lean.weight(centre + node * lean.sd) for node in NODES]
            sums = [a + b for a in sums for b in said]
        people += [(each, share / len(sums)) for each in sums]
    return people


def selection_of(group: Group, values: dict[str, Weight], *, first: bool) -> Weight:
    """How much of a small field's rate is not passed on, because its people chose themselves."""
    if not first:
        return values["backup"]
    if group.people < 300:
        return values["few"]
    return values["some"] if group.people < 1000 else Weight(0.0, 0.0)
