"""Takes over from a plan what a changed profile leaves as it was. Pure.

A rule gives the same finding where every fact that it names is the same, so only the other rules
are applied again. The findings taken over still point to the facts of the first plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sitegen.explain import slots
from sitegen.facts.model import Fact, Facts
from sitegen.facts.specialty import Keep
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.knowledge.rulebook import Condition, Rule, Threshold
from sitegen.plan.card import Card, Standing
from sitegen.plan.chance.parts import GROUP
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Candidate
from sitegen.plan.person import Person
from sitegen.profile import Profile
from sitegen.rules import Finding, evaluate

Named = tuple[tuple[Rule, frozenset[str]], ...]
"""Rules, each with every fact that its conditions compare."""


class Again:
    """What was found in a plan, to be looked up while another one is made."""

    def __init__(self, plan: Decided) -> None:
        """Start from the findings of this plan."""
        self.plan = plan
        self._cards = {c.id: c for c in plan.every}
        self._candidates = {c.card.id: c for c in plan.choice.candidates}
        self.scales, self.known = plan.scales, plan.known
        self._counted = sorted(counted_facts(plan.knowledge))
        self._stood: dict[str, list[tuple[tuple[object, ...], Standing]]] = {}
        self._made: dict[tuple[str, str], list[tuple[tuple[object, ...], list[Fact]]]] = {}
        self._rules: dict[str, tuple[Named, frozenset[str]]] = {}
        self._compared: tuple[Facts, Facts, frozenset[str]] = ({}, {}, frozenset())

    def card(self, specialty: str) -> Card:
        """How the specialty was rated."""
        return self._cards[specialty]

    def candidate(self, specialty: str) -> Candidate | None:
        """How the specialty was held against the gates; None for the first choice."""
        return self._candidates.get(specialty)

    def stands(self, person: Person, primary: Card | None) -> bool:
        """Whether what a further specialty adds is held against the same as in the plan.

        That is the chance of the first choice, the budget, and how much has to be added.
        """
        plan, old = self.plan, self.plan.primary
        same = old is primary or bool(old and primary and old.chance is primary.chance)
        money, was = (p.read.profile.constraints.application_budget for p in (person, plan))
        year, before = (p.facts["applicant.can_lose_year"].value for p in (person, plan))
        return same and money == was and year is before

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

    def standing(
        self, specialty: str, facts: Facts, p: Profile, make: Callable[[], Standing]
    ) -> Standing:
        """The chance and its rating; made once for each of the answers that they rest on."""
        card = self._cards[specialty]
        tried = self._stood.setdefault(specialty, [])
        if not tried:
            before = self._counts_on(specialty, card.facts, self.plan.read.profile)
            tried.append((before, card.standing))
        rests_on = self._counts_on(specialty, facts, p)
        for before, found in tried:
            if before == rests_on:
                return found
        tried.append((rests_on, make()))
        return tried[-1][1]

    def _counts_on(self, specialty: str, facts: Facts, p: Profile) -> tuple[object, ...]:
        """Everything that the chance in a specialty is made from."""
        first = p.interests.primary
        return (
            (first == specialty, first is None),
            p.visa,
            p.constraints.states,
            p.applications.leave_out,
            *(facts[name] for name in self._counted),
        )

    def group(self, group: str, facts: Facts, before: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of every rule of a group; those of `before` where nothing differs."""
        rules, names = self._named(group)
        old = before[0].facts if before else {}
        fresh = names & self._fresh(facts, old) if before else frozenset[str]()
        if not fresh and len(before) == len(rules) and all(f.facts is old for f in before):
            return tuple(before)
        known = {finding.rule.id: finding for finding in before}

        def found(rule: Rule, compared: frozenset[str]) -> Finding:
            last = known.get(rule.id)
            if last and last.rule is rule and last.facts is old and fresh.isdisjoint(compared):
                return last
            return evaluate(rule, facts, self.plan.knowledge, self.plan.as_of)

        return tuple(found(rule, compared) for rule, compared in rules)

    def _fresh(self, facts: Facts, old: Facts) -> frozenset[str]:
        """The names of the facts that differ; found once for the groups of one specialty."""
        now, before, _ = self._compared
        if now is not facts or before is not old:
            differ = (
                name
                for name, fact in facts.items()
                if name not in old or (fact is not old[name] and fact != old[name])
            )
            self._compared = facts, old, frozenset(differ)
        return self._compared[2]

    def _named(self, group: str) -> tuple[Named, frozenset[str]]:
        if group not in self._rules:
            rules = tuple((r, facts_named(r)) for r in self.plan.knowledge.rules_in(group))
            self._rules[group] = rules, frozenset().union(*(names for _, names in rules))
        return self._rules[group]


def counted_facts(knowledge: Knowledge) -> frozenset[str]:
    """Every fact of an applicant that a chance counts or tells."""
    found: set[str] = {*SEEN, *(n for rule in knowledge.rules_in(GROUP) for n in facts_told(rule))}
    for factor in knowledge.factors.values():
        other = factor.instead
        found |= {counted.fact for counted in factor.counts}
        found |= {*_named_in(other.when)} if other else set()
        says = (*factor.says, *(other.says if other else ()))
        found |= {name for said in says for name in slots(said.say)}
    return frozenset(n for n in found if n in knowledge.facts and not n.startswith(OF_THE_PART))


SEEN = (
    "applicant.step2_ck",
    "applicant.publications",
    "applicant.works_freely",
    "applicant.h1b_only",
    "visa.share",
    "here.weeks",
    "here.own_letters",
)
"""Facts that the chance reads by name."""

OF_THE_PART = ("part.", "here.name", "here.is_first")
"""Facts that are made for the chance, from others."""


def facts_told(rule: Rule) -> frozenset[str]:
    """Every fact that a rule compares or quotes."""
    says = (*(step.say for step in rule.steps), rule.otherwise.say, rule.unknown)
    return facts_named(rule) | {name for say in says for name in slots(say)}


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
