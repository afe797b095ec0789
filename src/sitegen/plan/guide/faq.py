"""The guide's four questions, answered for one person."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.facts.model import Fact, Facts, Interval, Value
from sitegen.plan.card import Card
from sitegen.plan.conclusions import maker
from sitegen.plan.decided import Decided
from sitegen.plan.guide.ethics import Ethics, question_facts
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

SWITCH = {
    "free": (),
    "j1": ("j1-change-specialty",),
    "h1b": ("h1b-new-petition",),
}
"""Statements on a change of program for each visa; all of them where both are possible."""

EVERY = ("j1-change-specialty", "h1b-new-petition")


@record
class Questions:
    """Answers to the four questions, with what they rest on.

    `fired` are the reasons for a second specialty that hold, `waiting` those that cannot be told
    yet. `switch` names statements on a change of program under this person's visa.
    """

    backup: Finding
    fired: tuple[Finding, ...]
    waiting: tuple[Finding, ...]
    respect: Finding
    signs: tuple[Finding, ...]
    card: Card | None
    programs: Finding
    visa: Finding
    switch: tuple[str, ...]


def questions(plan: Decided, fair: Ethics) -> Questions:
    """Answer the four questions from the plan; nothing is decided a second time."""
    found = {
        finding.rule.id: finding
        for finding in evaluate_group("faq", faq_facts(plan, fair), plan.knowledge, plan.as_of)
    }
    triggers = plan.decision.triggers
    return Questions(
        backup=found["faq.backup"],
        fired=tuple(t for t in triggers if t.outcome == "holds"),
        waiting=tuple(t for t in triggers if not t.settled),
        respect=found["faq.respect"],
        signs=fair.signs,
        card=fair.card,
        programs=found["faq.programs"],
        visa=found["faq.switch"],
        switch=SWITCH.get(found["faq.switch"].outcome or "", EVERY),
    )


def faq_facts(plan: Decided, fair: Ethics) -> Facts:
    """Facts of the person, with what sets the counts and how many signs are raised."""
    own = [counts_fact(plan), _signs(plan, fair.signs)]
    return {**question_facts(plan, fair.hospitals), **{fact.name: fact for fact in own}}


def counts_fact(plan: Decided) -> Fact:
    """What sets the number of programs; unknown while there is nothing to count.

    A first choice with a match of its own is never counted here, whatever is answered.
    """
    value = plan.counts.binding if plan.counts else None
    if value is None and plan.primary in plan.elsewhere:
        value = "own_match"
    return maker(plan).told("ask.counts", value, "interests.primary")


def _signs(plan: Decided, found: Sequence[Finding]) -> Fact:
    make = maker(plan)
    if not found:
        return make.told("ask.signs", None, "interests.primary")
    low = sum(1 for sign in found if sign.outcome == "raised")
    high = low + sum(1 for sign in found if not sign.settled)
    value: Value = low if low == high else Interval(low, high)
    missing = tuple(dict.fromkeys(m for sign in found for m in sign.missing))
    kind = make.kinds["ask.signs"]
    return Fact("ask.signs", value, kind.unit, kind.label, (), missing)
