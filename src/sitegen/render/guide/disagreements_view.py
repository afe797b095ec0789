"""The view of the points where sources disagree."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.guide import Disagreement
from sitegen.knowledge.units import ValueKind
from sitegen.plan.model import Plan
from sitegen.plan.pages import FIXED
from sitegen.render.views import Views

UNTOUCHED = ("untouched", "same", "inside")
"""Outcomes that say: this changes nothing for this person."""


def disagreements_view(plan: Plan, views: Views) -> dict[str, Any]:
    """Both sides of each point; those that touch this person come first."""
    points = [_point(p.key, p.about, plan) for p in plan.guide.disagreements]
    for point, found in zip(points, plan.guide.disagreements, strict=True):
        here = views.reason(found.here) if found.here else None
        point["here"] = here
        point["touches"] = here is not None and here.outcome not in UNTOUCHED
    return {
        "points": sorted(points, key=lambda point: not point["touches"]),
        "count": len(points),
        "touching": sum(1 for point in points if point["touches"]),
    }


def _point(key: str, about: Disagreement, plan: Plan) -> dict[str, Any]:
    titles = {page.id: page.title for page in FIXED}
    return {
        "key": key,
        "title": about.title,
        "guide": about.guide,
        "other": about.other,
        "cites": [(_cite(about, plan), about.source)],
        "followed": about.followed,
        "because": about.because,
        "page": about.page or "",
        "page_title": titles.get(about.page or "", ""),
    }


def _cite(about: Disagreement, plan: Plan) -> str:
    if about.kind is ValueKind.JUDGEMENT:
        return "judgement of the guide" if about.source == "guide" else "judgement"
    source = plan.knowledge.sources[about.source]
    cite = f"{owner_short(source).split(',')[0]} {about.year}"
    return f"{cite}, as quoted by {source.through}" if source.through else cite
