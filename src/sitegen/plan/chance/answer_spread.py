"""What one answer that is missing leaves open of a chance, with all else as it stands."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import replace

from sitegen.chance.listed import listed
from sitegen.chance.route import Span
from sitegen.plan.chance.factors import GROUP
from sitegen.plan.chance.open_answers import Ends, answers, factor_ends
from sitegen.plan.chance.openness import Openness
from sitegen.plan.chance.specialty_chance import SpecialtyChance, effort, part_of
from sitegen.plan.chance.terms import ModelTerms

DOORS, BACKUP, SCORE, RESEARCH = "open", "backup", "score", "research"
NO_EVIDENCE = {"base", BACKUP, "dual"}
"""Parts that are about the field or its place in the plan, and not about the person."""

Shift = tuple[float, float]
"""How far a sum in log-odds moves, and how far what of it is evidence."""


def spread(c: SpecialtyChance, parts: Collection[str], path: str, terms: ModelTerms) -> Ends:
    """The chance of a match, from 0 to 1, with the worst and with the best answer at a path.

    `parts` are those of the chance that wait for it. Everything else keeps its middle.
    """
    weights = {part.id: part.weight.use for part in c.listed.parts}
    file = math.fsum(use for name, use in weights.items() if name not in NO_EVIDENCE)
    moves = [list(_shifts(c, part, weights.get(part, 0.0), terms)) for part in sorted(parts)]
    doors = _doors(c.openness, path) if DOORS in parts else (c.openness, c.openness)
    found = []
    for pick, open_here in zip((min, max), doors, strict=True):
        picked = [pick(each) for each in moves if each]
        total = c.listed.total.use + math.fsum(whole for whole, _ in picked)
        evidence = file + math.fsum(own for _, own in picked)
        pool = open_here.pool(terms.span("open-programs"))
        standing = c.prospect.standing_at(total, evidence, pool)
        found.append(standing.match(effort(open_here, terms)))
    return min(found), max(found)


def _shifts(c: SpecialtyChance, part: str, now: float, terms: ModelTerms) -> Iterator[Shift]:
    """How far each possible answer moves a part of the chance from where it stands."""
    if part in c.left_out or part == DOORS:
        return
    if part in (SCORE, RESEARCH):
        yield from _measured(c, part, terms)
    elif part == BACKUP:
        yield from ((0.0, 0.0), (-now, 0.0))
    for finding in c.factors:
        if part_of(finding) == part and finding.rule.group == GROUP:
            yield from ((end - now, end - now) for end in factor_ends(finding))


def _measured(c: SpecialtyChance, part: str, terms: ModelTerms) -> Iterator[Shift]:
    """The same for Step 2 CK or publications, which move the printed rate as well."""
    score, papers = c.file.score, c.file.papers
    sums = []
    lean, amount = (c.group.score, float) if part == SCORE else (c.group.research, math.expm1)
    for each in (None, *answers(lean, None, amount)):
        told = (each, papers) if part == SCORE else (score, each)
        found = listed(c.group, *told, (), terms.of_list)
        base = next(p.weight.use for p in found.parts if p.id == "base")
        sums.append((found.total.use, found.total.use - base))
    now, own = sums[0]
    yield from ((total - now, evidence - own) for total, evidence in sums)


def _doors(now: Openness, path: str) -> tuple[Openness, Openness]:
    """The open programs with the answer that leaves the fewest, and with that which leaves most."""
    worst, best = now.ends
    if path.startswith("constraints."):
        return replace(worst, mine=_middle(now.mine)), replace(best, mine=_middle(now.mine))
    return replace(worst, states=_middle(now.states)), replace(best, states=_middle(now.states))


def _middle(share: Span) -> Span:
    return Span(share.use, share.use, share.use)
