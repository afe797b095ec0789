"""The view of the page of one specialty."""

from __future__ import annotations

import math
from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.figures import Track
from sitegen.knowledge.model import Knowledge, Trait, Traits
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.records import record
from sitegen.render.background import background
from sitegen.render.chance.chance_lines import specialty_line
from sitegen.render.phrases import phrase
from sitegen.render.quantities import Marked, counted
from sitegen.render.shown import RatingView, ReasonView
from sitegen.render.views import Views
from sitegen.written import number

MOST_SHOWN = {"match": 4, "visa": 3, "img": 3, "fit": 3}
"""So many reasons of each rating stand open; the others, behind a click."""

DECIDING = ("positions_offered", "j1_share", "h1b_share")
"""Figures that stand open. Those of the chance and of the ratings stand beside them already."""

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


@record
class Weighed:
    """The reasons of a rating, the heaviest first: those that stand open, and the `others`.

    `begins` says where a count of people begins, with its reason first among the others. `most` is
    the most that one of the others moves.
    """

    begins: str
    shown: tuple[ReasonView, ...]
    others: tuple[ReasonView, ...]
    most: str


def view(plan: Plan, views: Views, key: str) -> dict[str, Any]:
    """Its ratings with their reasons, its figures, and what its training and its work are like."""
    card = plan.card(key)
    about = card.specialty.about
    candidate = next((c for c in plan.choice.candidates if c.card.id == card.id), None)
    shown = views.candidate(candidate) if candidate else None
    worded = views.card(card)
    figures = [(m in DECIDING, views.evidence(m, e)) for m, e in about.figures.items()]
    return {
        "card": worded,
        "reasons": {r.key: weighed(r) for r in worded.ratings},
        "departure": about.departure or "",
        "chance": specialty_line(card, plan.matching.chances, views),
        "met": [g.title for g in shown.gates if g.outcome == "pass"] if shown else [],
        "gates": [g for g in shown.gates if g.outcome != "pass"] if shown else [],
        "gate_text": gate_text(candidate, plan) if candidate else "",
        "pathways": shown.pathways if shown else (),
        "primary_name": plan.primary.specialty.name if plan.primary else "",
        "sent": _sent(card, plan),
        "figures": [each for deciding, each in figures if deciding],
        "other_figures": [each for deciding, each in figures if not deciding],
        "beside": [each for _, each in figures if each.also],
        "tracks": [track_view(each, plan.knowledge) for each in about.tracks],
        "training": _training(card, plan),
        "service": about.service.value,
        "traits": _traits(about.traits, plan.read.profile) if about.traits else [],
        "traits_year": about.traits.year if about.traits else "",
        "prose": background(f"specialties/{card.id}"),
    }


def weighed(rating: RatingView) -> Weighed:
    """The reasons of a rating by what they move. Where none moves anything, all are alike."""
    ordered = sorted(rating.reasons, key=lambda r: -r.weight)
    begin = sum(r.weight == math.inf for r in ordered)
    first = ordered[begin : begin + MOST_SHOWN[rating.key]]
    heavy = begin + (sum(r.weight > 0 for r in first) or len(first))
    others = ordered[heavy:]
    return Weighed(
        begins="; ".join(r.moved for r in ordered[:begin]),
        shown=tuple(ordered[begin:heavy]),
        others=(*ordered[:begin], *others),
        most=number(others[0].weight) if others else "0",
    )


def _sent(card: Card, plan: Plan) -> Marked | None:
    """How many applications the plan sends there, if any."""
    advice = plan.counts.advice if plan.counts else ()
    found = next((c.programs for c in advice if c.specialty.id == card.id), 0)
    return counted(f"applications.{card.id}", found) if found else None


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
