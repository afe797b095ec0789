"""The chance of one specialty as a row of a table: base rate, with a list, from applications on."""

from __future__ import annotations

from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import sent_key
from sitegen.records import record
from sitegen.render.chance.chance_rates import (
    Cites,
)
from sitegen.render.chance.chance_ways import (
    span_bar,
)
from sitegen.render.chance.chance_words import middle, people_of, range_words, span
from sitegen.render.citing import cite
from sitegen.render.quantities import counted
from sitegen.render.views import Views

SMALL, VERY_SMALL = 300, 50
"""A group with fewer people than this is called small, or very small."""

EXAMPLES = 3
"""Specialties shown where the plan prepares none."""


@record
class AnswerView:
    """One specialty: base rate, chance with a list, and from applications on.

    `role` is first, backup or empty, `size` small, very-small or empty. `sent` and `list` are
    ranges for a cell, `sent_words` and `list_words` for a sentence.
    """

    name: str
    title: str
    page: str
    role: str
    is_first: bool
    base: str
    matched: str
    people: str
    size: str
    handful: bool
    cites: Cites
    applications: str
    open: str
    sent: str
    sent_words: str
    sent_middle: str
    list: str
    list_words: str
    list_middle: str
    bar: dict[str, float]


def shown_chances(plan: Plan, found: Chances) -> tuple[SpecialtyChance, ...]:
    """Those that the plan prepares; the nearest, as examples, where it prepares none."""
    wanted = [found.of(card.id) for card in prepared(plan)]
    kept = tuple(c for c in wanted if c)
    return kept or found.specialties[:EXAMPLES]


def role(c: SpecialtyChance, plan: Plan) -> str:
    """What a specialty is in this plan: first, backup, or nothing."""
    if c.is_first:
        return "first"
    return "backup" if c.specialty.id in {card.id for card in prepared(plan)} else ""


def answer_row(c: SpecialtyChance, views: Views) -> AnswerView:
    """One specialty as a row: base rate, chance with a list, and from applications on."""
    group, name = c.group, c.specialty.id
    sent, listed = f"chance.{name}", f"listed.{name}"
    return AnswerView(
        name=c.specialty.name,
        title=c.specialty.title,
        page=f"specialty.{name}",
        role=role(c, views.plan),
        is_first=c.is_first,
        base=f"{people_of(group.rate, f'base.{name}')} of 100",
        matched=f"{group.matched:,}",
        people=f"{group.people:,}",
        size=_size(group.people),
        handful=c.handful,
        cites=[cite(c.printed.source, views.knowledge)],
        applications=counted(sent_key(views.plan, name), c.applications),
        open=counted(f"open.{name}", c.openness.open),
        sent=span(c.match, sent),
        sent_words=range_words(c.match, sent),
        sent_middle=middle(c.match, sent),
        list=span(c.listed.chance, listed),
        list_words=range_words(c.listed.chance, listed),
        list_middle=middle(c.listed.chance, listed),
        bar=span_bar(c.listed.chance, group.rate),
    )


def _size(people: int) -> str:
    if people >= SMALL:
        return ""
    return "very-small" if people < VERY_SMALL else "small"
