"""What a plan rests on in the data: figures, dated values, prices. For comparing two plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.facts.money import schedule_for
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.model import ParameterValue
from sitegen.knowledge.units import ValueKind
from sitegen.plan.decided import Decided
from sitegen.records import record


@record
class Basis:
    """The data behind a plan on its day, as plain values.

    `figures` are by specialty and metric, `overall` by metric, `parameters` and `costs` by name,
    `fees` by service, for the season of the plan. Labels say what each of them is. `seasons` are
    those with published dates; all others follow the pattern.
    """

    labels: Mapping[str, str]
    figures: Mapping[str, Mapping[str, Any]]
    overall: Mapping[str, Any]
    parameters: Mapping[str, Any]
    fees: Mapping[str, Any]
    costs: Mapping[str, Any]
    seasons: tuple[int, ...]


def basis(plan: Decided) -> Basis:
    """The values that hold for this plan."""
    known = plan.knowledge
    held = {
        name: values
        for name, parameter in sorted(known.parameters.items())
        if (values := [v for v in parameter.values if v <= plan.as_of.isoformat()])
    }
    return Basis(
        labels={
            **{name: metric.label for name, metric in known.metrics.items()},
            **{name: known.parameters[name].label for name in held},
            **{name: cost.label for name, cost in known.costs.items()},
        },
        figures={
            s.id: {name: _figure(e.use) for name, e in sorted(s.about.figures.items())}
            for s in known.specialties.values()
        },
        overall={name: _figure(e.use) for name, e in sorted(known.overall.items())},
        parameters={
            name: _dated(known.parameters[name].values[max(days)]) for name, days in held.items()
        },
        fees={service: _fees(plan, service) for service in sorted(known.fees)},
        costs={
            name: {"value": cost.value, "year": cost.year, "source": cost.source}
            for name, cost in sorted(known.costs.items())
        },
        seasons=tuple(
            sorted(
                year
                for year, season in known.seasons.items()
                if any(date.kind is ValueKind.PUBLISHED for date in season.dates.values())
            )
        ),
    )


def _figure(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": figure.value,
        "year": figure.year,
        "source": figure.source,
    }
    if figure.low is not None:
        found |= {"low": figure.low, "high": figure.high}
    if figure.spread:
        spread = figure.spread
        found |= {"people": spread.people, "mean": spread.mean, "sd": spread.sd}
    return found


def _dated(value: ParameterValue) -> dict[str, Any]:
    found: dict[str, Any] = {"value": value.value, "year": value.year, "source": value.source}
    return found | ({} if value.low is None else {"low": value.low, "high": value.high})


def _fees(plan: Decided, service: str) -> dict[str, Any]:
    schedule = schedule_for(plan.knowledge.fees[service], plan.read.profile.season)
    return {
        "season": schedule.season,
        "source": schedule.source,
        "steps": [[s.first, s.last, s.each, s.flat] for s in schedule.steps],
        "transcript": schedule.transcript.value,
    }
