"""What the guide says to some people and not to others, each at the page where it belongs.

A rule of the group `counsel` is named `counsel.PLACE.KEY`. PLACE is the id of a page, or the id of
a specialty, which stands for the page of that specialty. Its outcome says for whom it is: where it
is `silent`, or hangs on a missing answer, nothing is shown.
"""

from __future__ import annotations

from sitegen.plan.conclusions import facts_at
from sitegen.plan.decided import Decided
from sitegen.plan.guide.counsel_facts import counsel_facts
from sitegen.plan.guide.counsel_tables import TABLES, Table
from sitegen.records import record
from sitegen.rules import Finding, evaluate

GROUP = "counsel"
SILENT = "silent"


@record
class Word:
    """One piece of counsel: the page where it stands, what it says, and a table if it has one."""

    page: str
    finding: Finding
    table: Table | None = None


def counsel(plan: Decided) -> tuple[Word, ...]:
    """Everything that concerns this applicant, in the order of the rules."""
    own = counsel_facts(plan)
    words = []
    for rule in plan.knowledge.rules_in(GROUP):
        _, place, _ = rule.id.split(".", 2)
        at_home = place in plan.knowledge.specialties
        facts = facts_at(plan, plan.card(place)) if at_home else plan.facts
        finding = evaluate(rule, {**facts, **own}, plan.knowledge, plan.as_of)
        if finding.settled and finding.outcome != SILENT:
            make = TABLES.get(rule.id)
            words.append(
                Word(
                    page=f"specialty.{place}" if at_home else place,
                    finding=finding,
                    table=make(plan) if make else None,
                )
            )
    return tuple(words)
