"""The view of a request sheet: one page for one writer of a letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.facts.applicant import counts_as_hands_on
from sitegen.facts.letters import TOPICS
from sitegen.knowledge.model import Service
from sitegen.plan.guide.documents import Story
from sitegen.plan.guide.letters import Ask
from sitegen.plan.model import Plan
from sitegen.profile.fields import Rotation
from sitegen.render.guide.letters_view import SERVICES, ask_words, deadline_words
from sitegen.render.guide.own_words import (
    deed_words,
    name_of,
    names_of,
    rotation_words,
    with_hospital,
)
from sitegen.render.views import Views
from sitegen.written import capital, joined

REMINDED = 3
"""Own deeds that a writer is reminded of."""


def view(plan: Plan, _: Views, key: str) -> dict[str, Any]:
    """What one writer needs to know, and a message to copy."""
    made = plan.guide.documents
    ask = next(each for each in made.letters.asks if each.key == key)
    knowledge, p = plan.knowledge, plan.read.profile
    stories = [s for s in made.stories if s.card.id in ask.serves]
    letter = (p.letters or ())[ask.letter - 1] if ask.letter else None
    rotations = list(_rotations(ask, plan))
    return {
        "who": ask_words(ask, plan, "letter-attending-mine"),
        "state": ask.state,
        "name": p.applicant.name or "",
        "season": p.season or "",
        "serves": names_of(ask.serves, knowledge) if ask.serves else "",
        "goal": _goal(ask, bool(letter and letter.supports)),
        "goals": names_of(ask.names, knowledge) if ask.names else "",
        "field": name_of(ask.field, knowledge),
        "mine": names_of([s.card.id for s in made.stories], knowledge, "or"),
        "cover": [topic.value for topic in TOPICS],
        "most": ask.cover,
        "rotations": [capital(with_hospital(rotation_words(r, plan), r, plan)) for r in rotations],
        "watched": bool(rotations) and not any(counts_as_hands_on(r) for r in rotations),
        "rotation": rotation_words(rotations[0], plan) if len(rotations) == 1 else "",
        "reminders": _reminders(ask, stories, plan),
        "days": deadline_words(made.letters.deadline, plan),
        "upload": _services(stories),
        "label": _label(stories),
        "school": p.school,
    }


def _goal(ask: Ask, agreed: bool) -> str:
    """Which words on the goal fit: agreed, one, none (it goes to several), or nowhere."""
    if agreed:
        return "agreed" if ask.serves else "elsewhere"
    if not ask.serves:
        return "nowhere"
    return "one" if ask.names else "none"


def _rotations(ask: Ask, plan: Plan) -> Iterator[Rotation]:
    """The rotations that this writer may have seen."""
    every = plan.read.profile.us_experience or ()
    if ask.rotation is not None:
        yield every[ask.rotation - 1]
        return
    letter = (plan.read.profile.letters or ())[(ask.letter or 1) - 1]
    if letter.us_faculty is not False:
        yield from (r for r in every if r.specialty == letter.specialty)


def _reminders(ask: Ask, stories: list[Story], plan: Plan) -> list[str]:
    """Own deeds that fit what the letter is for, the strongest first."""
    found: dict[str, int] = {}
    for s in stories:
        for telling in s.tellings:
            if telling.deed.kind not in ("rotation", "honour"):
                words = capital(deed_words(telling.deed, plan))
                found[words] = max(found.get(words, 0), telling.strength)
    return sorted(found, key=lambda words: -found[words])[:REMINDED]


def _services(stories: list[Story]) -> str:
    names = dict.fromkeys(SERVICES[s.card.specialty.about.service] for s in stories)
    return joined(list(names) or ["ERAS"])


def _label(stories: list[Story]) -> str:
    """The specialty to choose for the letter in MyERAS; nothing where ERAS is not used."""
    eras = [s for s in stories if s.card.specialty.about.service is Service.ERAS]
    if not eras:
        return ""
    return "General" if len(eras) > 1 else eras[0].card.specialty.title
