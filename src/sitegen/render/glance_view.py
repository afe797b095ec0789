"""The view of the front page: the answer, what it rests on, and what to do first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.plan.conclusions import little_known
from sitegen.plan.decided import Task
from sitegen.plan.decision.model import Candidate
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import slug
from sitegen.render.chance.chance_lines import glance_lines
from sitegen.render.chance.chance_words import range_words
from sitegen.render.gains_view import passed_words
from sitegen.render.guide.budget_view import shortage
from sitegen.render.little_known import little_view, to_find_out
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated
from sitegen.render.timeline_view import task_view
from sitegen.render.views import Views
from sitegen.render.whatif.regions_view import regions_lines
from sitegen.render.whatif.whatif_words import effect_words
from sitegen.render.words import binding_text, decision_key, decision_text, decision_word, lead

TOP = 6
FIRST_TASKS = 6
MOST_QUESTIONS = 10


def glance_view(plan: Plan, views: Views) -> dict[str, Any]:
    """Plan at a glance."""
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    near = [plan.primary] if plan.primary else []
    near += [b.card for b in backups]
    near += [c for c in plan.cards if c not in near]
    limit = plan.whatif.regions
    closed = plan.facts["applicant.entry_closed"].value is True
    return {
        "verdict": plan.choice.verdict,
        "first_name": plan.primary.specialty.title if plan.primary else "",
        "notes": [{**note, "around": _around(note["instead"], plan)} for note in views.notes()],
        "backups": [views.candidate(b) for b in backups],
        "lead": lead(plan),
        "provisional": views.reason(plan.reasons.provisional) if plan.choice.provisional else None,
        "passed_named": passed_words(plan),
        "facts": _key_reasons(backups, views),
        "primary": views.card(plan.primary) if plan.primary else None,
        "primary_title": f"Your first choice: {plan.primary.specialty.name}"
        if plan.primary
        else "Your first choice",
        "decision_word": decision_word(plan),
        "decision_text": decision_text(plan),
        "reserved": decision_key(plan) in ("visa_first", "only_if"),
        "fired": [views.reason(t) for t in plan.decision.triggers if t.outcome == "holds"],
        "counts": views.counts(plan.counts) if plan.counts else None,
        "binding_text": binding_text(plan),
        "short": shortage(plan, plan.guide.budget) if not little_known(plan) else "",
        "pay": phrase(plan, "pay-after-lawyer") if closed else "",
        "regions": regions_lines(plan, limit) if limit and limit.matters else [],
        "chance": glance_lines(plan, plan.matching.chances, views),
        "little": little_view(plan),
        "first_title": _first_title(plan),
        "first_tasks": [_first_view(t, plan) for t in first_tasks(plan)],
        "top": [] if little_known(plan) else [views.card(c) for c in near[:TOP]],
    }


def _around(scenario: str | None, plan: Plan) -> str:
    """What the answer that leads around an order would bring, with the same applications."""
    found = plan.whatif
    change = next((c for c in found.changes if c.id == scenario), None)
    if change is None or change.after.somewhere is None or found.present.somewhere is None:
        return ""
    key = f"change.{slug(change.id)}"
    return phrase(
        plan,
        f"around-{change.id}",
        after=range_words(change.after.somewhere, f"{key}.somewhere"),
        today=range_words(found.present.somewhere, "chance.somewhere"),
        moves=effect_words(change.moves, f"{key}.moves"),
    )


def _first_title(plan: Plan) -> str:
    return phrase(plan, "little-known-first") if little_known(plan) else "Do this first"


def first_tasks(plan: Plan) -> list[Task]:
    """The tasks of the front page: what is urgent, what to find out, then what begins first.

    Where the first choice is out of reach, what serves the backup goes before what serves it.
    """
    find_out = to_find_out(plan)
    if little_known(plan):
        return find_out[:MOST_QUESTIONS]
    able = [t for t in plan.tasks if t.phase != FIND_OUT and t.state != "dropped" and t.front]
    urgent = [t for t in able if t.urgent]
    later = sorted((t for t in able if not t.urgent), key=lambda t: _rank(t, plan))
    return (urgent + find_out[:4] + later)[:FIRST_TASKS]


def _first_view(task: Task, plan: Plan) -> dict[str, Any]:
    """A first task, always with a day: its own, or when it can be done if it begins now."""
    view, day = task_view(task, plan), task.done_by(plan.as_of)
    if day is None:
        return view
    when = phrase(plan, "task-now", day=dated(f"done.{task.id}", day))
    return {**view, "when": when, "when_short": when}


def _rank(task: Task, plan: Plan) -> tuple[bool, bool, float, dt.date]:
    """Sort key: of what has to begin now the longest first, then by the last day to begin."""
    begin = task.begin or task.due or plan.as_of
    now = task.state == "now" or begin <= plan.as_of
    backed = plan.choice.out_of_reach and bool(plan.choice.backups)
    far = backed and plan.primary is not None and task.specialty == plan.primary.id
    return far, not now, -task.takes if now else 0.0, begin


def _key_reasons(backups: tuple[Candidate, ...], views: Views) -> list[str]:
    """Three short reasons for the first backup."""
    if not backups:
        return []
    best = backups[0]
    card = views.card(best.card)
    named = views.plan.facts["applicant.entry_named"].value is True
    line = "doors-line-named" if named else "doors-line"
    reasons = [
        f"Match likelihood {card.likelihood.shown} of 5 ({card.likelihood.word}; "
        f"range {card.likelihood.range}), personal fit {card.fit.shown} of 5.",
        phrase(views.plan, line, visa=card.visa.shown, img=card.friendliness.shown),
    ]
    if best.pathways:
        path = best.pathways[0]
        reasons.append(f"Road back to your first choice: {path.via}. {path.keeps}")
    return reasons
