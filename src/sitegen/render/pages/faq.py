"""The view of the four questions."""

from __future__ import annotations

from typing import Any

from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.render.guide.statements import statements
from sitegen.render.views import Views

PARALLEL = {
    "psychiatry": "two-fields-psychiatry",
    "emergency-medicine": "two-fields-emergency",
}
"""Statements on people who apply to two fields, by the specialty they are about."""

USUAL = "two-fields-psychiatry"
NOT_SETTLED = ("open", "")


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Four answers, each with what it rests on."""
    found = plan.guide.questions
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    first = plan.primary.specialty.name if plan.primary else ""
    pathways = backups[0].pathways if backups else ()
    near = [PARALLEL[card.id] for card in prepared(plan) if card.id in PARALLEL]
    backup = views.reason(found.backup)
    alone = plan.decision.none_needed
    stands_alone = alone.outcome == "holds"
    return {
        "first": first,
        "backup_name": backups[0].card.specialty.name if backups else "",
        "backup": backup,
        "provisional": views.reason(plan.reasons.provisional) if plan.choice.provisional else None,
        "because": views.reason(alone) if backup.outcome == "no" and stands_alone else None,
        "fired": [views.reason(f) for f in found.fired],
        "waiting": [views.reason(f) for f in found.waiting]
        if backup.outcome in NOT_SETTLED
        else [],
        "respect": views.reason(found.respect),
        "signs": [views.reason(f) for f in found.signs],
        "signs_of": found.card.specialty.name if found.card else "",
        "others_too": statements(plan.knowledge, *(near or [USUAL])),
        "programs": views.reason(found.programs),
        "counts": views.counts(plan.counts) if plan.counts else None,
        "visa": views.reason(found.visa),
        "hurdles": 3 if found.visa.outcome == "free" else 4,
        "switch": statements(plan.knowledge, *found.switch),
        "rare": statements(plan.knowledge, "transfers-are-rare"),
        "bound": statements(plan.knowledge, "match-binding", "match-no-change"),
        "road": pathways[0].via if pathways else "",
        "keeps": pathways[0].keeps if pathways else "",
    }
