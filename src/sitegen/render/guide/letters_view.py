"""The view of the letters: the assignment sheet, and whom to ask by when."""

from __future__ import annotations

from typing import Any

from sitegen.facts.documents import letters_wanted, span_words
from sitegen.facts.letters import SERVES
from sitegen.knowledge.model import Service
from sitegen.plan.guide.documents import Documents, Story
from sitegen.plan.guide.letters import UPLOAD_WEEKS, Ask, Deadline, LetterRow, LetterUse, Need
from sitegen.plan.model import Plan
from sitegen.plan.task_days import Days
from sitegen.profile.fields import Letter, LetterState
from sitegen.render.guide.own_words import name_of, names_of, rotation_words
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated
from sitegen.render.views import Views
from sitegen.render.words import date_span
from sitegen.written import capital, joined

SERVICES = {Service.RESIDENCYCAS: "ResidencyCAS", Service.SF: "SF Match", Service.ERAS: "ERAS"}
GUIDE = {
    "first": "guide.primary-letters",
    "backup": "guide.backup-letters",
    "us": "guide.us-faculty-letters",
}
"""How many letters the guide asks for."""


def letters_view(plan: Plan, made: Documents, views: Views) -> dict[str, Any]:
    """Letters held against the guide, assigned, and completed."""
    it, letters = made.letters, plan.read.profile.letters
    return {
        "told": letters is not None,
        "rows": [_row(row, (letters or ())[row.number - 1], plan) for row in it.rows],
        "guide": {
            name: span_words(*letters_wanted(plan.knowledge.parameter(parameter, plan.as_of)))
            for name, parameter in GUIDE.items()
        },
        "most": it.most,
        "held": any(use.held for row in it.rows for use in row.uses),
        "fields": [_field(story, plan, made, views) for story in made.stories],
        "spare": [_ask(ask, plan) for ask in it.asks if not ask.serves],
        "days": deadline_words(it.deadline, plan),
    }


def _field(story: Story, plan: Plan, made: Documents, views: Views) -> dict[str, Any]:
    """The letters for one specialty, and how one more can come about."""
    card, it = story.card, made.letters
    (need,) = [each for each in it.needs if each.specialty == card.id]
    closed = plan.facts["applicant.entry_closed"].value is True
    road = "letter-road-closed" if closed else "letter-road"
    return {
        "name": card.specialty.name,
        "findings": [views.reason(f) for f in story.parts["letters"]],
        "asks": [_ask(ask, plan) for ask in it.asks if _helps(ask, need)],
        "wanted": span_words(need.low, need.high),
        "unfilled": need.unfilled,
        "road": phrase(plan, road, name=card.specialty.name),
    }


def _helps(ask: Ask, need: Need) -> bool:
    """Whether a letter is listed, or a writer suggested, for a specialty."""
    return need.specialty in ask.serves and (ask.letter is not None or ask.key in need.suggested)


def _row(row: LetterRow, letter: Letter, plan: Plan) -> dict[str, Any]:
    known = plan.knowledge
    return {
        "writer": letter.writer,
        "state": letter.state or "",
        "us_faculty": letter.us_faculty,
        "topics": [topic.value.replace("_", " ") for topic in letter.speaks_to or ()],
        "uses": [_use(use, letter, plan) for use in row.uses],
        "eras": [known.specialties[s].title for s in row.eras],
        "elsewhere": [
            (SERVICES[known.specialties[s].about.service], name_of(s, known)) for s in row.elsewhere
        ],
        "serves": names_of((*row.eras, *row.elsewhere), known),
    }


def _use(use: LetterUse, letter: Letter, plan: Plan) -> dict[str, Any]:
    knowledge = plan.knowledge
    return {
        "serves": use.why in SERVES,
        "why": use.why,
        "name": name_of(use.specialty, knowledge),
        "goals": names_of(letter.supports or (), knowledge) if letter.supports else "",
        "field": name_of(letter.specialty, knowledge),
        "place": use.place or 0,
        "held": use.held,
        "ready": letter.state is LetterState.RECEIVED,
    }


def _ask(ask: Ask, plan: Plan) -> dict[str, Any]:
    return {
        "page": f"letter.{ask.key}",
        "who": ask_words(ask, plan),
        "state": ask.state,
        "cover": joined([topic.replace("_", " ") for topic in ask.cover]),
        "fresh": ask.fresh,
        "field": name_of(ask.field, plan.knowledge),
    }


def ask_words(ask: Ask, plan: Plan, name: str = "letter-attending") -> str:
    """Who writes, as it stands in a list; the phrase of this name says whose attending it is."""
    p = plan.read.profile
    if ask.letter is not None:
        return capital((p.letters or ())[ask.letter - 1].writer)
    assert ask.rotation is not None
    rotation = (p.us_experience or ())[ask.rotation - 1]
    return phrase(plan, name, rotation=rotation_words(rotation, plan))


def deadline_words(it: Deadline, plan: Plan) -> dict[str, Any]:
    """The days to ask and to upload, with the span of an estimate."""
    return {
        "state": it.state,
        "ask": _day(it.ask, "letters.ask", plan) if it.ask else "",
        "upload": _day(it.upload, "letters.upload", plan) if it.upload else "",
        "upload_short": dated("letters.upload", it.upload[0]) if it.upload else "",
        "upload_weeks": UPLOAD_WEEKS,
    }


def _day(days: Days, key: str, plan: Plan) -> str:
    day, low, high = days
    if low == high:
        return dated(key, day)
    span = date_span(low, high, key)
    return phrase(plan, "letter-day", day=dated(key, day), span=span)
