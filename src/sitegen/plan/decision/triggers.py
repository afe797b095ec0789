"""The guide's reasons for a second specialty, and the answer over them. Reasons, not the choice."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts, Interval
from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Card, Rating
from sitegen.plan.decision.model import Choice, Counts, Decision
from sitegen.rules import Finding, evaluate, evaluate_group


def decide(
    applicant: Facts,
    primary: Card | None,
    choice: Choice,
    counts: Counts | None,
    make: FactMaker,
    knowledge: Knowledge,
    as_of: dt.date,
) -> Decision:
    """Apply the triggers, then the words for the verdict on the choice over them."""
    facts: dict[str, Fact] = {
        **applicant,
        **_primary_facts(primary, make),
        "plan.verdict": _verdict(choice, make),
        "plan.adds_little": make.computed("plan.adds_little", choice.adds_little),
        "plan.has_first": make.computed("plan.has_first", primary is not None),
        "plan.hardly": make.computed("plan.hardly", counts is not None and counts.gain.hardly),
        "plan.binding": make.computed("plan.binding", counts.binding if counts else "none"),
    }
    triggers = evaluate_group("triggers", facts, knowledge, as_of)
    for finding in triggers:
        facts[finding.rule.id] = _holds(finding, make)
    (none_needed,) = evaluate_group("none_needed", facts, knowledge, as_of)
    facts[none_needed.rule.id] = _holds(none_needed, make)
    (rule,) = knowledge.rules_in("decision")
    return Decision(
        finding=evaluate(rule, facts, knowledge, as_of), triggers=triggers, none_needed=none_needed
    )


def _verdict(choice: Choice, make: FactMaker) -> Fact:
    """The answer; not known while answers are missing."""
    kind = make.kinds["plan.verdict"]
    open_ = choice.verdict == "undecided"
    missing = choice.missing or ("interests.primary",)
    value = None if open_ else choice.verdict
    return Fact("plan.verdict", value, kind.unit, kind.label, (), missing if open_ else ())


def _holds(finding: Finding, make: FactMaker) -> Fact:
    kind = make.kinds[finding.rule.id]
    value = {"holds": True, "clear": False}.get(finding.outcome or "")
    origins = tuple(o for fact in finding.compared for o in fact.origins)
    return Fact(finding.rule.id, value, kind.unit, kind.label, origins, finding.missing)


def _primary_facts(primary: Card | None, make: FactMaker) -> dict[str, Fact]:
    names = {
        "primary.likelihood": "likelihood",
        "primary.visa": "visa",
        "primary.friendliness": "friendliness",
    }
    facts = {}
    for name, part in names.items():
        kind = make.kinds[name]
        if primary is None:
            facts[name] = make.told(name, None, "interests.primary")
            continue
        rating: Rating = getattr(primary, part)
        value = rating.open_low if rating.settled else Interval(rating.open_low, rating.open_high)
        facts[name] = Fact(name, value, kind.unit, kind.label, (), rating.missing)
    for name, source in (
        ("primary.step2_gap", "here.step2_gap"),
        ("primary.us_letters", "here.us_letters"),
    ):
        kind = make.kinds[name]
        if primary is None:
            facts[name] = make.told(name, None, "interests.primary")
        else:
            fact = primary.facts[source]
            facts[name] = Fact(name, fact.value, kind.unit, kind.label, fact.origins, fact.missing)
    return facts
