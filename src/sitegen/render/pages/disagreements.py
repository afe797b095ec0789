"""The view of the points where sources disagree."""

from __future__ import annotations

from typing import Any

from sitegen.plan.guide.disagreements import Point
from sitegen.plan.model import Plan
from sitegen.render.guide.statements import said_by
from sitegen.render.views import Views

UNTOUCHED = ("untouched", "same", "inside")
"""Outcomes that say: this changes nothing for this person."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Both sides of each point; those that touch this person come first."""
    points = [_point(each, plan, views) for each in plan.guide.disagreements]
    return {
        "points": sorted(points, key=lambda point: not point["touches"]),
        "touching": sum(1 for point in points if point["touches"]),
        "titles": {page.id: page.title for page in plan.pages},
    }


def _point(found: Point, plan: Plan, views: Views) -> dict[str, Any]:
    here = views.reason(found.here) if found.here else None
    return {
        "key": found.key,
        "about": found.about,
        "by": said_by(found.about, plan.knowledge),
        "here": here,
        "touches": here is not None and here.outcome not in UNTOUCHED,
    }
