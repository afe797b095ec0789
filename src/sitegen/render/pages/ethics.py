"""The view of the check on honesty: gate, hospitals, signs, and other ways."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.plan.applying.hospitals import SharedHospital
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.season.moment import moment
from sitegen.render.guide.statements import statements
from sitegen.render.views import Views

PRINTED_HOSPITALS = 5
"""So many hospitals stand on paper; the page has all of them."""

AGAIN = "way.reapply"
"""The one other way that is left once applications are out."""

RULES = ("nrmp-be-accurate", "match-binding", "rol-unwilling")
"""Statements behind the gate."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """What the profile tells about an honest application, and what to ask oneself."""
    found = plan.guide.ethics
    names = [card.specialty.name for card in prepared(plan)]
    applied = plan.facts["applicant.applied"].value is True
    ways = [views.reason(f) for f in found.ways if f.rule.id == AGAIN or not applied]
    later = found.next_season
    gate = [views.reason(f) for f in found.gate]
    return {
        "names": names,
        "paired": len(names) > 1,
        "gate": gate,
        "applied": applied,
        "moment": moment(plan).value,
        "looks": sum(1 for r in gate if r.outcome == "look"),
        "open": sum(1 for r in gate if not r.outcome),
        "rules": statements(plan.knowledge, *RULES),
        "hospital": next(r for r in gate if r.id == "gate.hospital"),
        "hospitals": [_hospital(h, plan) for h in found.hospitals],
        "printed": PRINTED_HOSPITALS,
        "more": max(0, len(found.hospitals) - PRINTED_HOSPITALS),
        "signs": [views.reason(f) for f in found.signs],
        "signs_of": found.card.specialty.name if found.card else "",
        "ways": ways,
        "all_costly": all(r.outcome == "costly" for r in ways),
        "next_season": later,
        "applied_by": later and dt.date(later.applied, later.month, 1),
    }


def _hospital(shared: SharedHospital, plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "name": program.name,
            "specialty": plan.knowledge.specialties[program.specialty].title,
            "state": program.state,
            "line": program.place.line,
        }
        for program in shared.programs
    ]
