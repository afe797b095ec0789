"""The view of the page on the chance of matching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.card import Card
from sitegen.plan.chance.chance_report import missing_of
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import little_known, prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import somewhere_key
from sitegen.plan.quantities.counted import sent_key
from sitegen.render.chance.chance_parts import part_rows, titles
from sitegen.render.chance.chance_rates import look_alikes, of_everybody, other_counts, visa_bound
from sitegen.render.chance.chance_ways import (
    dual_words,
    funnel,
    luck_words,
    same_money,
    span_bar,
    way_row,
)
from sitegen.render.chance.chance_words import (
    middle,
    named,
    people_of,
    range_words,
    span,
    whole,
)
from sitegen.render.guide.immigration_view import cite
from sitegen.render.little_known import little_view
from sitegen.render.pictures.people_picture import people_picture
from sitegen.render.quantities import counted
from sitegen.render.views import Views
from sitegen.render.words import missing_words

LOW = 0.15
"""A middle below this gets the words for small chances."""

HIGHER = 0.05
"""A middle this much above another one is called higher where words are meant to help."""

WIDE = 0.5
"""A range wider than this is called wide where answers are missing."""

SMALL, VERY_SMALL = 300, 50
"""A group with fewer people than this is called very small."""

EXAMPLES = 3
"""Specialties shown where the plan prepares none."""


def chance_view(plan: Plan, found: Chances, views: Views) -> dict[str, Any]:
    """The answer, how it is made, the way to it, and what it leaves out."""
    shown = shown_chances(plan, found)
    head = shown[0] if shown else None
    return {
        "little": little_view(plan),
        "lead": _lead(plan, shown),
        "sentences": _sentences(plan, found, shown, views) if head else [],
        "kind": _kind_words(head, found) if head else "",
        "wide": _wide(head) if head else "",
        "missing": missing_words(plan, missing_of(head)) if head else (),
        "in_season": plan.facts["season.begun"].value is True,
        "pictures": _pictures(head, plan) if head else [],
        "answers": [answer_row(c, views) for c in shown],
        "parts": [
            {
                "name": c.specialty.name,
                "title": c.specialty.title,
                "id": c.specialty.id,
                "rows": part_rows(c, views),
                "list": span(c.listed.chance, f"listed.{c.specialty.id}"),
                "middle": middle(c.listed.chance, f"listed.{c.specialty.id}"),
            }
            for c in shown
        ],
        "funnel": funnel(plan, [c for c in shown if role(c, plan)]),
        "everybody": of_everybody(views),
        "look_alikes": look_alikes(plan, head, views),
        "visa": visa_bound(plan, head, views),
        "ways": [way_row(w, plan) for w in plan.matching.ways],
        "luck": luck_words(found),
        "same_money": same_money(plan.matching.ways),
        "dual": dual_words(plan),
        "without": _without(head) if head else None,
        "start": _start(plan, views),
        "others": [answer_row(c, views) for c in found.specialties if c not in shown],
        "differ": other_counts(plan),
        "not_printed": [card.specialty.title for card in _without_group(plan, found)],
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
    }


def shown_chances(plan: Plan, found: Chances) -> tuple[SpecialtyChance, ...]:
    """Those that the plan prepares; the nearest, as examples, where it prepares none."""
    wanted = [found.of(card.id) for card in prepared(plan)]
    kept = tuple(c for c in wanted if c)
    return kept or found.specialties[:EXAMPLES]


def _without_group(plan: Plan, found: Chances) -> list[Card]:
    """Careers for which too little was printed."""
    every = (*plan.cards, *plan.elsewhere)
    return [card for card in every if found.of(card.id) is None]


def role(c: SpecialtyChance, plan: Plan) -> str:
    """What a specialty is in this plan."""
    if c.is_first:
        return "first choice"
    return "backup" if c.specialty.id in {card.id for card in prepared(plan)} else ""


def _lead(plan: Plan, shown: Sequence[SpecialtyChance]) -> str:
    if not shown:
        return "NRMP printed no groups from which a chance could be made."
    if plan.primary is None:
        begin = "You have not named a first choice yet."
        end = "Each field is counted as one that you rank behind another."
        if prepared(plan):
            return f"{begin} So this page begins with the backup of the plan. {end}"
        return f"{begin} So this page shows the specialties nearest to you as examples. {end}"
    if not shown[0].is_first:
        return (
            f"Too little is printed about {plan.primary.specialty.name}, so no chance is given "
            f"for it. This page begins with {shown[0].specialty.name}."
        )
    return "How likely a match is for somebody with your file: a range, never one number."


def _sentences(
    plan: Plan, found: Chances, shown: Sequence[SpecialtyChance], views: Views
) -> list[dict[str, Any]]:
    """The answer in words: with a list, from applications on, and somewhere."""
    said = [_answer(c, views) for c in shown]
    for some in found.somewhere[1:]:
        names = named(plan.card(s).specialty.name for s in some.specialties)
        together = "both" if len(some.specialties) == 2 else "all three"
        key = somewhere_key(len(some.specialties), found)
        said.append(
            {
                "title": f"Somewhere, with {together}",
                "sent": "",
                "few": False,
                "list": f"Of 100 people like you who apply in {names} as above, "
                f"{range_words(some.any, key)} match to one of them ({middle(some.any, key)}).",
                "base": "Its base rates are those of each field above. How luck is shared is a "
                "judgement.",
                "cites": [cite("sitegen-judgement", plan.knowledge)],
            }
        )
    return said


def _answer(c: SpecialtyChance, views: Views) -> dict[str, Any]:
    """One specialty: with a list, its base rate, and from applications on."""
    row, group, name, key = answer_row(c, views), c.group, c.specialty.name, c.specialty.id
    on, to_list = f"chance.{key}", f"listed.{key}"
    place = (
        f"hand in a rank order list with {name} first"
        if c.is_first
        else f"rank {name} behind another field"
    )
    sent = (
        f"From {row['applications']} applications on, {range_words(c.match, on)} of 100 "
        f"match to it ({middle(c.match, on)})."
    )
    return {
        "title": f"{row['title']}, {row['role']}" if row["role"] else row["title"],
        "list": f"Of 100 people like you who {place}, "
        f"{range_words(c.listed.chance, to_list)} match to it "
        f"({middle(c.listed.chance, to_list)}).",
        "base": f"Base rate: of all {group.people:,} non-US IMGs who had it first, "
        f"{group.matched:,} matched to it, {row['base']}.",
        "cites": row["cites"],
        "sent": sent,
        "few": c.handful,
    }


def _kind_words(c: SpecialtyChance, found: Chances) -> str:
    """True and useful words for somebody whose chance is small."""
    likely = c.match.use
    if likely >= LOW:
        return ""
    text = (
        f"The chance in {c.specialty.name} is small. It says nothing about how good a doctor you "
        "are. It says how programs choose today among files like yours."
    )
    best = max(
        (each for each in found.specialties if each.group.people >= VERY_SMALL),
        key=lambda each: each.listed.chance.use,
        default=c,
    )
    if best.listed.chance.use < c.listed.chance.use + HIGHER:
        return text
    place = "" if best.is_first else " behind another field"
    key = f"listed.{best.specialty.id}"
    return (
        f"{text} With a list, the count is higher for you in {best.specialty.name}{place}: "
        f"{range_words(best.listed.chance, key)} of 100 ({middle(best.listed.chance, key)}). "
        f"Base rate: {people_of(best.group.rate, f'base.{best.specialty.id}')} of 100 "
        f"({best.group.matched:,} of {best.group.people:,} people)."
    )


def _wide(c: SpecialtyChance) -> str:
    gap = c.listed.chance.high - c.listed.chance.low
    if gap < WIDE or not missing_of(c):
        return ""
    return (
        "The range is wide because answers are missing. Each of these would usually make it "
        "narrower:"
    )


def _pictures(c: SpecialtyChance, plan: Plan) -> list[dict[str, Any]]:
    """A hundred people each: with a list, and from applications on."""
    name, sent = c.specialty.id, counted(sent_key(plan, c.specialty.id), c.applications)
    pairs = [
        ("sent", f"From {sent} applications on", "chance", c.match),
        ("list", "With a rank order list", "listed", c.listed.chance),
    ]
    return [
        {
            "id": kind,
            "title": f"{title}: {c.specialty.name}",
            "people": people_picture(whole(chance.low), whole(chance.high)),
            "text": f"{title}: {range_words(chance, f'{key}.{name}')} of 100 people match to "
            f"{c.specialty.name} ({middle(chance, f'{key}.{name}')}).",
        }
        for kind, title, key, chance in pairs
    ]


def answer_row(c: SpecialtyChance, views: Views) -> dict[str, Any]:
    """One specialty as a row: base rate, chance with a list, and from applications on."""
    figure = c.specialty.figure("matched_preferred")
    assert figure is not None, "a group is made of this figure"
    group, way, name = c.group, c.route, c.specialty.id
    return {
        "title": c.specialty.title,
        "page": f"specialty.{name}",
        "role": role(c, views.plan),
        "base": f"{people_of(group.rate, f'base.{name}')} of 100",
        "people": f"{group.matched:,} of {group.people:,} people",
        "small": _size(group.people),
        "cites": [cite(figure.source, views.knowledge)],
        "list": span(c.listed.chance, f"listed.{name}"),
        "list_middle": middle(c.listed.chance, f"listed.{name}"),
        "applications": counted(sent_key(views.plan, c.specialty.id), c.applications),
        "sent": span(way.match, f"chance.{name}"),
        "sent_middle": middle(way.match, f"chance.{name}"),
        "open": counted(f"open.{name}", c.openness.open),
        "bar": span_bar(c.listed.chance, group.rate),
    }


def _size(people: int) -> str:
    if people >= SMALL:
        return ""
    return "a very small group" if people < VERY_SMALL else "a small group"


def _without(c: SpecialtyChance) -> dict[str, Any]:
    """The chance with a list without one judged factor, or without all of them."""
    names = titles(c)
    rows = [("", "Nothing left out", c.listed.chance)]
    rows += [
        (name, f"Without: {names[name]}", chance)
        for name, chance in c.without.items()
        if name != "all"
    ]
    rows.append(("all", "Without all of them", c.without["all"]))
    return {
        "name": c.specialty.name,
        "rows": [
            {
                "id": name or "whole",
                "title": title,
                "span": span(chance, _key(c, name)),
                "middle": middle(chance, _key(c, name)),
                "bar": span_bar(chance, c.group.rate),
            }
            for name, title, chance in rows
        ],
        "left_out": [names[name] for name in c.left_out],
        "names": ", ".join(f.rule.id.removeprefix("chance.") for f in c.factors),
        "base": people_of(c.group.rate, f"base.{c.specialty.id}"),
    }


def _key(c: SpecialtyChance, left_out: str) -> str:
    """The quantity of the chance with a list, without one judged factor or all of them."""
    return f"listed.{c.specialty.id}{left_out and f'.without.{left_out}'}"


def _start(plan: Plan, views: Views) -> dict[str, Any]:
    chance = plan.matching.start
    return {
        "needed": plan.facts["applicant.needs_visa"].value is not False and not little_known(plan),
        "known": plan.facts["applicant.needs_visa"].known,
        "notes": [note for note in views.notes() if note["holds_start"]],
        "range": range_words(chance, "start") if chance else "",
        "middle": middle(chance, "start") if chance else "",
    }
