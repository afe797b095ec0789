"""The view of the scorecard: every specialty, and how its ratings become one word."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.render.views import Views
from sitegen.render.words import sponsored


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The tables, the bands of the words, and where the data differ from the guide."""
    weights = plan.read.profile.interests.weights
    own = weights and not weights.match == weights.visa == weights.fit
    return {
        "cards": [views.card(c) for c in plan.cards],
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
        "departures": [
            (c.specialty.title, c.specialty.about.departure)
            for c in plan.cards
            if c.specialty.about.departure
        ],
    }
