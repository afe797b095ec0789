"""The chance of those who hand in a rank order list with a specialty on it.

Published group figures give the base rate and the pull of Step 2 CK and research; judgements
add the rest. All of it adds up in log-odds, and each part keeps its own line. The middle has every
part at its middle; the ends hold 8 of 10, with the distances of independent parts added as squares.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from enum import StrEnum
from statistics import NormalDist

from sitegen.chance.groups import Group, Lean
from sitegen.chance.odds import (
    Z80,
    Chance,
    Ranged,
    Weight,
    chance_between,
    chance_of,
    logit,
    ranged,
    shift_to,
    summed,
)
from sitegen.records import value_object

NODES = tuple(NormalDist().inv_cdf((2 * i + 1) / 14) for i in range(7))
"""Seven equally likely people of a normal group."""


class Ground(StrEnum):
    """What a part of the chance rests on."""

    PUBLISHED = "published"
    JUDGEMENT = "judgement"
    OPEN = "open"
    """Something is missing: the middle is that of the group, the ends are the worst and the best
    that the answer could be."""


@value_object(kw_only=True)
class Judged:
    """One judged factor: log-odds against the typical person of the group, with their range.

    `own` says that its error is this specialty's alone, and not the same in all of them.
    """

    id: str
    use: float
    low: float
    high: float
    known: bool = True
    own: bool = False


@value_object(kw_only=True)
class Part:
    """One line of the working. `beyond` says that the value lies past the published group.

    `own` parts err in each specialty apart; the others err in all specialties of a person alike.
    """

    id: str
    ground: Ground
    weight: Ranged
    beyond: str = ""
    own: bool = True


@value_object(kw_only=True)
class Terms:
    """The judged quantities of the model, from dated parameters.

    `drift` and `unseen` are one standard deviation, `overlap` is (use, low, high).
    """

    drift: float
    unseen: float
    overlap: tuple[float, float, float]


@value_object(kw_only=True)
class Listed:
    """The chance with a rank order list: its base rate, its parts, and their sum."""

    base: Chance
    chance: Chance
    parts: tuple[Part, ...]
    total: Ranged
    """Sum of all parts in log-odds."""

    @property
    def evidence(self) -> Weight:
        """What the file says, without the base rate and without what nobody sees."""
        return summed(p.weight for p in self.parts if p.id not in NOT_EVIDENCE).weight


NOT_EVIDENCE = {"base", "backup", "drift", "unseen"}


def listed(
    group: Group,
    score: float | None,
    papers: float | None,
    factors: Sequence[Judged],
    terms: Terms,
) -> Listed:
    """Weigh one person. `score` is Step 2 CK in points, `papers` a count; None is not known."""
    research = None if papers is None else math.log1p(papers)
    measures = {
        "score": (group.score, score, WHOLE),
        "research": (group.research, research, terms.overlap),
    }
    known = (score is not None, research is not None)
    own = group.steadied
    base = ranged(Weight(level(group, *known, terms.overlap[0]), own.sd))
    parts = [
        Part(id="base", ground=Ground.PUBLISHED, weight=base),
        _wide("drift", terms.drift, own=True),
        _wide("unseen", terms.unseen, own=False),
    ]
    for name, (lean, value, share) in measures.items():
        if lean and value is not None:
            parts.append(_measured(name, lean, value, share))
        elif lean:
            more = (known[0] or name == "score", known[1] or name == "research")
            shift = level(group, *more, terms.overlap[0]) - base.use
            parts.append(_unmeasured(name, lean, share, shift))
    parts += [_judged(each) for each in factors]
    total = summed(p.weight for p in parts)
    return Listed(
        base=base_of(group),
        chance=chance_between(total),
        parts=tuple(parts),
        total=total,
    )


def base_of(group: Group) -> Chance:
    """The printed rate of a group, with what luck alone would make of it."""
    return chance_of(Weight(logit(group.rate), group.error))


WHOLE = (1.0, 1.0, 1.0)


def _wide(name: str, sd: float, *, own: bool) -> Part:
    """A part that moves nothing and makes the range wider."""
    return Part(id=name, ground=Ground.JUDGEMENT, weight=ranged(Weight(0.0, sd)), own=own)


def _judged(each: Judged) -> Part:
    return Part(
        id=each.id,
        ground=Ground.JUDGEMENT if each.known else Ground.OPEN,
        weight=Ranged(each.use, each.use - each.low, each.high - each.use),
        own=each.own,
    )


def _measured(name: str, lean: Lean, value: float, share: tuple[float, float, float]) -> Part:
    """What one published measure says. Its pull is never read as less than nothing."""
    beyond = "above" if value > lean.highest else "below" if value < lean.lowest else ""
    return Part(id=name, ground=Ground.PUBLISHED, weight=_said(lean, value, share), beyond=beyond)


def _said(lean: Lean, value: float, share: tuple[float, float, float]) -> Ranged:
    """The weight of a value, with the errors of the pull and of the share that counts."""
    use, low, high = share
    at = (min(max(value, lean.lowest), lean.highest) - lean.middle) / lean.sd
    less, more = max(0.0, lean.step - Z80 * lean.error), lean.step + Z80 * lean.error
    pulls = sorted((use * less * at, use * more * at))
    shares = sorted((low * lean.step * at, high * lean.step * at))
    said = use * lean.step * at
    return Ranged(
        said,
        math.hypot(said - pulls[0], said - shares[0]),
        math.hypot(pulls[1] - said, shares[1] - said),
    )


def _unmeasured(name: str, lean: Lean, share: tuple[float, float, float], shift: float) -> Part:
    """A measure without a value: no worse than the worst value of the group, no better than the
    best. `shift` is what knowing it does to the level."""
    worst, best = (_said(lean, value, share) for value in (lean.lowest, lean.highest))
    weight = Ranged(0.0, max(-(worst.low + shift), 0.0), max(best.high + shift, 0.0))
    return Part(id=name, ground=Ground.OPEN, weight=weight, own=False)


@functools.lru_cache(maxsize=512)
def level(group: Group, scored: bool, read: bool, overlap: float) -> float:
    """Log-odds from which evidence is counted, so that the group as a whole keeps its rate.

    The mean chance over all people of the group, matched and unmatched in their numbers, is its
    rate. Without evidence it is the log-odds of that rate.
    """
    pulls = [
        (lean, share)
        for lean, share, known in ((group.score, 1.0, scored), (group.research, overlap, read))
        if lean is not None and known and lean.step > 0
    ]
    target = group.steadied.use
    if not pulls:
        return target
    return shift_to(group.steadied_rate, _people(group, pulls), target - 3, target + 3)


def _people(group: Group, pulls: Sequence[tuple[Lean, float]]) -> list[tuple[float, float]]:
    """Evidence and weight of the people of a group; measures are apart within each outcome."""
    people = []
    rate = group.steadied_rate
    for side, share in ((0.5, rate), (-0.5, 1 - rate)):
        sums = [0.0]
        for lean, weight in pulls:
            centre = lean.middle + side * lean.step * lean.sd
            said = [weight * lean.weight(centre + node * lean.sd) for node in NODES]
            sums = [a + b for a in sums for b in said]
        people += [(each, share / len(sums)) for each in sums]
    return people
