"""The view of the scorecard: every specialty, and how its ratings become one word."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.render.shown import CardView
from sitegen.render.views import Views
from sitegen.render.words import sponsored

ALWAYS = 8
"""So many specialties stand open, whatever their priority."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The tables, the bands of the words, and where the data differ from the guide."""
    weights = plan.read.profile.interests.weights
    own = weights and not weights.match == weights.visa == weights.fit
    cards = [views.card(c) for c in plan.cards]
    weak = _weak(plan, views)
    return {
        "every": cards,
        "cards": [c for c in cards if c not in weak],
        "weak": weak,
        "sponsored": sponsored(plan),
        "bridges": [views.card(c) for c in plan.bridges],
        "elsewhere": [views.card(c) for c in plan.elsewhere],
        "weights": weights if own else None,
        "likelihoods": [
            {"rating": rating, "word": views.bands.word(rating)} for rating in range(5, 0, -1)
        ],
        "bands": [
            {
                "word": b.word,
                "product": b.product,
                "weakest": b.weakest,
                "css": b.word.lower().replace(" ", "-"),
            }
            for b in plan.knowledge.bands
        ],
        "departures": [views.card(c) for c in plan.cards if c.specialty.about.departure],
    }


def _weak(plan: Plan, views: Views) -> list[CardView]:
    """Specialties whose priority asks for no weakest rating above 1, whatever is still missing."""
    words = {band.word for band in plan.knowledge.bands if band.weakest == 1}
    after = (c for c in plan.cards[ALWAYS:] if c.priority.high in words)
    return [card for card in map(views.card, after) if not card.mark]
