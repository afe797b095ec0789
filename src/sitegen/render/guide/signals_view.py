"""The view of the signals of one specialty: numbers by season, effect, and where they can pay."""

from __future__ import annotations

from typing import Any

from sitegen.explain import words
from sitegen.facts.model import Citation
from sitegen.knowledge.figures import Figure
from sitegen.plan.guide.documents import Story
from sitegen.plan.model import Plan
from sitegen.render.views import Views
from sitegen.written import joined

TIERS = {"signals_gold": "gold", "signals_silver": "silver", "signals": ""}
RATES = ("interview_gold", "interview_silver", "interview_signal", "interview_no_signal")


def signals_view(s: Story, plan: Plan, views: Views) -> dict[str, Any]:
    """How many signals there are, what they did for others, and the findings for this person."""
    figures = s.card.specialty.about.figures
    rates = {name: figures[name].use for name in RATES if name in figures}
    own = s.card.specialty.figure("interview_rate")
    return {
        "title": s.card.specialty.title,
        "name": s.card.specialty.name,
        "seasons": _seasons(s, plan, views),
        "rates": joined([_read(name, each, plan) for name, each in rates.items()]),
        "rate_cites": _cites(list(rates.values()), "interview_signal", plan, views),
        "own_rate": _shown(own, "interview_rate", plan) if own else "",
        "own_cites": _cites([own] if own else [], "interview_rate", plan, views),
        "findings": [views.reason(f) for f in s.parts["signals"]],
    }


def _seasons(s: Story, plan: Plan, views: Views) -> list[dict[str, Any]]:
    """The numbers of each season that could be read, the newest first."""
    by_year: dict[int, list[tuple[str, Figure]]] = {}
    for metric, tier in TIERS.items():
        evidence = s.card.specialty.about.figures.get(metric)
        for figure in (evidence.use, *evidence.also) if evidence else ():
            by_year.setdefault(figure.year, []).append((tier, figure))
    return [
        {
            "season": f"{year - 1}-{year % 100:02}",
            "numbers": joined([f"{figure.value:g} {tier}".strip() for tier, figure in found]),
            "cites": _cites([figure for _, figure in found], "signals", plan, views),
        }
        for year, found in sorted(by_year.items(), reverse=True)
    ]


def _shown(figure: Figure, metric: str, plan: Plan) -> str:
    return words(figure.value, plan.knowledge.metrics[metric].unit)


def _read(metric: str, figure: Figure, plan: Plan) -> str:
    """A figure as it reads beside others."""
    shown, reads = _shown(figure, metric, plan), plan.knowledge.metrics[metric].reads
    return reads.replace("{value}", shown) if reads else shown


def _cites(figures: list[Figure], metric: str, plan: Plan, views: Views) -> list[tuple[str, str]]:
    about = plan.knowledge.metrics[metric]
    shown = [views.figure(Citation.of(f, about.label, about.unit)) for f in figures]
    return list(dict.fromkeys((v.cite, v.source) for v in shown))
