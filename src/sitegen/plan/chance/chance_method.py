"""The model on one applicant, line by line, and what each assumption does if it is wrong."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace

from sitegen.chance.luck import expected_before, hazard_of, reached
from sitegen.chance.odds import (
    Chance,
    Ranged,
    Weight,
    added,
    chance_between,
    chance_of,
)
from sitegen.chance.pool import against_usual
from sitegen.chance.route import MOST_PER_INTERVIEW, Span, usual_length
from sitegen.chance.season import standing
from sitegen.knowledge.model import Knowledge, ParameterValue
from sitegen.plan.chance.chance_report import start_chance
from sitegen.plan.chance.chances import (
    Chances,
    chance_in,
    somewhere_with,
    start_of,
)
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.decided import Decided
from sitegen.records import record
from sitegen.rules import Finding

PREFIX = "chance."
CONCERNS = {
    "drift": "list",
    "dual-cost": "list",
    "research-overlap": "list",
    "selection-backup": "list",
    "commitment-relief": "list",
    "unseen": "list",
    "interview-effect": "sent",
    "interview-rate-error": "sent",
    "luck-shape": "sent",
    "program-spread": "sent",
    "open-programs": "sent",
    "borrowed": "sent",
    "equal-effort": "effort",
    "luck-shared": "somewhere",
    "not-starting": "start",
    "file-after-ranks": "season",
}
"""What each parameter moves: the chance with a list, from applications on, somewhere, the start,
or the chance at the same effort as in every other field."""


@record
class Line:
    """One line of the sum in log-odds, with the distances to the two ends of 8 of 10."""

    id: str
    log_odds: float
    down: float
    up: float


@record
class Walk:
    """The way from applications to a match, at the middle of every range.

    `length` is the mean length of the printed lists, those of the `matched` and the `unmatched`
    in the shares of `rate_first`; `before` the interviews that each person of
    the printed group must have expected, `usual` the applications behind them, `rate` interviews
    for each application. `pull` is what the file does to the number of interviews. `open` and
    `typical` are the programs open to this person and to the typical one, `spread` says how much
    more the best of them bring, and `part` is what the applications bring against the usual ones.
    `worth` is the chance of a match for each interview, `hazard` the expected number of matching
    programs.
    """

    rate_first: float
    matched: float
    unmatched: float
    length: float
    before: float
    usual: float
    rate: float
    evidence: float
    effect: float
    pull: float
    applications: int
    open: float
    typical: float
    spread: float
    part: float
    interviews: float
    shape: float
    reach: float
    mine: float
    reach_of_mine: float
    with_list: float
    worth: float
    hazard: float
    match: float


@record
class Lever:
    """One judged quantity at both ends of its range; the chances are None where it is not used.

    `specialty` is the field in which it was moved, `ranked` the programs ranked there where the
    quantity concerns the season.
    """

    name: str
    label: str
    value: ParameterValue
    concerns: str
    specialty: str
    ranked: int
    as_it_is: Chance | None
    at_low: Chance | None
    at_high: Chance | None


@record
class Example:
    """One chance, line by line: the sum in log-odds, and the way there."""

    chance: SpecialtyChance
    lines: tuple[Line, ...]
    total: Ranged
    walk: Walk | None


class Bent(ModelTerms):
    """The judged quantities with one of them at another value."""

    def __init__(self, knowledge: Knowledge, as_of: dt.date, name: str, value: float) -> None:
        """Read them all; `name` has this value."""
        super().__init__(knowledge, as_of)
        self._name, self._value = name, value

    @property
    def written(self) -> bool:
        """One of them is not."""
        return False

    def _read(self, name: str) -> Span:
        found = super()._read(name)
        return Span(found.low, self._value, found.high) if name == self._name else found


def example(c: SpecialtyChance, plan: Decided) -> Example:
    """The worked example of one specialty."""
    return Example(
        chance=c,
        lines=tuple(
            Line(id=p.id, log_odds=p.weight.use, down=p.weight.down, up=p.weight.up)
            for p in c.listed.parts
        ),
        total=c.listed.total,
        walk=_walk(c, ModelTerms(plan.knowledge, plan.as_of)),
    )


def _walk(c: SpecialtyChance, terms: ModelTerms) -> Walk | None:
    length, figure = usual_length(c.group), c.specialty.figure("interview_rate")
    lengths = c.group.lengths
    if length is None or lengths is None or figure is None:
        return None
    shape, effect, rate = terms.luck.shape, terms.of_route.pull.use, figure.value / 100
    spread, pool = terms.span("program-spread").use, c.prospect.pool
    before = expected_before(max(length, 1.05), shape)
    pull = math.exp(effect * c.listed.evidence.use)
    mine = before * pull
    part = against_usual(c.applications, pool.mine, pool.typical, before / rate, spread)
    interviews = mine * part
    reach = reached(mine, shape)
    worth = min(hazard_of(reach * c.listed.chance.use, shape) / mine, MOST_PER_INTERVIEW)
    hazard = interviews * worth
    return Walk(
        rate_first=c.group.steadied_rate,
        matched=lengths.matched,
        unmatched=lengths.unmatched,
        open=pool.mine,
        typical=pool.typical,
        spread=spread,
        part=part,
        length=length,
        before=before,
        usual=before / rate,
        rate=rate,
        evidence=c.listed.evidence.use,
        effect=effect,
        pull=pull,
        applications=c.applications,
        interviews=interviews,
        shape=shape,
        reach=reached(interviews, shape),
        mine=mine,
        reach_of_mine=reach,
        with_list=c.listed.chance.use,
        worth=worth,
        hazard=hazard,
        match=reached(hazard, shape),
    )


def levers(plan: Decided, found: Chances, head: SpecialtyChance) -> tuple[Lever, ...]:
    """Every parameter of the model, and the chance at both ends of its range."""
    names = [name for name in sorted(plan.knowledge.parameters) if name.startswith(PREFIX)]
    return tuple(_lever(name.removeprefix(PREFIX), plan, found, head) for name in names)


def _lever(name: str, plan: Decided, found: Chances, head: SpecialtyChance) -> Lever:
    """A parameter in the field of the example, or in the next one where it is used only there."""
    value = plan.knowledge.parameter(PREFIX + name, plan.as_of)
    made = Lever(
        name=name,
        label=plan.knowledge.parameters[PREFIX + name].label,
        value=value,
        concerns=CONCERNS.get(name, ""),
        specialty="",
        ranked=0,
        as_it_is=None,
        at_low=None,
        at_high=None,
    )
    others = [c for c in found.specialties if c is not head]
    for c in (head, *others[:1]):
        outcome = _outcome(made.concerns, plan, found, c)
        as_it_is = outcome(ModelTerms(plan.knowledge, plan.as_of))
        low, high = (
            outcome(Bent(plan.knowledge, plan.as_of, name, end or 0.0))
            for end in (value.low, value.high)
        )
        if as_it_is is not None and (low != as_it_is or high != as_it_is):
            return replace(
                made,
                specialty=c.specialty.id,
                ranked=middle_length(c),
                as_it_is=as_it_is,
                at_low=low,
                at_high=high,
            )
        if made.concerns not in ("list", "sent", "season", "effort"):
            break
    return made


def middle_length(c: SpecialtyChance) -> int:
    """Programs ranked by the person in the middle of those who matched; 0 if not printed."""
    spread = c.group.ranks_matched
    return round(spread.median or spread.mean) if spread else 0


def _with_ranks(c: SpecialtyChance, terms: ModelTerms) -> Chance | None:
    """The chance in the season with as many programs ranked as the matched in the middle."""
    number = middle_length(c)
    rest = added(Weight(0.0, terms.span(each).use) for each in ("drift", "unseen"))
    weight = (
        standing(c.group, number, c.listed.evidence, terms.weight("file-after-ranks"), rest)
        if number
        else None
    )
    return chance_of(weight) if weight else None


def ends_of(c: SpecialtyChance) -> dict[str, tuple[Chance, Chance]]:
    """The chance with a list with each judged factor at both ends of its range, by its rule.

    A factor that the profile leaves out has none.
    """
    parts = {part.id: part for part in c.listed.parts}
    named = ((finding, finding.rule.id.removeprefix(PREFIX)) for finding in c.factors)
    return {
        finding.rule.id: _ends(c, finding, parts[name].weight.use)
        for finding, name in named
        if name not in c.left_out
    }


def _ends(c: SpecialtyChance, finding: Finding, use: float) -> tuple[Chance, Chance]:
    total, points = c.listed.total, finding.points
    rest = total.use - use
    low, high = (Ranged(rest + end, total.down, total.up) for end in (points.low, points.high))
    return chance_between(low), chance_between(high)


def _outcome(
    concerns: str, plan: Decided, found: Chances, head: SpecialtyChance
) -> Callable[[ModelTerms], Chance | None]:
    """What a parameter moves, as a function of all judged quantities."""

    def again(c: SpecialtyChance, terms: ModelTerms) -> SpecialtyChance:
        return chance_in(plan.card(c.specialty.id), c.group, plan, terms)

    def anywhere(terms: ModelTerms) -> Chance | None:
        if len(found.somewhere) < 2:
            return None
        kept = [found.of(name) for name in found.somewhere[-1].specialties]
        return somewhere_with([again(c, terms) for c in kept if c], terms).any

    def sent(terms: ModelTerms) -> Chance | None:
        return again(head, terms).match

    def equal(terms: ModelTerms) -> Chance | None:
        return again(head, terms).at_effort(terms).match

    def begun(terms: ModelTerms) -> Chance | None:
        return start_of(plan, terms) if start_chance(plan, found) else None

    made: dict[str, Callable[[ModelTerms], Chance | None]] = {
        "list": lambda terms: again(head, terms).listed.chance,
        "sent": sent,
        "effort": equal,
        "somewhere": anywhere,
        "start": begun,
        "season": lambda terms: _with_ranks(head, terms),
    }
    return made.get(concerns, lambda terms: None)
