"""What a rule found for one person: every finding of it in a plan, told as the plan tells it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from sitegen.explain import Explanation, comparison_words, explain, owner_short, value_words, words
from sitegen.explaining.lines import heading, wrapped
from sitegen.explaining.subject import Data
from sitegen.facts.model import Fact
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.chance.reasons import reasons_of
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.decided import Decided
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile
from sitegen.programs.model import Program
from sitegen.records import value_object
from sitegen.rules import Finding, TraceNode, leaves

LEFT_ALONE = ("read", "knowledge", "known", "scales", "cards", "bridges", "elsewhere", "primary")
"""Fields of a plan that hold no finding of their own, or whose findings are told by card."""

CLOSED = (Knowledge, ReadProfile, Card, Specialty, SpecialtyChance, Decided, Fact, Program)
"""Records inside which no finding is looked for: theirs are told elsewhere, or of another plan."""


@value_object
class Found:
    """A finding, of what it is, and what it moves where a rating or a chance holds it."""

    of: str
    finding: Finding
    moved: str = ""


def found_in(plan: Plan, rule: str) -> list[Found]:
    """Every finding of a rule in a plan: first those of specialties, then all others."""
    every = [*_of_cards(plan), *_of_gates(plan)]
    for field in dataclasses.fields(plan):
        if field.name not in LEFT_ALONE:
            every += _inside(getattr(plan, field.name), "")
    once = {id(each.finding): each for each in reversed(every) if each.finding.rule.id == rule}
    return list(reversed(once.values())) or list(_of_chances(plan, rule))


def _of_chances(plan: Plan, rule: str) -> Iterator[Found]:
    """A part that stands only in chances with the applications of the plan."""
    for chance in plan.matching.chances.specialties:
        for reason in reasons_of(chance):
            if reason.finding.rule.id == rule:
                yield Found(chance.specialty.title, reason.finding, reason.moved)


def _of_cards(plan: Plan) -> Iterator[Found]:
    for card in plan.every:
        title = card.specialty.title
        for reason in plan.reasons.chances.get(card.id, ()):
            yield Found(title, reason.finding, reason.moved)
        for rating in (card.visa, card.friendliness, card.fit, card.likelihood):
            yield from (Found(title, each) for each in rating.findings)


def _of_gates(plan: Plan) -> Iterator[Found]:
    for candidate in plan.choice.candidates:
        for gate in candidate.gates:
            yield Found(candidate.card.specialty.title, gate)


def _inside(value: object, of: str) -> Iterator[Found]:
    if isinstance(value, Finding):
        yield Found(of, value)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _inside(each, of)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _inside(each, of)
    elif dataclasses.is_dataclass(value) and not isinstance(value, (type, *CLOSED)):
        of = _named(value) or of
        for field in dataclasses.fields(value):
            yield from _inside(getattr(value, field.name), of)


def _named(value: object) -> str:
    """The specialty or program that a record is about; empty for most."""
    program = getattr(value, "program", None)
    if isinstance(program, Program):
        return program.name or f"line {program.place.line}"
    about = getattr(value, "card", None) or getattr(value, "specialty", None)
    about = about.specialty if isinstance(about, Card) else about
    return about.title if isinstance(about, Specialty) else ""


def found_lines(data: Data, plan: Plan, rule: str) -> Iterator[str]:
    """The result of a rule for this person; specialties with the same result stand together."""
    yield from heading(data.say("explain-found"))
    groups: dict[str, list[Found]] = {}
    for each in found_in(plan, rule):
        groups.setdefault(explain(each.finding).text, []).append(each)
    if not groups:
        yield from wrapped(data.say("explain-not-asked"), 2)
    elif rule.startswith(("chance.", "part.")):
        yield from wrapped(data.say("explain-people"), 2, 0)
    for text, same in groups.items():
        yield from _moved(same)
        yield from wrapped(f"“{text}”", 4, 0)
        yield from _because(data, same[0].finding)


def _moved(same: Sequence[Found]) -> Iterator[str]:
    """Specialties with one result, by what it moves in them."""
    names: dict[str, dict[str, None]] = {}
    for each in same:
        moved = each.moved or explain(each.finding).moved
        names.setdefault(moved, {}).update({each.of: None} if each.of else {})
    for moved, those in names.items():
        yield from wrapped(": ".join(filter(None, (", ".join(those), moved))), 2)


def _because(data: Data, finding: Finding) -> Iterator[str]:
    """The comparisons that were made, the lines of the profile, and the figures with sources."""
    told = explain(finding)
    for node in finding.trace:
        for leaf in leaves(node):
            yield from wrapped(_compared(leaf), 6)
    yield from _roots(data, told)
    for missing in told.missing:
        yield from wrapped(data.say("explain-missing", what=missing), 6)


def _compared(leaf: TraceNode) -> str:
    """One comparison; a fact that is only counted has no threshold."""
    if leaf.comparison == "counted" and leaf.fact is not None:
        return f"{leaf.fact.label}: {value_words(leaf.fact)}"
    return comparison_words(leaf)


def _roots(data: Data, told: Explanation) -> Iterator[str]:
    for root in told.profile_roots:
        yield from wrapped(data.say("explain-root", place=f"{root.location} {root.path}"), 6)
    for c in told.citations:
        owner = owner_short(data.known.sources[c.source])
        kind = "" if c.kind is ValueKind.PUBLISHED else f", {c.kind.value}"
        cited = f"{c.label}: {words(c.value, c.unit)} ({owner} {c.year}{kind}; {c.locator})"
        yield from wrapped(cited, 6)
