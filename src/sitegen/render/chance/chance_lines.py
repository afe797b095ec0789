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
from sitegen.render.chance.chance_rates import Cites
from sitegen.render.chance.chance_words import middle, named, people_of, range_words
from sitegen.render.citing import cite
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted
from sitegen.render.views import Views

Line = dict[str, Any]

SOMEWHERE = "chance.somewhere"


def glance_lines(plan: Plan, found: Chances, views: Views) -> list[Line]:
    """First choice, backup, and somewhere; each with its range and its base rate."""
    if plan.counts is None and plan.primary and not plan.primary.tells:
        return []
    wanted = [c for c in (found.of(card.id) for card in prepared(plan)) if c]
    lines: list[Line] = [
        {"text": _told(c, c.specialty.title, plan), "cites": _cites(c, views)} for c in wanted
    ]
    if len(found.somewhere) > 1:
        some = found.somewhere[-1]
        sent = sum(c.applications for c in wanted if c.specialty.id in some.specialties)
        text = phrase(
            plan,
            "chance-somewhere",
            names=named(plan.card(s).specialty.name for s in some.specialties),
            sent=counted(sent_somewhere_key(some, plan), sent),
            range=range_words(some.any, SOMEWHERE),
            middle=middle(some.any, SOMEWHERE),
        )
        lines.append({"text": text, "cites": [cite("sitegen-judgement", plan.knowledge)]})
    if lines and plan.facts["season.begun"].value is True:
        lines = _in_season(lines, plan)
    return lines


def _in_season(lines: list[Line], plan: Plan) -> list[Line]:
    """The lines of before the season, and what the interviews of the tracker say since then."""
    seen = _tracked(plan)
    if not seen:
        more = f"{lines[-1]['text']} {phrase(plan, 'chance-not-counted')}"
        return [*lines[:-1], {**lines[-1], "text": more}]
    chance, key = _together(plan, seen)
    text = phrase(
        plan,
        "chance-interviews" if any(f.in_hand for f in seen) else "chance-no-interview",
        names=named(f.card.specialty.name for f in seen),
        range=range_words(chance, key),
        middle=middle(chance, key),
    )
    return [*lines, {"text": text, "cites": [cite("sitegen-judgement", plan.knowledge)]}]


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
    # Only fields with a printed group are counted.
    assert field.after is not None
    return field.after.by_the_end


def _told(c: SpecialtyChance, of: str, plan: Plan) -> str:
    """The range of the applications, then the one with a list, and the base rate."""
    name, group, sent = c.specialty.id, c.group, c.applications
    return phrase(
        plan,
        "chance-line-one" if sent == 1 else "chance-line",
        of=of,
        sent=counted(sent_key(plan, name), sent),
        range=range_words(c.match, f"chance.{name}"),
        middle=middle(c.match, f"chance.{name}"),
        list=range_words(c.listed.chance, f"listed.{name}"),
        base=people_of(group.rate, f"base.{name}"),
        matched=f"{group.matched:,}",
        people=f"{group.people:,}",
    )


def _cites(c: SpecialtyChance, views: Views) -> Cites:
    return [cite(c.printed.source, views.knowledge)]


def specialty_line(card: Card, found: Chances, views: Views) -> Line:
    """The chance in one specialty, or why none is given."""
    plan, c = views.plan, found.of(card.id)
    if c is None:
        why = "little-known-line" if little_known(plan) else "chance-not-printed"
        return {"text": phrase(plan, why), "cites": []}
    text, cites = _told(c, phrase(plan, "chance-of-matching"), plan), _cites(c, views)
    if plan.facts["season.begun"].value is not True:
        return {"text": text, "cites": cites}
    since = _since(c, plan)
    judged = [cite("sitegen-judgement", views.knowledge)] if since else []
    more = since or phrase(plan, "chance-before-season")
    return {"text": f"{text} {more}", "cites": cites + judged}


def _since(c: SpecialtyChance, plan: Plan) -> str:
    """The chance with the interviews so far in this specialty; empty while there are none."""
    own = next((f for f in plan.in_season.cockpit.fields if f.card.id == c.specialty.id), None)
    if own is None or own.after is None or not own.in_hand:
        return ""
    end, key = own.after.by_the_end, f"season.{c.specialty.id}.end"
    return phrase(
        plan,
        "chance-since-one" if own.in_hand == 1 else "chance-since",
        number=str(own.in_hand),
        range=range_words(end, key),
        middle=middle(end, key),
    )
