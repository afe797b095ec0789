"""The chance in a line: for the glance page and for the page of a specialty."""

from __future__ import annotations

from typing import Any

from sitegen.chance.odds import Chance
from sitegen.plan.card import Card
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import little_known, prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import sent_somewhere_key
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.season.cockpit import Field
from sitegen.render.chance.chance_words import middle, named, people_of, range_words
from sitegen.render.guide.immigration_view import cite
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted
from sitegen.render.views import Views

Line = dict[str, Any]

SOMEWHERE = "chance.somewhere"


def glance_lines(plan: Plan, found: Chances, views: Views) -> list[Line]:
    """First choice, backup, and somewhere; each with its range and its base rate."""
    if plan.counts is None and plan.primary and not plan.primary.tells:
        return []
    wanted = [found.of(card.id) for card in prepared(plan)]
    lines = [_line(c, views) for c in wanted if c]
    if len(found.somewhere) > 1:
        some = found.somewhere[-1]
        names = named(plan.card(s).specialty.name for s in some.specialties)
        sent = sum(c.applications for c in wanted if c and c.specialty.id in some.specialties)
        told = counted(sent_somewhere_key(some, plan), sent)
        lines.append(
            {
                "text": f"Somewhere in {names}, from {told} applications on: "
                f"{range_words(some.any, SOMEWHERE)} of 100 ({middle(some.any, SOMEWHERE)}). Those "
                "who get no interview are counted.",
                "cites": [cite("sitegen-judgement", plan.knowledge)],
            }
        )
    if lines and plan.facts["season.begun"].value is True:
        lines = _in_season(lines, plan)
    return lines


def _in_season(lines: list[Line], plan: Plan) -> list[Line]:
    """The lines of before the season, and what the interviews of the tracker say since then."""
    seen = _tracked(plan)
    if not seen:
        more = " The season has begun, and no line here counts your interviews."
        return [*lines[:-1], {**lines[-1], "text": lines[-1]["text"] + more}]
    chance, key = _together(plan, seen)
    names = named(f.card.specialty.name for f in seen)
    have = (
        f"With your interviews so far in {names}, and those that may still come"
        if any(f.in_hand for f in seen)
        else f"You have no interview in {names} yet. With those that may still come"
    )
    return [
        *lines,
        {
            "text": f"The lines above are as before the season. {have}: "
            f"{range_words(chance, key)} of 100 match by the end ({middle(chance, key)}).",
            "cites": [cite("sitegen-judgement", plan.knowledge)],
        },
    ]


def by_the_end(plan: Plan) -> tuple[Chance, str] | None:
    """The chance by the end of a season that has begun, with its key; None without a tracker."""
    seen = _tracked(plan) if plan.facts["season.begun"].value is True else []
    return _together(plan, seen) if seen else None


def _tracked(plan: Plan) -> list[Field]:
    """The fields of the tracker that have a chance."""
    made = plan.in_season.cockpit
    return [f for f in made.fields if f.after] if made.told else []


def _together(plan: Plan, seen: list[Field]) -> tuple[Chance, str]:
    both = plan.in_season.cockpit.together
    if both:
        return both.by_the_end, "season.somewhere.end"
    return _end(seen[0]), f"season.{seen[0].card.id}.end"


def _end(field: Field) -> Chance:
    assert field.after is not None, "only fields with a printed group are counted"
    return field.after.by_the_end


def _line(c: SpecialtyChance, views: Views) -> Line:
    return {"text": f"{c.specialty.title}: of{_told(c, views.plan)}", "cites": _cites(c, views)}


def _told(c: SpecialtyChance, plan: Plan) -> str:
    """The range of the applications, then the one with a list, and the base rate; behind `of`."""
    name = c.specialty.id
    sent = counted(sent_key(plan, name), c.applications)
    word = "application" if c.applications == 1 else "applications"
    key, match = f"chance.{name}", c.match
    return (
        f" 100 people like you who send {sent} {word}, {range_words(match, key)} match to it "
        f"({middle(match, key)}). With interviews and a rank order list it is "
        f"{range_words(c.listed.chance, f'listed.{name}')} of 100. {_base(c)}."
    )


def _base(c: SpecialtyChance) -> str:
    group = c.group
    rate = people_of(group.rate, f"base.{c.specialty.id}")
    return f"Base rate: {rate} of 100 ({group.matched:,} of {group.people:,} people)"


def _cites(c: SpecialtyChance, views: Views) -> list[tuple[str, str]]:
    figure = c.specialty.figure("matched_preferred")
    assert figure is not None, "a group is made of this figure"
    return [cite(figure.source, views.knowledge)]


def specialty_line(card: Card, found: Chances, views: Views) -> Line:
    """The chance in one specialty, or why none is given."""
    c = found.of(card.id)
    if c is None and little_known(views.plan):
        return {"text": phrase(views.plan, "little-known-line"), "cites": []}
    if c is None:
        return {
            "text": "No chance of matching is given here. For a match to this field, too little "
            "is printed about non-US IMGs who ranked it first.",
            "cites": [],
        }
    return {
        "text": f"Chance of matching: of{_told(c, views.plan)}{_since(c, views.plan)}",
        "cites": _cites(c, views) + _judged(c, views),
    }


def _judged(c: SpecialtyChance, views: Views) -> list[tuple[str, str]]:
    """The source of what interviews say, where it is told."""
    told = " it is " in _since(c, views.plan)
    return [cite("sitegen-judgement", views.knowledge)] if told else []


def _since(c: SpecialtyChance, plan: Plan) -> str:
    """The chance with the interviews so far in this specialty, once there are some."""
    if plan.facts["season.begun"].value is not True:
        return ""
    own = next((f for f in plan.in_season.cockpit.fields if f.card.id == c.specialty.id), None)
    if own is None or own.after is None or not own.in_hand:
        return " That is as before the season. It counts no interview of yours."
    number = "one interview" if own.in_hand == 1 else f"{own.in_hand} interviews"
    end, key = own.after.by_the_end, f"season.{c.specialty.id}.end"
    return (
        f" That is as before the season. With your {number} in it, and those that may still come, "
        f"it is {range_words(end, key)} of 100 ({middle(end, key)})."
    )
