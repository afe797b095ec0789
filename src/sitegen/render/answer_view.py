"""The answer in words, with its reasons and its chances, as a page on paper tells all of it."""

from __future__ import annotations

from typing import Any

from sitegen.plan.conclusions import little_known
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_lines import glance_lines
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.views import Views
from sitegen.render.words import decision_text, lead

TOP = 6


def answer_view(plan: Plan, views: Views) -> dict[str, Any]:
    """The answer, what speaks for it, the ratings nearest to it, and every chance in a line."""
    backups = recommended(plan)
    near = [plan.primary] if plan.primary else []
    near += [b.card for b in backups]
    near += [c for c in plan.cards if c not in near]
    return {
        "verdict": plan.choice.verdict,
        "first_name": plan.primary.specialty.title if plan.primary else "",
        "notes": views.notes(),
        "backups": [views.candidate(b) for b in backups],
        "lead": lead(plan),
        "facts": _key_reasons(backups, views),
        "decision_text": decision_text(plan),
        "fired": [views.reason(t) for t in plan.decision.triggers if t.outcome == "holds"],
        "counts": views.counts(plan.counts) if plan.counts else None,
        "chance": glance_lines(plan, plan.matching.chances, views),
        "little": little_view(plan),
        "top": [] if little_known(plan) else [views.card(c) for c in near[:TOP]],
    }


def recommended(plan: Plan) -> tuple[Candidate, ...]:
    """The backups, where the plan recommends one."""
    return plan.choice.backups if plan.choice.verdict == "recommended" else ()


def _key_reasons(backups: tuple[Candidate, ...], views: Views) -> list[str]:
    """Three short reasons for the first backup."""
    if not backups:
        return []
    best = backups[0]
    card = views.card(best.card)
    named = views.plan.facts["applicant.entry_named"].value is True
    line = "doors-line-named" if named else "doors-line"
    reasons = [
        phrase(
            views.plan,
            "reason-ratings",
            match=card.likelihood.shown,
            word=card.likelihood.word,
            range=card.likelihood.range,
            fit=card.fit.shown,
        ),
        phrase(views.plan, line, visa=card.visa.shown, img=card.friendliness.shown),
    ]
    if best.pathways:
        path = best.pathways[0]
        reasons.append(phrase(views.plan, "reason-road", via=path.via, keeps=path.keeps))
    return reasons
