"""The view of the page on a second specialty: whether, how many programs, and what they cost."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number, owner_short
from sitegen.plan.model import Plan
from sitegen.render.gains_view import gains_view
from sitegen.render.views import Views
from sitegen.render.words import binding_text, decision_text, decision_word, sponsored

GUIDE = ("two-specialty-programs", "primary-programs", "backup-programs", "scattered-programs")
"""Numbers of programs in the guide."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The advice with its reasons, and the counts where some can be made."""
    return {
        "word": decision_word(plan),
        "text": decision_text(plan),
        "provisional": views.provisional(),
        "triggers": [views.reason(t) for t in plan.decision.triggers],
        "none_needed": views.reason(plan.decision.none_needed),
        "counts": views.counts(plan.counts) if plan.counts else None,
        "guide": {name.partition("-")[0]: _guide(plan, name) for name in GUIDE},
        "binding_text": binding_text(plan),
        "sponsored": sponsored(plan),
        "own_rows": bool(plan.read.programs) and sponsored(plan),
        "supply_sources": _sources(plan),
        "gains": gains_view(plan),
        "own_match": plan.primary in plan.elsewhere,
    }


def _guide(plan: Plan, name: str) -> tuple[str, str]:
    """Both ends of a number of programs that the guide gives."""
    found = plan.knowledge.parameter(f"guide.{name}", plan.as_of)
    return number(found.low or 0), number(found.high or 0)


def _sources(plan: Plan) -> dict[str, str]:
    """Where the number of programs comes from that are likely open, by source."""
    cards = [plan.primary] if plan.primary else []
    if plan.choice.verdict == "recommended":
        cards += [b.card for b in plan.choice.backups[:1]]
    found: dict[str, str] = {}
    for card in cards:
        for name in ("field.programs", "field.doors", "visa.share"):
            for c in card.facts[name].citations:
                owner = owner_short(plan.knowledge.sources[c.source])
                found.setdefault(c.source, f"{owner} {c.year}")
    return found
