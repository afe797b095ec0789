"""Named groups of fields by how open they are to non-US IMGs, from the printed figures."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.plan.card import Card
from sitegen.plan.decided import Decided
from sitegen.rules import evaluate_group

NAMES = ("highly_competitive", "middle", "realistic", "too_small_to_say", "not_printed")
"""The groups, the hardest first. They are the outcomes of the rule `tier.group`."""


def tier(plan: Decided, card: Card) -> str:
    """The group of one field; it hangs on figures, and on no answer of an applicant."""
    (found,) = evaluate_group("tier", card.facts, plan.knowledge, plan.as_of)
    return found.outcome or NAMES[-1]


def tiers(plan: Decided) -> Mapping[str, list[Card]]:
    """The cards of each group, the name of a field deciding their order."""
    found: dict[str, list[Card]] = {}
    careers = (card for card in plan.every if card.specialty.about.career)
    for card in sorted(careers, key=lambda card: card.specialty.name):
        found.setdefault(tier(plan, card), []).append(card)
    return found
