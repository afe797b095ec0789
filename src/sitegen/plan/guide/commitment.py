"""Whether a specialty could be a whole career: answers, dated deeds, and what speaks against it."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.commitment import DEEDS
from sitegen.facts.model import Facts
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, prepared
from sitegen.plan.decided import Decided
from sitegen.profile.fields import Commitment
from sitegen.records import record
from sitegen.rules import Finding, evaluate

ALONE = "commitment.reapply"
"""The rule of the group that is about the person and not about a specialty."""


@record
class Deed:
    """One thing to do to know a specialty, with its day. `done` None means that it is not told.

    Whoever worked or watched in the field has seen its work without a day of it.
    """

    name: str
    day: dt.date | None
    done: bool | None


@record
class Worksheet:
    """One specialty: `role` is first, backup, second or named; the rest is as told."""

    card: Card
    role: str
    verdict: Finding
    findings: tuple[Finding, ...]
    deeds: tuple[Deed, ...]
    doubt: str
    may_disagree: str


@record
class Worksheets:
    """The worksheets of all specialties prepared or named, and whether to apply again."""

    sheets: tuple[Worksheet, ...]
    reapply: Finding

    @property
    def vetoed(self) -> tuple[Worksheet, ...]:
        """Those that the applicant's own answers rule out."""
        return tuple(s for s in self.sheets if s.verdict.outcome == "vetoed")


def commitment(plan: Decided) -> Worksheets:
    """A worksheet for each specialty prepared, then for each other one that the profile names."""
    ready = prepared(plan)
    told = plan.read.profile.commitment or {}
    named = [plan.card(name) for name in told]
    roles = {card.id: role for card, role in zip(ready, _roles(plan), strict=False)}
    cards = [*ready, *(card for card in named if card.id not in roles)]
    (alone,) = [r for r in plan.knowledge.rules_in("commitment") if r.id == ALONE]
    return Worksheets(
        sheets=tuple(_sheet(plan, card, roles.get(card.id, "named")) for card in cards),
        reapply=evaluate(alone, plan.facts, plan.knowledge, plan.as_of),
    )


def _roles(plan: Decided) -> tuple[str, ...]:
    backups = ("backup", "second")
    return ("first", *backups) if plan.primary else backups


def _sheet(plan: Decided, card: Card, role: str) -> Worksheet:
    facts = facts_at(plan, card)
    told = (plan.read.profile.commitment or {}).get(card.id, Commitment())
    verdict, *findings = (
        evaluate(rule, facts, plan.knowledge, plan.as_of)
        for rule in plan.knowledge.rules_in("commitment")
        if rule.id != ALONE
    )
    return Worksheet(
        card=card,
        role=role,
        verdict=verdict,
        findings=tuple(findings),
        deeds=tuple(_deed(name, getattr(told, name), facts) for name in DEEDS),
        doubt=told.doubt or "",
        may_disagree=told.may_disagree or "",
    )


def _deed(name: str, day: dt.date | None, facts: Facts) -> Deed:
    done = facts[f"here.{name}"].value
    return Deed(name=name, day=day, done=done if isinstance(done, bool) else None)
