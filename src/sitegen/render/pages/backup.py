"""The view of the page on the choice: the backup, those next in line, and why the rest fell out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.plan.chance.reasons import heaviest
from sitegen.plan.conclusions import little_known
from sitegen.plan.decision.gates import VETOES
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.render.gains_view import gains_view, passed_words
from sitegen.render.little_known import little_view
from sitegen.render.views import Views
from sitegen.render.words import lead, sponsored
from sitegen.written import number

FEW = 3
"""The most open answers that are named."""

FOLLOWING = ("backup.safer", "backup.priority")
"""Gates that wait only because others do."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The choice, and what stands in the way of every other specialty."""
    recommended = plan.choice.verdict == "recommended"
    backups = plan.choice.backups if recommended else ()
    further = () if recommended else plan.choice.backups
    runners = () if little_known(plan) else further + plan.choice.runners_up
    named = {c.card.id for c in (*backups, *runners)}
    return {
        "verdict": plan.choice.verdict,
        "lead": lead(plan),
        "provisional": views.provisional(),
        "passed_named": passed_words(plan),
        "gains": gains_view(plan),
        "primary_name": plan.primary.specialty.name if plan.primary else "",
        "backups": [{"candidate": views.candidate(b), "support": _support(b)} for b in backups],
        "nearest": plan.choice.backups[0].card.specialty.name if plan.choice.backups else "",
        "little": little_view(plan),
        "runners": [_runner(c, views) for c in runners],
        "instead": _instead(plan),
        "rest": _rest(
            [
                c
                for c in (_by_name(plan) if little_known(plan) else plan.choice.candidates)
                if c.card.id not in named
            ],
            views,
        ),
        "roads": [
            {"title": plan.card(p.to).specialty.title, "path": view}
            for c in plan.choice.candidates
            for p, view in zip(c.pathways, views.candidate(c).pathways, strict=True)
        ],
        "sponsored": sponsored(plan),
    }


def _instead(plan: Plan) -> dict[str, Any]:
    """What a person can do while nothing acceptable adds enough to a weak first choice."""
    fields = [plan.primary.specialty.name] if plan.primary else []
    fields += [c.card.specialty.name for c in plan.choice.runners_up[:1]]
    return {
        "fields": fields,
        "bearable": plan.facts["applicant.can_lose_year"].value is not False,
        "whose_year": plan.facts["applicant.lost_year_words"].value,
    }


def _support(c: Candidate) -> dict[str, Any]:
    """What in the profile already speaks for a candidate."""
    facts = c.card.facts
    weeks = facts["here.weeks"].value
    every, held = (facts[f"here.us_letters{part}"].value for part in ("", "_received"))
    letters, promised = 0, 0
    if isinstance(every, int) and isinstance(held, int):
        letters, promised = held, every - held
    return {
        "weeks": number(weeks) if isinstance(weeks, int | float) and weeks > 0 else "",
        "letters": letters,
        "promised": promised,
        "trained": facts["here.trained_before"].value is True,
        "named": facts["fit.named"].value is True,
        "road": c.pathways[0].via if c.pathways else "",
    }


def _runner(c: Candidate, views: Views) -> dict[str, Any]:
    """One of those next in line."""
    seen, parts = views.candidate(c), views.plan.reasons.chances.get(c.card.id, ())
    waiting = tuple(g for g in seen.undecided if g.id not in FOLLOWING)
    return {
        "card": views.card(c.card),
        "support": _support(c) if c.passed else None,
        "gates": () if c.passed else seen.shut or waiting,
        "against": [views.chance_reason(r) for r in heaviest(parts)] if c.shut else [],
    }


def _by_name(plan: Plan) -> list[Candidate]:
    """Every other specialty by its name, while nothing can be said to be nearer."""
    return sorted(plan.choice.candidates, key=lambda c: c.card.specialty.title)


def _rest(candidates: Iterable[Candidate], views: Views) -> list[dict[str, Any]]:
    """Specialties that were not chosen, those with one reason together."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for c in candidates:
        reason = _reason(c, views)
        pieces = reason["shut"].pieces if reason["shut"] else ()
        key = (*(piece.text for piece in pieces), str(reason["waits"]), reason["few"])
        row = {"title": c.card.specialty.title, "page": f"specialty.{c.card.id}"}
        found.setdefault(key, {**reason, "specialties": []})["specialties"].append(row)
    return list(found.values())


def _reason(c: Candidate, views: Views) -> dict[str, Any]:
    """Why a specialty was not chosen: the gate that is shut, or what it waits for, or neither."""
    seen = views.candidate(c)
    vetoed = [r for r in seen.shut if r.id in VETOES]
    waits = dict.fromkeys(m for r in seen.undecided for m in r.missing)
    return {
        "shut": (vetoed or seen.shut)[0] if seen.shut else None,
        "waits": bool(seen.undecided),
        "few": "; ".join(waits) if len(waits) <= FEW else "",
    }
