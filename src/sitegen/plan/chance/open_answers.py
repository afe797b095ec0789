"""The chance of a person with the worst and with the best of all answers that are missing.

Each part is taken at both ends of what its answer could be, for the sum and for the file apart, so
every later answer falls between the two.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from sitegen.chance.groups import Group, Lean
from sitegen.chance.listed import Terms, listed
from sitegen.plan.chance.factors import GROUP, commitment
from sitegen.plan.chance.openness import Openness
from sitegen.plan.chance.specialty_chance import SpecialtyChance, effort
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.person import Person
from sitegen.rules import Finding

Ends = tuple[float, float]


def open_ends(c: SpecialtyChance, person: Person, terms: ModelTerms) -> Ends:
    """The middle of the chance of a match, at equal effort, with the worst and the best answers."""
    file = [factor_ends(f) for f in c.factors if _name(f) not in c.left_out]
    file += _selection_ends(c, terms)
    score, papers = (person.facts[f"applicant.{n}"].value for n in ("step2_ck", "publications"))
    measured = _measured(c.group, _told(score), _told(papers), terms.of_list)
    rest = (_backup_ends(c, person, terms), *file)
    whole = _added([_hull(total for total, _ in measured), *rest])
    known = _added([_hull(evidence for _, evidence in measured), *file])
    worst, best = zip(whole, known, c.openness.ends, strict=True)
    low = _match(c, *worst, terms)
    high = _match(c, *best, terms) if best != worst else low
    middle = c.prospect.match(c.applications)
    return min(low, middle), max(high, middle)


def _match(
    c: SpecialtyChance, total: float, file: float, open_here: Openness, terms: ModelTerms
) -> float:
    pool = open_here.pool(terms.span("open-programs"))
    return c.prospect.standing_at(total, file, pool).match(effort(open_here, terms))


def _name(finding: Finding) -> str:
    return finding.rule.id.removeprefix(f"{GROUP}.")


def _hull(values: Iterable[float]) -> Ends:
    every = list(values)
    return min(every), max(every)


def _added(ends: Sequence[Ends]) -> Ends:
    return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends)


def factor_ends(finding: Finding) -> Ends:
    """The middles of a judged factor at both ends of what is counted."""
    return _hull(step.points.use for step in finding.steps if step.points)


def _selection_ends(c: SpecialtyChance, terms: ModelTerms) -> list[Ends]:
    """What is not passed on of the rate of a group, less what own weeks and letters give back."""
    share = terms.span("commitment-relief").use
    kept = [1 - share * part for part in commitment(c.selection[0].facts)]
    return [_hull(f.points.use * rest for rest in kept) for f in c.selection]


def _backup_ends(c: SpecialtyChance, person: Person, terms: ModelTerms) -> Ends:
    """Without a first choice, each field could still be it."""
    behind = terms.span("selection-backup").use
    if c.is_first:
        return 0.0, 0.0
    unnamed = person.read.profile.interests.primary is None
    return _hull((behind, 0.0)) if unnamed else (behind, behind)


def _told(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


@functools.lru_cache(maxsize=512)
def _measured(
    group: Group, score: float | None, papers: float | None, terms: Terms
) -> tuple[Ends, ...]:
    """Base rate, Step 2 CK and publications: their sum, and what of it is evidence."""
    scores, counts = (
        answers(group.score, score, float),
        answers(group.research, papers, math.expm1),
    )
    found = [listed(group, *each, (), terms) for each in itertools.product(scores, counts)]
    bases = (next(part.weight.use for part in f.parts if part.id == "base") for f in found)
    return tuple((f.total.use, f.total.use - base) for f, base in zip(found, bases, strict=True))


def answers(
    lean: Lean | None, told: float | None, amount: Callable[[float], float]
) -> list[float | None]:
    """The answer; where it is missing, none, and the worst and the best of the printed group."""
    if told is not None:
        return [told]
    if lean is None:
        return [None, 0.0]
    return [None, amount(lean.lowest), amount(lean.highest)]
