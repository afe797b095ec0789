"""What each reason of a rating and each published figure means, the same for everybody."""

from __future__ import annotations

from typing import Any

from sitegen.knowledge.figures import Metric
from sitegen.knowledge.model import Knowledge
from sitegen.render.views import Views

RULES = {"match": "parts", "visa": "visa", "img": "friendliness", "fit": "fit"}
"""The ratings, each with the group of the rules behind it."""


def meanings(views: Views) -> list[dict[str, Any]]:
    """For each rating, the title of every reason that a page can give, and why it counts."""
    return [
        {"key": key, "name": views.rating_name(key), "each": _each(key, views.knowledge)}
        for key in RULES
    ]


def _each(key: str, knowledge: Knowledge) -> list[tuple[str, str]]:
    judged = knowledge.factors.values() if key == "match" else ()
    return [(each.title, each.why) for each in (*knowledge.rules_in(RULES[key]), *judged)]


def metrics(knowledge: Knowledge) -> list[Metric]:
    """The published figures that the page of any specialty shows, in the order of the data."""
    told = {name for s in knowledge.specialties.values() for name in s.about.figures}
    return [metric for name, metric in knowledge.metrics.items() if name in told]
