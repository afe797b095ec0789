"""The views of the page on interviews and of the cards to cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sitegen.facts.deeds import deeds, strength
from sitegen.plan.card import Card
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.season.interviews import PAIR, Answer, Interviews
from sitegen.render.background import background, story
from sitegen.render.guide.own_words import angle_words, deed_words
from sitegen.render.guide.statements import statements
from sitegen.render.views import Views
from sitegen.rules import Finding
from sitegen.written import capital, joined, long_date, number

MOST_PIECES = 4
BLANK_ROWS = 8
BEFORE = ("nrmp-may-not-ask", "nrmp-may-not-ask-ranks", "nrmp-need-not-tell", "nrmp-be-accurate")
REPORT = ("nrmp-report-form", "nrmp-report-contact")


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The tracker, the next steps, the answer for this pair, and the stories to prepare."""
    made = plan.in_season.interviews
    cards = plan.in_season.spoken_for
    found = {finding.rule.id: finding for finding in made.findings}
    act = [views.reason(f) for f in made.findings if f.outcome == "act"]
    lead = plan.knowledge.parameter("interviews.shift-lead", plan.as_of)
    return {
        "fields": joined([card.specialty.name for card in cards]),
        "several": len(cards) > 1,
        "third": cards[PAIR].specialty.name if cards[PAIR:] else "",
        "prepared": bool(prepared(plan)) or any(tally.in_hand for tally in made.tallies),
        "when": views.reason(found["interviews.when"]),
        "told": made.told,
        "balance": views.reason(found["interviews.balance"]) if made.told else None,
        "line": {
            "at": str(lead.value),
            "low": number(lead.low or 0),
            "high": number(lead.high or 0),
        },
        "act": [{"reason": reason, "who": _who(reason.id, made)} for reason in act],
        "visa": views.reason(found["interviews.visa"]),
        "titles": {card.id: card.specialty.title for card in plan.every},
        "tallies": made.tallies,
        "entries": made.entries,
        "days": {day: long_date(day) for e in made.entries for day in (e.date, e.asked) if day},
        "blank": range(1, BLANK_ROWS + 1),
        "answers": [_answer(answer, views) for answer in made.answers],
        "fellowship": plan.read.profile.interests.fellowship,
        "rule": statements(plan.knowledge, *BEFORE),
        "report": statements(plan.knowledge, *REPORT),
        "tell_visa": statements(plan.knowledge, "programs-tell-visa"),
        "stories": [_story(card, made, plan) for card in cards],
        "prose": background("interviews"),
    }


def _who(rule: str, made: Interviews) -> str:
    """The programs that a finding counts."""
    held = [e for e in made.entries if e.status in ("offered", "accepted", "done")]
    days = Counter(e.date for e in held if e.status != "done")
    named = {
        "interviews.past": [e for e in held if e.overdue],
        "interviews.offers": [e for e in held if e.status == "offered"],
        "interviews.clash": [e for e in held if e.status != "done" and e.date and days[e.date] > 1],
        "interviews.visa": [e for e in held if e.visa == "unknown"],
        "interviews.waiting": [e for e in made.entries if e.status == "waitlisted"],
    }
    return ", ".join(e.program for e in named.get(rule, ()))


def _answer(answer: Answer, views: Views) -> dict[str, Any]:
    """The parts of one answer: what is spoken, and where the applicant's own words belong."""
    parts = [part for part in answer.parts if part.outcome != "skip"]
    opened = next(part for part in answer.parts if part.rule.id == "answer.open")
    return {
        "name": answer.card.specialty.name,
        "parts": [_spoken(part, views) for part in parts],
        "if_true": opened.outcome == "if_true",
    }


def _spoken(part: Finding, views: Views) -> dict[str, Any]:
    return {"reason": views.reason(part), "prompt": part.outcome == "prompt" or not part.settled}


def _story(card: Card, made: Interviews, plan: Plan) -> dict[str, Any]:
    told = story(card.id)
    pieces = list(_pieces(card, plan))
    ahead = [
        e.program
        for e in made.entries
        if e.specialty == card.id and e.status in ("accepted", "offered") and not e.overdue
    ]
    return {
        "title": card.specialty.title,
        "name": card.specialty.name,
        "anchor": f"story-{card.id}",
        "page": f"specialty.{card.id}",
        "looks_for": told.looks_for,
        "reasons": told.reasons,
        "goals": told.goals,
        "this_program": told.this_program,
        "programs": ahead[:MOST_PIECES],
        "pieces": [
            {"label": label, "angle": angle_words(angle, told.angles, plan)}
            for label, angle in pieces[:MOST_PIECES]
        ],
        "cards": len(told.cards),
    }


def _pieces(card: Card, plan: Plan) -> Iterator[tuple[str, str]]:
    """The applicant's strongest deeds for a field, one for each angle, with the angle."""
    every = (deed for deed in deeds(plan.read.profile, plan.knowledge) if deed.kind != "honour")
    seen: set[str] = set()
    for deed in sorted(
        every, key=lambda d: (-strength(d, card.specialty, plan.knowledge), -d.weeks)
    ):
        angle = deed.angle_for(card.id)
        if angle not in seen:
            seen.add(angle)
            yield capital(deed_words(deed, plan)), angle
