"""The view of the check on honesty: gate, hospitals, signs, and other ways."""

from __future__ import annotations

from typing import Any

from sitegen.explain import MONTHS
from sitegen.plan.applying.hospitals import SharedHospital
from sitegen.plan.conclusions import prepared
from sitegen.plan.guide.ethics import NextSeason
from sitegen.plan.model import Plan
from sitegen.render.guide.statements import statements
from sitegen.render.views import Views

WAYS = {
    "sensible": "sensible for you",
    "possible": "possible",
    "costly": "costly for you",
    "open": "open",
    "": "open",
}
PRINTED_HOSPITALS = 5
"""So many hospitals stand on paper; the page has all of them."""

RULES = ("nrmp-be-accurate", "match-binding", "rol-unwilling")
"""Statements behind the gate."""


def ethics_view(plan: Plan, views: Views) -> dict[str, Any]:
    """What the profile tells about an honest application, and what to ask oneself."""
    found = plan.guide.ethics
    names = [card.specialty.name for card in prepared(plan)]
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    ways = [views.reason(f) for f in found.ways]
    gate = [views.reason(f) for f in found.gate]
    return {
        "names": names,
        "names_words": " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])),
        "paired": len(names) > 1,
        "backup_name": backups[0].card.specialty.name if backups else "",
        "gate": gate,
        "applied": plan.facts["applicant.applied"].value is True,
        "looks": sum(1 for r in gate if r.outcome == "look"),
        "open": sum(1 for r in gate if not r.outcome),
        "rules": statements(plan.knowledge, *RULES),
        "hospital": next(r for r in gate if r.id == "gate.hospital"),
        "hospitals": [_hospital(h, plan) for h in found.hospitals],
        "printed": PRINTED_HOSPITALS,
        "more": max(0, len(found.hospitals) - PRINTED_HOSPITALS),
        "signs": [views.reason(f) for f in found.signs],
        "signs_of": found.card.specialty.name if found.card else "",
        "ways": [{"reason": r, "word": WAYS[r.outcome], "kind": r.outcome} for r in ways],
        "all_costly": all(r.outcome == "costly" for r in ways),
        "next_season": _next(found.next_season),
    }


def _hospital(shared: SharedHospital, plan: Plan) -> dict[str, Any]:
    names = [plan.knowledge.specialties[p.specialty].name for p in shared.programs]
    return {
        "fields": " and ".join(dict.fromkeys(names)),
        "rows": [
            {
                "name": program.name,
                "specialty": plan.knowledge.specialties[program.specialty].title,
                "state": program.state or "not said",
                "line": program.place.line,
            }
            for program in shared.programs
        ],
    }


def _next(season: NextSeason | None) -> dict[str, str] | None:
    if season is None:
        return None
    month = MONTHS[season.month - 1]
    return {"match": f"Match {season.match}", "applied": f"{month} {season.applied}"}
