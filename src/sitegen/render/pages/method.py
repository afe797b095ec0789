"""The view of the model card: what is estimated, every assumption, and one worked example."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sitegen.chance.groups import Group, Lean
from sitegen.chance.listed import Ground
from sitegen.chance.odds import Z80, logit
from sitegen.chance.route import MOST_PER_INTERVIEW
from sitegen.knowledge.figures import Figure
from sitegen.plan.chance.chance_method import Line
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.records import record
from sitegen.render.background import background
from sitegen.render.chance.answer_rows import shown_chances
from sitegen.render.chance.assumptions import (
    ONE_FIELD,
    factor_view,
    lever_view,
    pulls_of,
    selection_view,
    silent,
    single_quantities,
)
from sitegen.render.chance.chance_parts import titles
from sitegen.render.chance.chance_rates import Cites, cited, visa_bound
from sitegen.render.chance.chance_words import people_of, range_words, short
from sitegen.render.citing import cite
from sitegen.render.meanings import meanings, metrics
from sitegen.render.views import Views
from sitegen.written import number

FIGURES = (
    "applicants_preferred",
    "matched_preferred",
    "step2_matched",
    "step2_unmatched",
    "publications_matched",
    "publications_unmatched",
    "ranks_matched",
    "ranks_unmatched",
    "interview_rate",
)
"""The printed figures of a specialty that the model reads."""

CONTRAST = ("diagnostic-radiology", "internal-medicine")
"""A small field with a high rate, and a large one with a lower rate."""


NO_FIELD: dict[str, Any] = {"figures": [], "lines": [], "levers": []}
"""What the page shows of a field where no field has a chance."""


@record
class FigureView:
    """A printed figure that the model reads, with the spread of its group where it has one."""

    label: str
    value: str
    mean: str
    sd: str
    people: str
    quartiles: Sequence[str]
    locator: str
    cites: Cites


@record
class Reading:
    """How a value is read off two printed groups.

    `share` is the part of it that counts, `log` says that the logarithm of 1 and `own` is read, and
    `end` is the end of the data where the value lies past it.
    """

    lean: Lean
    own: object
    log: bool
    share: float
    end: float | None


@record
class LineView:
    """One line of the sum in log-odds. `open` says that nothing is known of it."""

    line: Line
    title: str
    open: bool
    reading: Reading | None


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The model card of this plan."""
    found = plan.matching.chances
    shown = shown_chances(plan, found)
    head = shown[0] if shown else None
    return {
        "background": background("method"),
        "meanings": meanings(views),
        "metrics": metrics(plan.knowledge),
        "contrast": _contrast(plan, found),
        "silent": silent(plan),
        "single": single_quantities(plan),
        "visa": visa_bound(plan, head, views),
        "start": _start(plan),
        "printed": [cite("nrmp-charting-2026", plan.knowledge)],
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
        **(_of_field(head, plan, views) if head else NO_FIELD),
    }


def _of_field(head: SpecialtyChance, plan: Plan, views: Views) -> dict[str, Any]:
    """The figures, the worked example and the assumptions in one field."""
    made, key = plan.matching.example, f"listed.{head.specialty.id}"
    return {
        "name": head.specialty.name,
        "figures": _figures(head, views),
        "levers": [lever_view(each, head, plan) for each in plan.matching.levers],
        "factors": [factor_view(f, head, plan) for f in head.factors],
        "selection": [selection_view(f, head) for f in head.selection],
        "one_field": short(ONE_FIELD),
        "pulls": pulls_of(head, plan),
        "group": head.group,
        "rate_odds": logit(head.group.rate),
        "lines": [_line(line, head, plan) for line in made.lines] if made else [],
        "sum": made.total if made else None,
        "middle": short(head.listed.chance.use, f"{key}.middle"),
        "range": range_words(head.listed.chance, key),
        "walk": made.walk if made else None,
        "walk_end": range_words(head.match, f"chance.{head.specialty.id}"),
        "z": f"{Z80:.2f}",
        "most": f"{MOST_PER_INTERVIEW:g}",
    }


def _contrast(plan: Plan, found: Chances) -> list[dict[str, Any]]:
    """Why a high rate of few people is not an easy field."""
    kept = [c for c in map(found.of, CONTRAST) if c]
    if len(kept) < len(CONTRAST):
        return []
    return [
        {
            "name": c.specialty.name,
            "rate": people_of(c.group.rate, f"base.{c.specialty.id}"),
            "people": number(c.group.people),
            "cites": [cite(c.printed.source, plan.knowledge)],
        }
        for c in kept
    ]


def _figures(c: SpecialtyChance, views: Views) -> list[FigureView]:
    found = ((name, c.specialty.figure(name)) for name in FIGURES)
    return [_figure(name, figure, views) for name, figure in found if figure]


def _figure(name: str, figure: Figure, views: Views) -> FigureView:
    spread = figure.spread
    quartiled = spread and name.startswith("publications") and spread.q1 is not None
    return FigureView(
        label=views.knowledge.metrics[name].label,
        value=number(figure.value),
        mean=number(spread.mean) if spread else "",
        sd=number(spread.sd) if spread else "",
        people=number(spread.people) if spread else "",
        quartiles=[number(q or 0) for q in (spread.q1, spread.q3)] if spread and quartiled else (),
        locator=figure.locator,
        cites=cited(figure, name, views),
    )


def _start(plan: Plan) -> str:
    """The chance to start, where a number is given and a visa is needed."""
    chance = plan.matching.start
    if chance is None or plan.facts["applicant.needs_visa"].value is False:
        return ""
    return range_words(chance, "start")


def _line(line: Line, c: SpecialtyChance, plan: Plan) -> LineView:
    part = next(p for p in c.listed.parts if p.id == line.id)
    return LineView(
        line=line,
        title=titles(c)[line.id],
        open=part.ground is Ground.OPEN,
        reading=_reading(line.id, c.group, plan),
    )


def _reading(name: str, group: Group, plan: Plan) -> Reading | None:
    """How the score or publications are read off the group, where they are."""
    if name == "score" and group.score:
        return _read_off(group.score, plan.facts["applicant.step2_ck"].value)
    if name == "research" and group.research:
        own = plan.facts["applicant.publications"].value
        share = plan.knowledge.parameter("chance.research-overlap", plan.as_of).value
        return _read_off(group.research, own, share=float(str(share)), log=True)
    return None


def _read_off(lean: Lean, own: object, *, share: float = 1.0, log: bool = False) -> Reading:
    value = float(own) if isinstance(own, (int, float)) else 0.0
    value = math.log1p(value) if log else value
    held = min(max(value, lean.lowest), lean.highest)
    end = None if held == value else held
    return Reading(lean=lean, own=own, log=log, share=share, end=end)
