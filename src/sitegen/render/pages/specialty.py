"""The view of the page of one specialty."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number, owner_short
from sitegen.knowledge.figures import Track
from sitegen.knowledge.model import Knowledge, Trait, Traits
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.render.background import background
from sitegen.render.chance.chance_lines import specialty_line
from sitegen.render.phrases import phrase
from sitegen.render.views import Views

WISHES = {
    "inpatient": "place",
    "procedural": "manner",
    "continuity": "contact",
    "communication": "",
    "intensity": "pace",
    "predictability": "hours",
    "research_weight": "",
}
"""Traits in their order, each with the wish that it is held against."""


def view(plan: Plan, views: Views, key: str) -> dict[str, Any]:
    """Its ratings with their reasons, its figures, and what its training and its work are like."""
    card = plan.card(key)
    about = card.specialty.about
    candidate = next((c for c in plan.choice.candidates if c.card.id == card.id), None)
    shown = views.candidate(candidate) if candidate else None
    return {
        "card": views.card(card),
        "whys": card.is_primary,
        "departure": about.departure or "",
        "chance": specialty_line(card, plan.matching.chances, views),
        "gates": shown.gates if shown else (),
        "gate_text": gate_text(candidate, plan) if candidate else "",
        "pathways": shown.pathways if shown else (),
        "primary_name": plan.primary.specialty.name if plan.primary else "",
        "figures": [views.evidence(m, e) for m, e in about.figures.items()],
        "tracks": [track_view(each, plan.knowledge) for each in about.tracks],
        "training": _training(card, plan),
        "service": about.service.value,
        "traits": _traits(about.traits, plan.read.profile) if about.traits else [],
        "traits_year": about.traits.year if about.traits else "",
        "prose": background(f"specialties/{card.id}"),
    }


def gate_text(candidate: Candidate, plan: Plan) -> str:
    """How a candidate stands before the gates. What nobody answered yet is not passed."""
    name = "open"
    if candidate.shut:
        name = "shut"
    elif candidate.passed:
        name = "all" if candidate.told else "so-far"
        name = name if plan.primary else "without-first"
    return phrase(plan, f"gates-{name}")


def track_view(track: Track, knowledge: Knowledge) -> dict[str, Any]:
    """How many non-US IMGs ranked a track and how many of its positions they filled."""
    keys = [key for key in (track.source, track.also) if key]
    return {
        "name": track.name,
        "ranked": number(track.ranked),
        "filled": number(track.filled),
        "positions": None if track.positions is None else number(track.positions),
        "programs": None if track.programs is None else number(track.programs),
        "cites": [(f"{owner_short(knowledge.sources[key])} {track.year}", key) for key in keys],
    }


def _training(card: Card, plan: Plan) -> dict[str, Any] | None:
    """Length of training, and who says so."""
    it = card.specialty.about.training
    if it is None:
        return None
    return {
        "low": number(it.low),
        "high": number(it.high),
        "judged": it.kind is ValueKind.JUDGEMENT,
        "owner": plan.knowledge.sources[it.source].owner,
        "year": it.year,
    }


def _traits(traits: Traits, p: Profile) -> list[dict[str, Any]]:
    """Traits beside the applicant's wishes; a trait that asks for English, beside that."""
    rows = []
    for name, wish in WISHES.items():
        trait: Trait = getattr(traits, name)
        wanted = getattr(p.interests, wish) if wish else None
        rows.append(
            {
                "name": name,
                "value": trait.value,
                "low": trait.low,
                "high": trait.high,
                "asked": bool(wish),
                "wish": wanted.value if wanted else None,
                "english": p.communication.spoken_english if name == "communication" else None,
            }
        )
    return rows
