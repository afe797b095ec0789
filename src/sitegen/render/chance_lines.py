"""The chance in a line: for the glance page and for the page of a specialty."""

from __future__ import annotations

from typing import Any

from sitegen.plan.chances import Chances, SpecialtyChance
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Card, Plan
from sitegen.render.chance_words import middle, named, range_words, whole
from sitegen.render.immigration_view import cite
from sitegen.render.views import Views

Line = dict[str, Any]


def glance_lines(plan: Plan, found: Chances, views: Views) -> list[Line]:
    """First choice, backup, and somewhere; each with its range and its base rate."""
    wanted = [found.of(card.id) for card in prepared(plan)]
    lines = [_line(c, views) for c in wanted if c]
    if len(found.somewhere) > 1:
        some = found.somewhere[-1]
        names = named(plan.card(s).specialty.name for s in some.specialties)
        sent = sum(c.applications for c in wanted if c and c.specialty.id in some.specialties)
        lines.append({
            "text": f"Somewhere in {names}, from {sent} applications on: {range_words(some.any)} "
            f"of 100 ({middle(some.any)}). Other than the lines above, it counts those who get no "
            "interview.",
            "cites": [cite("sitegen-judgement", plan.knowledge)],
        })  # fmt: skip
    return lines


def _line(c: SpecialtyChance, views: Views) -> Line:
    return {"text": f"{c.specialty.title}: of{_told(c)}", "cites": _cites(c, views)}


def _told(c: SpecialtyChance) -> str:
    """The range with a list and the base rate, behind the word of."""
    place = "rank it first" if c.is_first else "rank it behind another field"
    return (
        f" 100 people like you who {place}, {range_words(c.listed.chance)} match to it "
        f"({middle(c.listed.chance)}). {_base(c)}."
    )


def _base(c: SpecialtyChance) -> str:
    group = c.group
    return f"Base rate: {whole(group.rate)} of 100 ({group.matched:,} of {group.people:,} people)"


def _cites(c: SpecialtyChance, views: Views) -> list[tuple[str, str]]:
    figure = c.specialty.figure("matched_preferred")
    assert figure is not None, "a group is made of this figure"
    return [cite(figure.source, views.knowledge)]


def specialty_line(card: Card, found: Chances, views: Views) -> Line:
    """The chance in one specialty, or why none is given."""
    c = found.of(card.id)
    if c is None:
        return {
            "text": "No chance of matching is given here. For a match to this field, too little "
            "is printed about non-US IMGs who ranked it first.",
            "cites": [],
        }
    return {"text": f"Chance of matching: of{_told(c)}", "cites": _cites(c, views)}
