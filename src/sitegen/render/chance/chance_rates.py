"""Published rates over all specialties and over one, each with its citation."""

from __future__ import annotations

from typing import Any

from sitegen.explain import cite_words
from sitegen.facts.model import Citation
from sitegen.knowledge.figures import Figure
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.records import record
from sitegen.render.chance.chance_words import whole
from sitegen.render.views import Views
from sitegen.written import number

Cites = list[tuple[str, str]]


@record
class RateView:
    """An overall match rate, of 100 people: of those with a list, or of all who registered."""

    registered: bool
    year: int
    value: str
    note: str
    cites: Cites


@record
class PlacesView:
    """How many of the places of a field went to those who had it first, of 100 and in all."""

    share: str
    places: str
    cites: Cites


def cited(figure: Figure, metric: str, views: Views) -> Cites:
    """The citation of a figure as words and key."""
    about = views.knowledge.metrics[metric]
    citation = Citation.of(figure, about.label, about.unit)
    return [(cite_words(citation, views.knowledge), figure.source)]


def _people(figure: Figure) -> str:
    """A percentage as whole people of 100."""
    return str(whole(figure.value / 100))


def _rate(figure: Figure, metric: str, value: str, views: Views) -> RateView:
    return RateView(
        registered=metric == "rate_registered",
        year=figure.year,
        value=value,
        note=figure.note or "",
        cites=cited(figure, metric, views),
    )


def of_everybody(views: Views) -> list[RateView]:
    """The overall match rate, newest and beside the stricter count of the same year."""
    rate, strict = (views.knowledge.overall[name] for name in ("rate_pgy1", "rate_registered"))
    same = next((f for f in (rate.use, *rate.also) if f.year == strict.use.year), rate.use)
    beside = [_rate(same, "rate_pgy1", number(same.value), views)] if same is not rate.use else []
    return [
        _rate(rate.use, "rate_pgy1", _people(rate.use), views),
        *beside,
        _rate(strict.use, "rate_registered", number(strict.use.value), views),
    ]


def places_of(c: SpecialtyChance, views: Views) -> PlacesView | None:
    """The share of the places of a field; None where the places were not printed."""
    places = c.specialty.figure("positions_offered")
    if places is None:
        return None
    return PlacesView(
        share=str(whole(c.group.matched / places.value)),
        places=number(places.value),
        cites=cited(places, "positions_offered", views),
    )


def visa_bound(plan: Plan, head: SpecialtyChance | None, views: Views) -> dict[str, Any]:
    """What the mix of people with and without need of a visa can hide in a printed rate."""
    metrics = {"both": "rate_pgy1", "needed": "rate_visa_needed", "free": "rate_no_visa"}
    used = {who: views.knowledge.overall[metric].use for who, metric in metrics.items()}
    return {
        "need": plan.facts["applicant.needs_visa"].value,
        **{who: _rate(used[who], metrics[who], _people(used[who]), views) for who in metrics},
        "left_out": bool(head and "visa" in head.left_out),
        "less": whole((used["both"].value - used["needed"].value) / 100),
        "more": whole((used["free"].value - used["both"].value) / 100),
    }
