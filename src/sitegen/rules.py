"""Compares facts with thresholds. The trace is the result: nothing is recorded elsewhere.

Three outcomes exist. A comparison with an unknown fact is *unknown*, never "not met"; groups
follow Kleene's logic. A rule with unknown steps keeps every step that is still possible.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sitegen.facts.model import Fact, Facts, Interval, Value
from sitegen.grid import on_grid
from sitegen.knowledge.model import Knowledge, ParameterValue
from sitegen.knowledge.rulebook import Condition, Points, Rule, Step, Threshold
from sitegen.records import value_object

NO_POINTS = Points(use=0, low=0, high=0)
"""What a step without points moves."""


class Outcome(StrEnum):
    """Result of a condition."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@value_object
class TraceNode:
    """One evaluated condition: what was compared with what, and what came of it."""

    outcome: Outcome
    comparison: str
    fact: Fact | None = None
    threshold: Value | tuple[str, ...] = None
    parameter: str | None = None
    parameter_value: ParameterValue | None = None
    parts: tuple[TraceNode, ...] = ()


@dataclass(frozen=True, eq=False)
class Finding:
    """The result of a rule: the step that holds, or every step that is still possible.

    What follows from it is asked many times, so it is kept.
    """

    rule: Rule
    steps: tuple[Step, ...]
    trace: tuple[TraceNode, ...]
    facts: Facts

    @functools.cached_property
    def settled(self) -> bool:
        """Whether one step holds for certain, or all possible steps agree."""
        return len(self.steps) == 1 or len({(s.points, s.outcome) for s in self.steps}) == 1

    @property
    def step(self) -> Step | None:
        """The step that holds, or None while several are possible."""
        return self.steps[0] if self.settled else None

    @property
    def told(self) -> Step | None:
        """The step whose sentence is true for certain; steps may agree on all but the sentence."""
        met = bool(self.trace) and self.trace[-1].outcome is Outcome.MET
        return self.steps[-1] if self.settled and (met or len(self.steps) == 1) else None

    @functools.cached_property
    def outcome(self) -> str | None:
        """The result as a word, or None while several are possible."""
        return self.step.outcome if self.step else None

    @functools.cached_property
    def points(self) -> Points:
        """What the rule moves a rating by; while unknown, the hull of all that is possible."""
        if self.settled:
            return self.steps[0].points or NO_POINTS
        moves = [s.points or NO_POINTS for s in self.steps]
        low, high = min(p.low for p in moves), max(p.high for p in moves)
        middle = (min(p.use for p in moves) + max(p.use for p in moves)) / 2
        return Points(use=middle, low=low, high=high)

    @functools.cached_property
    def missing(self) -> tuple[str, ...]:
        """What would settle the rule."""
        if self.settled:
            return ()
        found: dict[str, None] = {}
        for node in self.trace:
            for leaf in open_leaves(node):
                found |= dict.fromkeys(leaf.fact.missing if leaf.fact else ())
        return tuple(found)

    @functools.cached_property
    def compared(self) -> tuple[Fact, ...]:
        """Every fact that was compared, each once."""
        found = {leaf.fact.name: leaf.fact for n in self.trace for leaf in leaves(n) if leaf.fact}
        return tuple(found.values())


def leaves(node: TraceNode) -> Sequence[TraceNode]:
    """The comparisons inside a node."""
    if not node.parts:
        return [node]
    return [leaf for part in node.parts for leaf in leaves(part)]


def open_leaves(node: TraceNode) -> Sequence[TraceNode]:
    """The unknown comparisons that hold a node open; none under a part that is settled anyway."""
    if node.outcome is not Outcome.UNKNOWN:
        return []
    return [leaf for part in node.parts for leaf in open_leaves(part)] if node.parts else [node]


def evaluate(rule: Rule, facts: Facts, knowledge: Knowledge, as_of: dt.date) -> Finding:
    """Apply a rule to facts. Steps are tried in order; unknown steps stay possible."""
    possible: list[Step] = []
    trace: list[TraceNode] = []
    for step in rule.steps:
        assert step.when is not None, "checked when data is loaded"
        node = weigh(step.when, facts, knowledge, as_of)
        trace.append(node)
        if node.outcome is not Outcome.NOT_MET:
            possible.append(step)
        if node.outcome is Outcome.MET:
            return Finding(rule, tuple(possible), tuple(trace), facts)
    return Finding(rule, (*possible, rule.otherwise), tuple(trace), facts)


def evaluate_group(
    group: str, facts: Facts, knowledge: Knowledge, as_of: dt.date
) -> tuple[Finding, ...]:
    """Apply every rule of a group."""
    return tuple(evaluate(rule, facts, knowledge, as_of) for rule in knowledge.rules_in(group))


def weigh(condition: Condition, facts: Facts, knowledge: Knowledge, as_of: dt.date) -> TraceNode:
    """Evaluate one condition."""
    for name, group, combine in (
        ("all_of", condition.all_of, all_of),
        ("any_of", condition.any_of, any_of),
        ("none_of", condition.none_of, none_of),
    ):
        if group is not None:
            parts = tuple(weigh(part, facts, knowledge, as_of) for part in group)
            return TraceNode(combine([p.outcome for p in parts]), name, parts=parts)
    assert condition.fact is not None, "checked when data is loaded"
    fact = facts[condition.fact]
    if condition.equals is not None:
        return TraceNode(_same(fact.value, (condition.equals,)), "is", fact, condition.equals)
    if condition.one_of is not None:
        return TraceNode(_same(fact.value, condition.one_of), "one_of", fact, condition.one_of)
    comparison = "at_least" if condition.at_least is not None else "at_most"
    written = condition.at_least if condition.at_least is not None else condition.at_most
    threshold, parameter, value = _threshold(written, facts, knowledge, as_of)
    outcome = _order(fact.value, threshold, comparison)
    return TraceNode(outcome, comparison, fact, threshold, parameter, value)


def _threshold(
    written: object, facts: Facts, knowledge: Knowledge, as_of: dt.date
) -> tuple[Value, str | None, ParameterValue | None]:
    if isinstance(written, Threshold):
        if written.parameter:
            value = knowledge.parameter(written.parameter, as_of)
            return value.value, written.parameter, value
        assert written.fact is not None, "checked when data is loaded"
        return facts[written.fact].value, None, None
    assert isinstance(written, (str, int, float, bool)), "checked when data is loaded"
    return written, None, None


def _same(value: Value, wanted: tuple[object, ...]) -> Outcome:
    if value is None:
        return Outcome.UNKNOWN
    if isinstance(value, Interval):
        if value.settled:
            return Outcome.MET if value.low in wanted else Outcome.NOT_MET
        inside = any(isinstance(w, (int, float)) and value.low <= w <= value.high for w in wanted)
        return Outcome.UNKNOWN if inside else Outcome.NOT_MET
    return Outcome.MET if value in wanted else Outcome.NOT_MET


def _order(value: Value, threshold: Value, comparison: str) -> Outcome:
    if value is None or threshold is None:
        return Outcome.UNKNOWN
    low, high = _ends(value)
    edge = _ends(threshold)[0]
    if comparison == "at_most":
        low, high, edge = -high, -low, -edge
    if low >= edge:
        return Outcome.MET
    return Outcome.NOT_MET if high < edge else Outcome.UNKNOWN


def _ends(value: Value) -> tuple[float, float]:
    if isinstance(value, Interval):
        return on_grid(value.low), on_grid(value.high)
    if isinstance(value, dt.date):
        return value.toordinal(), value.toordinal()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return on_grid(value), on_grid(value)
    raise TypeError(f"{value!r} has no order")


def all_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Not met if any part is not met, else unknown if any is unknown, else met."""
    if Outcome.NOT_MET in outcomes:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.MET


def any_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Met if any part is met, else unknown if any is unknown, else not met."""
    if Outcome.MET in outcomes:
        return Outcome.MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.NOT_MET


def none_of(outcomes: Sequence[Outcome]) -> Outcome:
    """The opposite of `any_of`."""
    swapped = {Outcome.MET: Outcome.NOT_MET, Outcome.NOT_MET: Outcome.MET}
    return swapped.get(any_of(outcomes), Outcome.UNKNOWN)
