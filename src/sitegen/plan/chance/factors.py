"""Judged factors for one applicant: read off their curves, each as a finding with its sentence."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from sitegen.chance.curves import Bend, Curve
from sitegen.chance.listed import Judged
from sitegen.chance.odds import Ranged
from sitegen.facts.model import Fact, Facts, Interval
from sitegen.knowledge.factors import JudgedFactor, Knot, Said
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.rulebook import Points, Rule, Step
from sitegen.plan.person import Person
from sitegen.rules import Finding, Outcome, TraceNode, weigh

GROUP = "chance"
SELECTION = ("selection", "crowd")
"""The factors that are about the printed group, not about the person."""

FULL_WEEKS, FULL_LETTERS = 8, 2
"""Own weeks and letters with which somebody is like those who chose the field."""

DIGITS = 4


@functools.lru_cache(maxsize=128)
def curve_of(factor: JudgedFactor) -> Curve:
    """The curve of a factor, with who of a printed group has how much."""
    return _curve(factor.knots, tuple((s.at, s.share / 100) for s in factor.population))


@functools.lru_cache(maxsize=128)
def _curve(knots: tuple[Knot, ...], population: tuple[tuple[float, float], ...]) -> Curve:
    return Curve(tuple(Bend(k.at, k.use, k.low, k.high) for k in knots), population)


def weigh_factor(name: str, level: float, facts: Facts, person: Person) -> Finding:
    """One factor where the printed group has this log-odds, as a finding with its weight."""
    factor = person.knowledge.factors[name]
    special, doubt = _special(factor, facts, person)
    least, most = amount_of(factor, facts)
    trace = tuple(_node(facts[counted.fact]) for counted in factor.counts) + doubt
    rule, steps = _steps(name, factor, special, level, least, most)
    return Finding(rule, steps, trace, facts)


@functools.lru_cache(maxsize=4096)
def _steps(
    name: str, factor: JudgedFactor, special: Outcome, level: float, least: float, most: float
) -> tuple[Rule, tuple[Step, ...]]:
    """The factor as a rule, with its steps for the least and the most of what is counted."""
    ways, typical = _ways(factor, special), curve_of(factor).typical(level)
    found = [
        (curve.of(end, level, typical), _said(says, end))
        for curve, says in ways
        for end in dict.fromkeys((_held(curve, least), _held(curve, most)))
    ]
    found.sort(key=lambda each: each[0].use)
    steps = tuple(Step(say=say, points=_points(weight)) for weight, say in found)
    rule = _rule(name, factor, ways[0][0], typical)
    return rule, steps if len(steps) == 1 else (steps[0], steps[-1])


def judged(finding: Finding, level: float, person: Person) -> Judged:
    """A finding as a part of the chance. While it is open, the middle is that of the group."""
    name = finding.rule.id.removeprefix(f"{GROUP}.")
    if finding.settled:
        points = finding.points
        return Judged(id=name, use=points.use, low=points.low, high=points.high)
    factor = person.knowledge.factors[name]
    special, _ = _special(factor, finding.facts, person)
    return _judged_open(name, factor, special, level, *amount_of(factor, finding.facts))


@functools.lru_cache(maxsize=4096)
def _judged_open(
    name: str, factor: JudgedFactor, special: Outcome, level: float, least: float, most: float
) -> Judged:
    """A part of the chance that is still open, between the least and the most of what counts."""
    typical = curve_of(factor).typical(level)
    each = [curve.between(least, most, level, typical) for curve, _ in _ways(factor, special)]
    low, high = min(weight.low for weight in each), max(weight.high for weight in each)
    return Judged(id=name, use=each[0].use, low=low, high=high, known=False)


def _held(curve: Curve, amount: float) -> float:
    """An amount inside the ends of a curve."""
    return min(max(amount, curve.bends[0].at), curve.bends[-1].at)


def commitment(facts: Facts) -> tuple[float, float]:
    """How much of the field's own weeks and letters there is, from 0 to 1: at least, at most.

    What is not known could be none and could be all of it.
    """
    weeks, letters = (facts[f"here.{name}"].value for name in ("weeks", "own_letters"))
    parts = (_part(weeks, FULL_WEEKS), _part(letters, FULL_LETTERS))
    return math.fsum(low for low, _ in parts) / 2, math.fsum(high for _, high in parts) / 2


def _part(have: object, full: float) -> tuple[float, float]:
    if isinstance(have, Interval):
        return min(have.low / full, 1.0), min(have.high / full, 1.0)
    sure = min(float(have) / full, 1.0) if isinstance(have, (int, float)) else None
    return (0.0, 1.0) if sure is None else (sure, sure)


def relieved(found: Judged, share: float) -> Judged:
    """A judgement of which this share is taken away."""
    rest = 1 - share
    return Judged(id=found.id, use=rest * found.use, low=rest * found.low, high=rest * found.high)


def amount_of(factor: JudgedFactor, facts: Facts) -> tuple[float, float]:
    """The least and the most that the counted facts can add up to; alike where all are known."""
    ends = [_ends(facts[counted.fact], counted.times) for counted in factor.counts]
    return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends)


def _ends(fact: Fact, times: float) -> tuple[float, float]:
    value = fact.value
    if value is None:
        return 0.0, math.inf
    if isinstance(value, Interval):
        return times * value.low, times * value.high
    # Checked by the tests of the data.
    assert isinstance(value, (int, float))
    return times * float(value), times * float(value)


Way = tuple[Curve, Sequence[Said]]


def _special(
    factor: JudgedFactor, facts: Facts, person: Person
) -> tuple[Outcome, tuple[TraceNode, ...]]:
    """Whether the other curve holds for this person, and what that waits for while it is open."""
    if factor.instead is None:
        return Outcome.NOT_MET, ()
    node = weigh(factor.instead.when, facts, person.knowledge, person.as_of)
    return node.outcome, (node,) if node.outcome is Outcome.UNKNOWN else ()


def _ways(factor: JudgedFactor, special: Outcome) -> tuple[Way, ...]:
    """The curve with its sentences that holds for this person; both while that is open."""
    base, other = curve_of(factor), factor.instead
    usual: Way = base, factor.says
    if other is None or special is Outcome.NOT_MET:
        return (usual,)
    instead: Way = _curve(other.knots, base.population), other.says
    return (instead,) if special is Outcome.MET else (usual, instead)


def _node(fact: Fact) -> TraceNode:
    open_ = fact.value is None or (isinstance(fact.value, Interval) and not fact.value.settled)
    return TraceNode(Outcome.UNKNOWN if open_ else Outcome.NOT_MET, "counted", fact)


def _said(says: Sequence[Said], amount: float) -> str:
    return next(said.say for said in says if said.to is None or amount <= said.to)


def _points(weight: Ranged) -> Points:
    return Points(
        use=round(weight.use, DIGITS),
        low=round(weight.low, DIGITS),
        high=round(weight.high, DIGITS),
    )


@functools.lru_cache(maxsize=1024)
def _rule(name: str, factor: JudgedFactor, curve: Curve, typical: float) -> Rule:
    """The factor as a rule with one step for each point of its curve."""
    steps = tuple(
        Step(
            say=_said(factor.says, bend.at),
            points=_points(Ranged(bend.use - typical, bend.use - bend.low, bend.high - bend.use)),
        )
        for bend in curve.bends
    )
    return Rule(
        id=f"{GROUP}.{name}",
        group=GROUP,
        title=factor.title,
        why=factor.why,
        kind=factor.kind,
        year=factor.year,
        sources=factor.sources,
        steps=steps[:-1],
        otherwise=steps[-1],
        unknown=factor.unknown,
    )


def factor_names(knowledge: Knowledge) -> tuple[str, ...]:
    """The factors about the person, in the order of the page."""
    first = ("attempts", "graduation", "experience", "letters", "earlier", "visa")
    rest = sorted(set(knowledge.factors) - {*first, *SELECTION})
    return (*(name for name in first if name in knowledge.factors), *rest)
