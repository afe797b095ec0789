"""The view of the letters: the assignment sheet, and whom to ask by when."""

from __future__ import annotations

from typing import Any

from sitegen.explain import capital, joined
from sitegen.facts.documents import span_words
from sitegen.facts.letters import SERVES
from sitegen.knowledge.model import Service
from sitegen.plan.guide.documents import Documents
from sitegen.plan.guide.letters import Ask, Deadline, LetterRow, LetterUse, Need
from sitegen.plan.model import Plan
from sitegen.plan.task_days import Days
from sitegen.profile.fields import Letter, LetterState
from sitegen.render.guide.own_words import name_of, names_of, rotation_words
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated
from sitegen.render.views import Views
from sitegen.render.words import date_span

STATES = {
    LetterState.RECEIVED: "received",
    LetterState.PROMISED: "promised",
    LetterState.TO_ASK: "still to ask for",
    None: "state not told",
}
US_FACULTY = {True: "US faculty", False: "not US faculty", None: "US faculty or not: not told"}
SERVICES = {Service.RESIDENCYCAS: "ResidencyCAS", Service.SF: "SF Match", Service.ERAS: "ERAS"}


def letters_view(plan: Plan, made: Documents, views: Views) -> dict[str, Any]:
    """Letters held against the guide, assigned, and completed."""
    it, letters = made.letters, plan.read.profile.letters
    asks = {ask.key: ask for ask in it.asks}
    needs = {need.specialty: need for need in it.needs}
    return {
        "told": letters is not None,
        "rows": [_row(row, (letters or ())[row.number - 1], plan) for row in it.rows],
        "most": it.most,
        "held": any(use.held for row in it.rows for use in row.uses),
        "fields": [
            {
                "id": s.card.id,
                "title": s.card.specialty.title,
                "name": s.card.specialty.name,
                "findings": [views.reason(f) for f in s.parts["letters"]],
                "asks": [_ask(a, plan) for a in asks.values() if _helps(a, needs[s.card.id])],
                "wanted": span_words(needs[s.card.id].low, needs[s.card.id].high),
                "unfilled": needs[s.card.id].unfilled,
                "road": _road(plan, s.card.specialty.name),
            }
            for s in made.stories
        ],
        "spare": [_ask(a, plan) for a in asks.values() if not a.serves],
        "days": deadline_words(it.deadline),
        "eras": any(s.card.specialty.about.service is Service.ERAS for s in made.stories),
    }


def _road(plan: Plan, name: str) -> str:
    """How one more letter can come about, also for somebody who may not enter the US."""
    closed = plan.facts["applicant.entry_closed"].value is True
    return phrase(plan, "letter-road-closed" if closed else "letter-road", name=name)


def _helps(ask: Ask, need: Need) -> bool:
    """Whether a letter is listed, or a writer suggested, for a specialty."""
    return need.specialty in ask.serves and (ask.letter is not None or ask.key in need.suggested)


def _row(row: LetterRow, letter: Letter, plan: Plan) -> dict[str, Any]:
    served = (*row.eras, *row.elsewhere)
    return {
        "writer": letter.writer,
        "state": STATES[letter.state],
        "about": f"{US_FACULTY[letter.us_faculty]}; "
        + (f"speaks to {topics(letter)}" if letter.speaks_to else "topics not told"),
        "uses": [_use(use, letter, plan) for use in row.uses],
        "eras": [plan.knowledge.specialties[s].title for s in row.eras],
        "elsewhere": [
            (SERVICES[plan.knowledge.specialties[s].about.service], name_of(s, plan.knowledge))
            for s in row.elsewhere
        ],
        "file_name": f"{capital(letter.writer)}, for {names_of(served, plan.knowledge)}"
        if served
        else "",
    }


def topics(letter: Letter) -> str:
    """What a letter speaks to."""
    return joined([topic.value.replace("_", " ") for topic in letter.speaks_to or ()])


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


def ask_words(ask: Ask, plan: Plan, whose: str = "your") -> str:
    """Who writes, as it stands in a list; `whose` is who speaks to whom."""
    p = plan.read.profile
    if ask.letter is not None:
        return capital((p.letters or ())[ask.letter - 1].writer)
    assert ask.rotation is not None, "an ask has a letter or a rotation"
    rotation = (p.us_experience or ())[ask.rotation - 1]
    return f"The attending of {whose} {rotation_words(rotation, plan.knowledge)}"


def deadline_words(it: Deadline) -> dict[str, Any]:
    """The days to ask and to upload, with the span of an estimate."""
    return {
        "state": it.state,
        "ask": _day(it.ask, "letters.ask") if it.ask else "",
        "upload": _day(it.upload, "letters.upload") if it.upload else "",
        "upload_short": dated("letters.upload", it.upload[0]) if it.upload else "",
    }


def _day(days: Days, key: str) -> str:
    day, low, high = days
    span = f" (estimate, {date_span(low, high, key)})" if low != high else ""
    return dated(key, day) + span
