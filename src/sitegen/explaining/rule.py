"""A rule in words: what it compares, its thresholds, its outcomes, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.explain import words
from sitegen.explaining.cases import FOLDER, case_lines
from sitegen.explaining.lines import heading, wrapped
from sitegen.explaining.subject import Data, label, parameter_lines, source_lines, unit
from sitegen.knowledge.factors import JudgedFactor, Knot, Said
from sitegen.knowledge.rulebook import Condition, Points, Rule, Step, Threshold, conditions
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.written import number, signed

FACTOR = "chance."
"""What stands before the name of a judged factor where its finding is named."""

_SLOT = re.compile(r"\{([a-z0-9_.]+)(?::plain)?\}")


def rule_ids(data: Data) -> list[str]:
    """Every rule and judged factor, by id."""
    return [rule.id for rule in data.known.rules] + [f"{FACTOR}{f}" for f in data.known.factors]


def general(data: Data, name: str) -> list[str]:
    """A rule or a judged factor without a person."""
    rule = next((r for r in data.known.rules if r.id == name), None)
    if rule is not None:
        return [*_head(data, name, rule), *_steps(data, rule), *_rests_on(data, rule)]
    factor = data.known.factors[name.removeprefix(FACTOR)]
    return [*_head(data, name, factor), *_curve(data, factor)]


def place_of(data: Data, name: str) -> str:
    """Where a rule stands, with its line; the file of a judged factor."""
    at = data.place("rules/", name)
    return at or data.file(f"factors/{name.removeprefix(FACTOR)}.yaml")


def worked(data: Data, name: str) -> list[str]:
    """The worked cases of a rule; nothing where it has none."""
    found = list(case_lines(data, name))
    return [*heading(data.say("explain-cases", folder=FOLDER)), *found] if found else []


def _head(data: Data, name: str, it: Rule | JudgedFactor) -> list[str]:
    kind = "published" if it.kind is ValueKind.PUBLISHED else "judged"
    return [
        *heading(f"{name}: {it.title}", "="),
        *wrapped(place_of(data, name), hang=0),
        "",
        *wrapped(it.why, hang=0),
        *wrapped(data.say(f"explain-rule-{kind}", year=str(it.year)), hang=0),
        *source_lines(data, it.sources),
    ]


def _steps(data: Data, rule: Rule) -> Iterator[str]:
    yield from heading(data.say("explain-steps"))
    for i, step in enumerate(rule.steps, 1):
        first, *others = condition_lines(data, step.when)
        yield from wrapped(data.say("explain-when", number=str(i), what=first), 2, 3)
        yield from (line for other in others for line in _deeper(other))
        yield from _result(data, step)
    yield from wrapped(data.say("explain-otherwise"), 2, 3)
    yield from _result(data, rule.otherwise)
    yield from wrapped(data.say("explain-unknown"), 2, 3)
    yield from wrapped(f"“{spoken(data, rule.unknown)}”", 5, 0)


def _deeper(line: str) -> list[str]:
    start = len(line) - len(line.lstrip())
    return wrapped(line.strip(), 3 + start, 2)


def _result(data: Data, step: Step) -> Iterator[str]:
    said = [step.outcome] if step.outcome else []
    if step.points:
        said.append(_points(data, step.points))
    said.append(f"“{spoken(data, step.say)}”")
    yield from wrapped("→ " + "; ".join(said), 5)


def _points(data: Data, points: Points) -> str:
    told = data.say("explain-points", points=signed(points.use))
    ends = f" ({signed(points.low)} to {signed(points.high)})"
    return told + (ends if points.low != points.high else "")


def spoken(data: Data, text: str) -> str:
    """A sentence of a rule with the name of each fact in the place of its value."""
    return _SLOT.sub(lambda m: f"[{label(data, m[1])}]", text)


def condition_lines(data: Data, condition: Condition | None, depth: int = 0) -> list[str]:
    """A condition in words; the parts of a group stand below it, further in."""
    if condition is None:
        return []
    for name in ("all_of", "any_of", "none_of"):
        parts: Sequence[Condition] | None = getattr(condition, name)
        if parts is not None:
            inner = [line for part in parts for line in condition_lines(data, part, depth + 1)]
            return [" " * 2 * depth + data.say(f"explain-{name}"), *inner]
    dash = "" if depth == 0 else " " * 2 * depth + "- "
    return [dash + _comparison(data, condition)]


def _comparison(data: Data, condition: Condition) -> str:
    assert condition.fact is not None, "checked when data is loaded"
    kind = unit(data, condition.fact)
    for verb in ("equals", "one_of", "at_least", "at_most"):
        written = getattr(condition, verb)
        if written is not None:
            value = _threshold(data, written, kind)
            return data.say(f"explain-{verb}", fact=label(data, condition.fact), value=value)
    raise AssertionError("checked when data is loaded")


def _threshold(data: Data, written: object, kind: Unit) -> str:
    if isinstance(written, Threshold):
        if written.fact:
            return data.say("explain-that-fact", fact=label(data, written.fact))
        assert written.parameter is not None, "checked when data is loaded"
        value = data.known.parameter(written.parameter, data.as_of).value
        return f"{words(value, kind)} ({written.parameter})"
    assert isinstance(written, (str, int, float, bool, tuple)), "checked when data is loaded"
    return words(written, kind)


def _rests_on(data: Data, rule: Rule) -> list[str]:
    """Facts that it compares, and thresholds that are kept in files of their own."""
    every = [c for step in rule.steps for c in conditions(step.when)]
    edges = [e for c in every for e in (c.at_least, c.at_most) if isinstance(e, Threshold)]
    facts = [c.fact for c in every if c.fact] + [e.fact for e in edges if e.fact]
    lines = heading(data.say("explain-facts"))
    for name in dict.fromkeys(facts):
        lines += wrapped(f"{name}: {label(data, name)}", 2)
    kept = dict.fromkeys(e.parameter for e in edges if e.parameter)
    if kept:
        lines += heading(data.say("explain-thresholds"))
    return lines + [line for name in kept for line in parameter_lines(data, name)]


def _curve(data: Data, factor: JudgedFactor) -> Iterator[str]:
    counted = [
        label(data, each.fact) + (f" × {number(each.times)}" if each.times != 1 else "")
        for each in factor.counts
    ]
    yield from heading(data.say("explain-counted", facts="; ".join(counted)))
    yield from _knots(factor.knots, factor.says, data)
    if factor.instead:
        first, *others = condition_lines(data, factor.instead.when)
        yield from wrapped(data.say("explain-instead", what=first), 0)
        yield from others
        yield from _knots(factor.instead.knots, factor.instead.says, data)
    if factor.population:
        shares = ", ".join(f"{number(p.at)}: {number(p.share)} %" for p in factor.population)
        yield from wrapped(data.say("explain-population", shares=shares), 0)
    yield from wrapped(data.say("explain-unknown"), 0)
    yield from wrapped(f"“{spoken(data, factor.unknown)}”", 2, 0)


def _knots(knots: Sequence[Knot], says: Sequence[Said], data: Data) -> Iterator[str]:
    for knot in knots:
        ends = f"{signed(knot.low)} to {signed(knot.high)}"
        said = next(each.say for each in says if each.to is None or knot.at <= each.to)
        yield from wrapped(
            f"{number(knot.at)}: {signed(knot.use)} ({ends}) “{spoken(data, said)}”", 2
        )
