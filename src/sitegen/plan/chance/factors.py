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


def curve_of(factor: JudgedFactor) -> Curve:
    """The curve of a factor, with who of a printed group has how much."""
    return _curve(factor.knots, tuple((s.at, s.share / 100) for s in factor.population))


@functools.lru_cache(maxsize=128)
def _curve(knots: tuple[Knot, ...], population: tuple[tuple[float, float], ...]) -> Curve:
    return Curve(tuple(Bend(k.at, k.use, k.low, k.high) for k in knots), population)


def weigh_factor(name: str, level: float, facts: Facts, person: Person) -> Finding:
    """One factor where the printed group has this log-odds, as a finding with its weight."""
    factor = person.knowledge.factors[name]
    ways, doubt = _ways(factor, facts, person)
    typical = curve_of(factor).typical(level)
    least, most = amount_of(factor, facts)
    trace = tuple(_node(facts[counted.fact]) for counted in factor.counts) + doubt
    found = [
        (curve.of(end, level, typical), _said(says, end))
        for curve, says in ways
        for end in dict.fromkeys((_held(curve, least), _held(curve, most)))
    ]
    found.sort(key=lambda each: each[0].use)
    steps = tuple(Step(say=say, points=_points(weight)) for weight, say in found)
    rule = _rule(name, factor, ways[0][0], typical)
    return Finding(rule, steps if len(steps) == 1 else (steps[0], steps[-1]), trace, facts)


def judged(finding: Finding, level: float, person: Person) -> Judged:
    """A finding as a part of the chance. While it is open, the middle is that of the group."""
    name = finding.rule.id.removeprefix(f"{GROUP}.")
    if finding.settled:
        points = finding.points
        return Judged(id=name, use=points.use, low=points.low, high=points.high)
    factor = person.knowledge.factors[name]
    ways, _ = _ways(factor, finding.facts, person)
    least, most = amount_of(factor, finding.facts)
    typical = curve_of(factor).typical(level)
    each = [curve.between(least, most, level, typical) for curve, _ in ways]
    low, high = min(weight.low for weight in each), max(weight.high for weight in each)
    return Judged(id=name, use=each[0].use, low=low, high=high, known=False)


def _held(curve: Curve, amount: float) -> float:
    """An amount inside the ends of a curve."""
    return min(max(amount, curve.bends[0].at), curve.bends[-1].at)


def commitment(facts: Facts) -> float:
    """How much of the field's own weeks and letters there is, from 0 to 1; unknown is none."""
    weeks, letters = (facts[f"here.{name}"].value for name in ("weeks", "own_letters"))
    have = letters.low if isinstance(letters, Interval) else letters
    return (_part(weeks, FULL_WEEKS) + _part(have, FULL_LETTERS)) / 2


def _part(have: object, full: float) -> float:
    return min(float(have) / full, 1.0) if isinstance(have, (int, float)) else 0.0


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
    assert isinstance(value, (int, float)), "checked by the tests of the data"
    return times * float(value), times * float(value)


Way = tuple[Curve, Sequence[Said]]


def _ways(
    factor: JudgedFactor, facts: Facts, person: Person
) -> tuple[tuple[Way, ...], tuple[TraceNode, ...]]:
    """The curve with its sentences that holds for this person; both while that is open."""
    base, other = curve_of(factor), factor.instead
    if other is None:
        return ((base, factor.says),), ()
    node = weigh(other.when, facts, person.knowledge, person.as_of)
    special = (_curve(other.knots, base.population), other.says)
    if node.outcome is Outcome.MET:
        return (special,), ()
    if node.outcome is Outcome.NOT_MET:
        return ((base, factor.says),), ()
    return ((base, factor.says), special), (node,)


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
