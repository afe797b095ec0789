"""The view of the documents page: one story for each specialty, and what it is told with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.facts.deeds import STRONG, USEFUL
from sitegen.knowledge.model import Knowledge
from sitegen.plan.guide.documents import OPTIONAL, Documents, Story
from sitegen.plan.model import Plan
from sitegen.render.background import background, story
from sitegen.render.guide.letters_view import letters_view
from sitegen.render.guide.own_words import angle_words, deed_words, detail_words
from sitegen.render.guide.signals_view import signals_view
from sitegen.render.guide.statements import statements
from sitegen.render.shown import ReasonView
from sitegen.render.views import Views
from sitegen.written import capital

PARTS = ("statement", "letters", "experiences", "interview")
STRENGTHS = {STRONG: "strong", USEFUL: "useful"}
MATERIAL = 4
"""Deeds named for one statement: more do not fit on a page."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The story of each specialty, letters, statements, experiences and signals."""
    made = plan.guide.documents
    stories = made.stories
    return {
        "case": _case(plan, made),
        "fields": [_field(s) for s in stories],
        "names": [s.card.specialty.name for s in stories],
        "out": made.letters.deadline.state == "out",
        "matrix": _matrix(stories, views),
        "verdicts": [_verdict(s) for s in stories],
        "letters": letters_view(plan, made, views),
        "outlines": [_outline(s, stories, plan, views) for s in stories],
        "deeds": list(_deed_rows(stories, plan)),
        "strongest": [
            (s.card.specialty.name, capital(deed_words(s.strongest, plan)))
            for s in stories
            if s.strongest
        ],
        "findings": {part: _by_field(part, stories, views) for part in PARTS},
        "signals": [signals_view(s, plan, views) for s in stories],
        "rules": {t: said(plan.knowledge, t, made) for t in TOPICS},
        "prose": background("documents"),
    }


TOPICS = ("letters", "statement", "experiences", "signals")


def said(knowledge: Knowledge, topic: str, made: Documents) -> list[dict[str, Any]]:
    """What the owners of the services say on a topic, as far as it concerns this applicant."""
    cards = [s.card for s in made.stories]
    scopes = {"any", *(c.specialty.about.service.value for c in cards), *(c.id for c in cards)}
    keys = []
    for key in knowledge.statements:
        page, _, rest = key.partition(".")
        of, _, tail = rest.partition(".")
        if (page, of) == ("documents", topic) and tail.partition(".")[0] in scopes:
            keys.append(key)
    return statements(knowledge, *keys) if cards else []


def _case(plan: Plan, made: Documents) -> str:
    """Which words fit: none, candidate, alone (no backup named), or together."""
    if not made.stories:
        return "none"
    if made.candidate:
        return "candidate"
    verdict = plan.choice.verdict
    if verdict == "recommended":
        return "together" if len(made.stories) > 1 else "backup_only"
    return verdict


def _field(s: Story) -> dict[str, Any]:
    return {
        "title": s.card.specialty.title,
        "name": s.card.specialty.name,
    }


def _by_field(
    part: str, stories: tuple[Story, ...], views: Views
) -> list[tuple[str, list[ReasonView]]]:
    return [(s.card.specialty.title, [views.reason(f) for f in s.parts[part]]) for s in stories]


def _matrix(stories: tuple[Story, ...], views: Views) -> list[dict[str, Any]]:
    """Rows of parts; each cell holds its findings with a sign, a title and a word."""
    return [
        {
            "part": part,
            "cells": [
                [
                    {"title": r.title, "outcome": r.outcome or "open"}
                    for f in s.parts[part]
                    if f.settled or f.rule.id != OPTIONAL
                    for r in [views.reason(f)]
                ]
                for s in stories
            ],
        }
        for part in PARTS
    ]


def _verdict(s: Story) -> dict[str, Any]:
    counted = {"missing": s.missing, "promised": s.promised, "open": s.open}
    word = next((name for name, number in counted.items() if number), "have")
    return {"word": word, "counted": {name: n for name, n in counted.items() if n}}


def _outline(s: Story, stories: tuple[Story, ...], plan: Plan, views: Views) -> dict[str, Any]:
    """Three answers, with the applicant's own material."""
    told = story(s.card.id)
    ranked = sorted(s.tellings, key=lambda t: (-t.strength, t.deed != s.strongest))
    material = [t for t in ranked if t.strength >= USEFUL and t.deed.kind != "honour"]
    goal, fellowship = (views.reason(f) for f in s.parts["statement"])
    others = [o.card.specialty.name for o in stories if o is not s]
    return {
        **_field(s),
        "reasons": told.reasons,
        "looks_for": told.looks_for,
        "goals": told.goals,
        "material": [capital(deed_words(t.deed, plan)) for t in material[:MATERIAL]],
        "findings": [r for r in (goal, fellowship) if r.id != OPTIONAL or r.settled],
        "no_fellowship": not fellowship.settled,
        "others": others,
    }


def _deed_rows(stories: tuple[Story, ...], plan: Plan) -> Iterator[dict[str, Any]]:
    """Own deeds, those together that are told alike in every specialty."""
    groups: dict[tuple[tuple[str, int], ...], list[tuple[str, str]]] = {}
    if not stories:
        return
    for together in zip(*(s.tellings for s in stories), strict=True):
        key = tuple((t.angle, t.strength) for t in together)
        deed = together[0].deed
        words = (capital(deed_words(deed, plan)), detail_words(deed, plan))
        groups.setdefault(key, []).append(words)
    for key, found in groups.items():
        yield {
            "deeds": found,
            "cells": [
                _cell(s, angle, strength, plan)
                for s, (angle, strength) in zip(stories, key, strict=True)
            ],
        }


def _cell(s: Story, angle: str, strength: int, plan: Plan) -> dict[str, Any]:
    """One deed in one specialty: how much it carries, and the side from which to tell it."""
    return {
        "strength": STRENGTHS.get(strength, ""),
        "strong": strength == STRONG,
        "angle": angle_words(angle, story(s.card.id).angles, plan),
        "names_field": strength == USEFUL,
    }
