"""What the plan concluded, as facts, so that tasks and the guide's pages can compare it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.facts.applicant import FactMaker
from sitegen.facts.evidence import closely_related
from sitegen.facts.model import Fact, Facts, Value
from sitegen.plan.applying.wanted import wanted
from sitegen.plan.card import Card
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Candidate, Choice
from sitegen.plan.person import place_facts
from sitegen.profile.choices import VisaKind
from sitegen.rules import Finding, evaluate_group


def maker(plan: Decided) -> FactMaker:
    """Makes facts for this plan."""
    return FactMaker(plan.knowledge.facts, plan.read.places, plan.knowledge)


RESTS_ON = ("applicant.needs_visa", "applicant.step2_ck", "applicant.years_since_graduation")
"""What every number rests on; with two of the three unknown, a range would say nothing."""


def little_known(plan: Decided) -> bool:
    """Whether so little is known that no chance is told, and what to find out stands instead.

    It hangs on which answers there are and never on what they are. Interviews that somebody has
    say more than any of them.
    """
    unknown = sum(not plan.facts[name].known for name in RESTS_ON)
    return unknown > 1 and not plan.read.interviews


def prepared(plan: Decided) -> tuple[Card, ...]:
    """The first choice, if one is named, and each backup that the plan recommends."""
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    first = (plan.primary,) if plan.primary else ()
    return (*first, *(b.card for b in backups))


def conclusions(plan: Decided) -> dict[str, Fact]:
    """Facts about the answer: names, counts and cost. Names are as in a sentence."""
    make = maker(plan)
    cards = prepared(plan)
    first = plan.primary
    backups = [c for c in cards if not c.is_primary]
    advice = plan.counts.advice if plan.counts else ()
    programs = {c.specialty.id: c.programs for c in advice}
    decision = plan.decision.possible
    open_answers = plan.choice.missing or (plan.knowledge.say("waits-for-backup"),)

    def none(name: str, value: Value) -> Fact:
        """A fact that exists only where the plan came to it; else what it waits for."""
        kind = make.kinds[name]
        missing = () if value is not None else open_answers
        return Fact(name, value, kind.unit, kind.label, (), missing)

    passed, counts = passed_named(plan.choice), plan.counts
    facts = [
        make.computed("plan.verdict", plan.choice.verdict),
        make.computed("plan.provisional", plan.choice.provisional),
        make.computed("plan.own_word_missing", "interests.not_for_life" in plan.choice.missing),
        Fact(
            "plan.decision",
            decision[0] if len(decision) == 1 else None,
            make.kinds["plan.decision"].unit,
            make.kinds["plan.decision"].label,
            (),
            plan.decision.finding.missing,
        ),
        make.told("plan.first", first.specialty.name if first else None, "interests.primary"),
        make.computed("plan.has_first", first is not None),
        make.computed("plan.has_backup", bool(backups)),
        make.computed("plan.has_second_backup", len(backups) > 1),
        none("plan.backup", backups[0].specialty.name if backups else None),
        none("plan.second_backup", backups[1].specialty.name if backups[1:] else None),
        none("plan.programs", sum(int(n) for n in programs.values()) if advice else None),
        none("plan.programs_first", programs.get(first.id) if first else None),
        none("plan.programs_backup", programs.get(backups[0].id) if backups else None),
        none("plan.cost", plan.counts.advice_total if plan.counts and advice else None),
        make.computed("plan.out_of_reach", plan.choice.out_of_reach),
        make.computed("plan.hardly", counts is not None and counts.gain.hardly),
        none("plan.binding", plan.counts.binding if plan.counts else None),
        none("plan.full", _full(plan)),
        make.computed("plan.passed_named", passed.card.specialty.name if passed else "none"),
        make.computed("plan.adds_little", plan.choice.adds_little),
        make.computed("plan.waits", plan.choice.waits),
        none("pair.related", related(first, backups[0]) if first and backups else None),
    ]
    return {fact.name: fact for fact in (*facts, *_list_facts(plan, make, none))}


def _list_facts(
    plan: Decided, make: FactMaker, none: Callable[[str, Value], Fact]
) -> Iterator[Fact]:
    """How long the program list has to be, and how far it is."""
    it = wanted(plan)
    told = it.missing if it.fields else {}
    yield make.computed("plan.list_held", it.held)
    yield make.computed("plan.list_short", it.left > 0)
    yield none("plan.list_wanted", it.rows if it.fields else None)
    yield none("plan.list_j1_missing", told.get(VisaKind.J1))
    yield none("plan.list_h1b_missing", told.get(VisaKind.H1B))


def _full(plan: Decided) -> str | None:
    """The specialties in which all open programs are advised, as in a sentence."""
    full = [s.name for s in plan.counts.full] if plan.counts else []
    return " and ".join([", ".join(full[:-1]), full[-1]] if full[1:] else full) or None


def passed_named(choice: Choice) -> Candidate | None:
    """A specialty that was named and passes, where one that was not named went before it."""
    backups = choice.backups if choice.verdict == "recommended" else ()
    if not backups or backups[0].card.facts["fit.named"].value is True:
        return None
    named = (c for c in choice.candidates if c.card.facts["fit.named"].value is True)
    return next((c for c in named if c.passed), None)


def verdicts(plan: Decided) -> dict[str, Finding]:
    """What the plan says of its own answer: `choice`, `line`, `binding` and `named`."""
    found = evaluate_group("verdict", plan.facts, plan.knowledge, plan.as_of)
    return {each.rule.id.removeprefix("verdict."): each for each in found}


def provisional(plan: Decided) -> Finding:
    """Whether the answer hangs on a word of the applicant, and on which."""
    (found,) = evaluate_group("provisional", plan.facts, plan.knowledge, plan.as_of)
    return found


def related(first: Card, backup: Card) -> bool:
    """Whether the specialties of two cards are closely related."""
    return closely_related(first.specialty, backup.specialty)


def facts_at(plan: Decided, card: Card) -> Facts:
    """Every fact for one specialty: the applicant's, the plan's, and those of the specialty."""
    own = place_facts(card.specialty, card.is_primary, plan)
    return {**plan.facts, **card.facts, **own}
