"""Takes over from a plan what a changed profile leaves as it was. Pure.

A rule gives the same finding where every fact that it names is the same, so only the other rules
are applied again. The findings taken over still point to the facts of the first plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sitegen.facts.model import Fact, Facts
from sitegen.facts.specialty import Keep
from sitegen.knowledge.model import Specialty
from sitegen.knowledge.rulebook import Condition, Rule, Threshold
from sitegen.plan.model import Candidate, Card, Plan
from sitegen.rules import Finding, evaluate

Named = tuple[tuple[Rule, frozenset[str]], ...]
"""Rules, each with every fact that its conditions compare."""


class Again:
    """What was found in a plan, to be looked up while another one is made."""

    def __init__(self, plan: Plan) -> None:
        """Start from the findings of this plan."""
        self.plan = plan
        self._cards = {c.id: c for c in (*plan.cards, *plan.bridges, *plan.elsewhere)}
        self._candidates = {c.card.id: c for c in plan.choice.candidates}
        self._made: dict[tuple[str, str], list[tuple[tuple[object, ...], list[Fact]]]] = {}
        self._rules: dict[str, tuple[Named, frozenset[str]]] = {}

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

    def keep(self, specialty: Specialty) -> Keep:
        """Makes facts of a specialty once for each of the answers that they rest on."""
        old = self._cards[specialty.id].facts

        def keep(
            name: str, rests_on: tuple[object, ...], make: Callable[[], Iterable[Fact]]
        ) -> Sequence[Fact]:
            tried = self._made.setdefault((specialty.id, name), [])
            for before, facts in tried:
                if before == rests_on:
                    return facts
            # The very ones of the plan where they are equal: quick to compare.
            found = [old[f.name] if old.get(f.name) == f else f for f in make()]
            tried.append((rests_on, found))
            return found

        return keep

    def group(self, group: str, facts: Facts, before: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of every rule of a group; those of `before` where nothing differs."""
        rules, names = self._named(group)
        old = before[0].facts if before else {}
        fresh = {n for n in names if before and facts[n] is not old[n] and facts[n] != old[n]}
        if not fresh and len(before) == len(rules) and all(f.facts is old for f in before):
            return tuple(before)
        known = {finding.rule.id: finding for finding in before}

        def found(rule: Rule, compared: frozenset[str]) -> Finding:
            last = known.get(rule.id)
            if last and last.rule is rule and last.facts is old and fresh.isdisjoint(compared):
                return last
            return evaluate(rule, facts, self.plan.knowledge, self.plan.as_of)

        return tuple(found(rule, compared) for rule, compared in rules)

    def _named(self, group: str) -> tuple[Named, frozenset[str]]:
        if group not in self._rules:
            rules = tuple((r, facts_named(r)) for r in self.plan.knowledge.rules_in(group))
            self._rules[group] = rules, frozenset().union(*(names for _, names in rules))
        return self._rules[group]


def differs(fact: Fact, other: Fact) -> bool:
    """Whether two facts say anything else. Most are the very same one."""
    return fact is not other and fact != other


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
