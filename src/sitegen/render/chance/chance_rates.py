"""Published rates over all specialties, each with its denominator in words."""

from __future__ import annotations

from typing import Any

from sitegen.explain import cite_words, number
from sitegen.facts.model import Citation
from sitegen.knowledge.figures import Evidence, Figure
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_words import people_of, whole
from sitegen.render.views import Views

Cites = list[tuple[str, str]]


def cited(figure: Figure, metric: str, views: Views) -> Cites:
    """The citation of a figure as words and key."""
    about = views.knowledge.metrics[metric]
    citation = Citation.of(figure, about.label, about.unit)
    return [(cite_words(citation, views.knowledge), figure.source)]


def _people(figure: Figure) -> str:
    """A percentage as whole people of 100."""
    return str(whole(figure.value / 100))


def _in_year(evidence: Evidence, year: int) -> Figure | None:
    every = (evidence.use, *evidence.also)
    return next((f for f in every if f.year == year), None)


def of_everybody(views: Views) -> list[dict[str, Any]]:
    """The overall match rate, newest and beside the stricter count of the same year."""
    overall = views.knowledge.overall
    rate, strict = overall["rate_pgy1"], overall["rate_registered"].use
    same = _in_year(rate, strict.year)
    rows = [
        {
            "of": "People with a certified rank order list",
            "year": rate.use.year,
            "value": f"{_people(rate.use)} of 100 matched to a first-year position",
            "note": rate.use.note or "",
            "cites": cited(rate.use, "rate_pgy1", views),
        }
    ]
    if same and same is not rate.use:
        rows.append(
            {
                "of": "People with a certified rank order list",
                "year": same.year,
                "value": f"{number(same.value)} of 100 matched to a first-year position",
                "note": same.note or "",
                "cites": cited(same, "rate_pgy1", views),
            }
        )
    rows.append(
        {
            "of": "Everybody who registered, with a list or without",
            "year": strict.year,
            "value": f"{number(strict.value)} of 100 matched",
            "note": strict.note or "",
            "cites": cited(strict, "rate_registered", views),
        }
    )
    return rows


def look_alikes(plan: Plan, head: SpecialtyChance | None, views: Views) -> list[dict[str, Any]]:
    """Three percentages that look alike, each with what it is counted of."""
    rate = views.knowledge.overall["rate_pgy1"].use
    rows = [
        {
            "name": "Overall match rate",
            "of": "non-US IMGs with a certified list, in all fields together",
            "what": "matched to any first-year position",
            "value": f"{_people(rate)} of 100",
            "cites": cited(rate, "rate_pgy1", views),
        }
    ]
    if head is None:
        return rows
    name, group = head.specialty.name, head.group
    matched = head.specialty.figure("matched_preferred")
    assert matched is not None, "a group is made of this figure"
    rows.append(
        {
            "name": "Preferred-specialty match rate",
            "of": f"non-US IMGs with a list that had {name} first",
            "what": f"matched to {name}",
            "value": f"{people_of(group.rate, f'base.{head.specialty.id}')} of 100 "
            f"({group.matched:,} of {group.people:,})",
            "cites": cited(matched, "matched_preferred", views),
        }
    )
    places = head.specialty.figure("positions_offered")
    if places:
        taken = whole(group.matched / places.value)
        rows.append(
            {
                "name": "Share of the places",
                "of": f"places in {name}, for every kind of applicant",
                "what": "went to non-US IMGs who had it first",
                "value": f"{taken} of 100 ({group.matched:,} of {number(places.value)}, computed)",
                "cites": cited(places, "positions_offered", views),
            }
        )
    return rows


def other_counts(plan: Plan) -> list[dict[str, str]]:
    """Why pages of this plan show other chances than this one: what each of them counts."""
    begun = plan.facts["season.begun"].value is True
    rows = [
        {
            "page": "what-if",
            "title": "What would change it",
            "why": "The same count as here. The plan is made again with one thing changed.",
        }
    ]
    if plan.applying.portfolio.found:
        why = "The same numbers, and what more or less money would do."
        if plan.read.programs:
            why = "It weighs each program of your own list, and your signals."
        rows.append({"page": "where-to-apply", "title": "Where to apply", "why": why})
    if plan.read.programs:
        rows.append(
            {
                "page": "geography",
                "title": "Geography",
                "why": "One application to each program of your list that fits you. That is "
                "another number than here.",
            }
        )
    if begun:
        rows.append(
            {
                "page": "season",
                "title": "Season so far",
                "why": "It counts the interviews that you have by now. This page does not.",
            }
        )
    return rows


def visa_bound(plan: Plan, head: SpecialtyChance | None, views: Views) -> dict[str, Any]:
    """What the mix of people with and without need of a visa can hide in a printed rate."""
    overall = views.knowledge.overall
    both, needed, free = (
        overall[name].use for name in ("rate_pgy1", "rate_visa_needed", "rate_no_visa")
    )
    return {
        "need": plan.facts["applicant.needs_visa"].value,
        "both": _people(both),
        "both_cites": cited(both, "rate_pgy1", views),
        "needed": _people(needed),
        "needed_cites": cited(needed, "rate_visa_needed", views),
        "free": _people(free),
        "free_cites": cited(free, "rate_no_visa", views),
        "left_out": bool(head and "visa" in head.left_out),
        "note": needed.note or "",
        "less": whole((both.value - needed.value) / 100),
        "more": whole((free.value - both.value) / 100),
    }
