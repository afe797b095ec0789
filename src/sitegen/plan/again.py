"""Takes over from a plan what a changed profile leaves as it was. Pure.

A rule gives the same finding where every fact that it names is the same, so only the other rules
are applied again. The findings taken over still point to the facts of the first plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.facts.model import Fact, Facts
from sitegen.facts.specialty import field_facts
from sitegen.knowledge.model import Specialty
from sitegen.knowledge.rulebook import Condition, Rule, Threshold
from sitegen.plan.model import Candidate, Card, Plan
from sitegen.rules import Finding, evaluate


class Again:
    """What was found in a plan, to be looked up while another one is made."""

    def __init__(self, plan: Plan) -> None:
        """Start from the findings of this plan."""
        self.plan = plan
        self._cards = {c.id: c for c in (*plan.cards, *plan.bridges, *plan.elsewhere)}
        self._candidates = {c.card.id: c for c in plan.choice.candidates}
        self._fields: dict[str, tuple[Fact, ...]] = {}
        self._rules: dict[str, tuple[tuple[Rule, frozenset[str]], ...]] = {}

    def card(self, specialty: str) -> Card:
        """How the specialty was rated."""
        return self._cards[specialty]

    def candidate(self, specialty: str) -> Candidate | None:
        """How the specialty was held against the gates; None for the first choice."""
        return self._candidates.get(specialty)

    def facts(self, fresh: Mapping[str, Fact]) -> dict[str, Fact]:
        """The facts, with the very ones of the plan where they are equal: quick to compare."""
        old = self.plan.facts
        return {
            name: old[name] if name in old and old[name] == fact else fact
            for name, fact in fresh.items()
        }

    def field(self, specialty: Specialty) -> tuple[Fact, ...]:
        """The facts of a specialty that are the same for everybody."""
        if specialty.id not in self._fields:
            names = [fact.name for fact in field_facts(specialty, self.plan.knowledge)]
            known = self._cards[specialty.id].facts
            self._fields[specialty.id] = tuple(known[name] for name in names)
        return self._fields[specialty.id]

    def group(self, group: str, facts: Facts, before: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of every rule of a group; those of `before` where nothing differs."""
        known = {finding.rule.id: finding for finding in before}
        return tuple(
            self._finding(rule, names, facts, known.get(rule.id))
            for rule, names in self._named(group)
        )

    def _finding(
        self, rule: Rule, names: frozenset[str], facts: Facts, before: Finding | None
    ) -> Finding:
        if before and before.rule is rule and all(facts[n] == before.facts[n] for n in names):
            return before
        return evaluate(rule, facts, self.plan.knowledge, self.plan.as_of)

    def _named(self, group: str) -> tuple[tuple[Rule, frozenset[str]], ...]:
        if group not in self._rules:
            rules = self.plan.knowledge.rules_in(group)
            self._rules[group] = tuple((rule, facts_named(rule)) for rule in rules)
        return self._rules[group]


def facts_named(rule: Rule) -> frozenset[str]:
    """Every fact that the conditions of a rule compare, on either side."""
    return frozenset(n for step in rule.steps if step.when for n in _named_in(step.when))


def _named_in(condition: Condition) -> Iterator[str]:
    for group in (condition.all_of, condition.any_of, condition.none_of):
        for part in group or ():
            yield from _named_in(part)
    ends = (condition.at_least, condition.at_most)
    others = (end.fact for end in ends if isinstance(end, Threshold))
    yield from filter(None, (condition.fact, *others))
