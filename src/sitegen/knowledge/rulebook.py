"""Rules as they are written: ordered steps of conditions over facts. No expressions."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object
from sitegen.shape import Plain, item, optional

GROUPS = {
    "parts",
    "visa",
    "friendliness",
    "fit",
    "backup",
    "triggers",
    "none_needed",
    "decision",
    "assets",
    "flags",
    "earlier",
    "h1b",
    "documents",
    "interviews",
    "answers",
    "ranking",
    "supplemental",
    "after",
    "immigration",
    "scenarios",
    "pathways",
    "commitment",
    "year",
    "timeline",
    "faq",
    "ethics",
    "disagreements",
    "programs",
    "list",
    "season",
    "geography",
    "provisional",
    "gain",
    "verdict",
    "counsel",
    "tier",
}
"""What rules can be for; a rule of another group would never be asked."""


@value_object(kw_only=True)
class Threshold:
    """A threshold kept elsewhere: a dated parameter, or another fact."""

    parameter: str | None = optional("Name of a parameter.")
    fact: str | None = optional("Name of a fact.")


@value_object(kw_only=True)
class Condition:
    """One comparison, or a group of conditions."""

    fact: str | None = optional("Name of the fact compared.")
    equals: Plain | None = optional("Equal to.", key="is")
    one_of: tuple[str, ...] | None = optional("One of these words.")
    at_least: Plain | Threshold | None = optional("This or more.")
    at_most: Plain | Threshold | None = optional("This or less.")
    all_of: tuple[Condition, ...] | None = optional("Every part.")
    any_of: tuple[Condition, ...] | None = optional("At least one part.")
    none_of: tuple[Condition, ...] | None = optional("No part.")


@value_object(kw_only=True)
class Points:
    """What a step moves a rating by, with the range of the judgement."""

    use: float = item("Central value.", low=-5, high=5)
    low: float = item("Lowest defensible value.", low=-5, high=5)
    high: float = item("Highest defensible value.", low=-5, high=5)


@value_object(kw_only=True)
class Step:
    """One possible result of a rule."""

    say: str = item("The result as a sentence; {fact.name} stands for a fact's value.")
    when: Condition | None = optional("When it applies; only `otherwise` has none.")
    points: Points | None = optional("What it moves a rating by.")
    outcome: str | None = optional("The result as a word.")


@value_object(kw_only=True)
class Rule:
    """An ordered list of steps; the first whose condition is met is the result."""

    id: str = item("Unique name.")
    group: str = item("What the rule is for.")
    title: str = item("What it asks, as a short heading.")
    why: str = item("Why it matters, in one or two sentences.")
    kind: ValueKind = item("published, or judgement for this project's own thresholds.")
    year: int = item("Year of the rule.", low=2000, high=2100)
    sources: tuple[str, ...] = item("Keys of the sources behind the thresholds.")
    steps: tuple[Step, ...] = item("Tried in order.")
    otherwise: Step = item("When no step is met.")
    unknown: str = item("What to say when a fact is missing.")


def conditions(condition: Condition | None) -> Iterator[Condition]:
    """A condition and every condition inside it."""
    if condition is None:
        return
    yield condition
    for group in (condition.all_of, condition.any_of, condition.none_of):
        for inner in group or ():
            yield from conditions(inner)


def groups(condition: Condition) -> int:
    """How many groups of conditions stand in a condition."""
    parts = (condition.all_of, condition.any_of, condition.none_of)
    return sum(each is not None for each in parts)


def compared(condition: Condition) -> int:
    """How many comparisons stand in a condition."""
    parts = (condition.equals, condition.one_of, condition.at_least, condition.at_most)
    return sum(each is not None for each in parts)


def well_formed(condition: Condition) -> bool:
    """Whether a condition is one comparison of a fact, or one group."""
    counts = (groups(condition), compared(condition))
    return counts == ((0, 1) if condition.fact else (1, 0))
