"""The view of the interview question cards."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.render.background import story
from sitegen.render.views import Views


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """The questions of each specialty as cards to cut."""
    return {
        "decks": [
            {
                "title": card.specialty.title,
                "anchor": card.id,
                "cards": [
                    {"question": question, "listen": listen}
                    for question, listen in story(card.id).cards
                ],
            }
            for card in plan.in_season.spoken_for
        ]
    }
