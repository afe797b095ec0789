"""A specialty: its figures with their sources, and for a person its ratings and its gates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sitegen.explain import explain, owner_short, words
from sitegen.explaining.lines import again, heading, wrapped
from sitegen.explaining.subject import Data
from sitegen.knowledge.figures import Figure, Metric
from sitegen.knowledge.model import Specialty, Trait
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.plan.model import Plan
from sitegen.terminal import reasons
from sitegen.written import number

GATES = "backup"
"""The group of the rules that every backup has to pass."""


def general(data: Data, name: str) -> list[str]:
    """A specialty without a person: what is known of it, and what is asked of it as a backup."""
    it = data.known.specialties[name]
    gates = [f"{rule.id}: {rule.title}" for rule in data.known.rules_in(GATES)]
    return [
        *heading(f"{name}: {it.title}", "="),
        data.file(f"specialties/{name}.yaml"),
        "",
        *wrapped(it.about.one_line, hang=0),
        *heading(data.say("explain-figures")),
        *_figures(data, it),
        *_training(data, it),
        *_traits(data, it),
        *heading(data.say("explain-gates")),
        *(line for gate in gates for line in wrapped(gate, 2)),
    ]


def personal(data: Data, plan: Plan, name: str) -> list[str]:
    """The ratings of a specialty with their parts, and the answer of each gate."""
    told = reasons(plan, name).split("\n", 3)
    lines = [*heading(told[2]), "", *again(told[3])]
    found = next((c for c in plan.choice.candidates if c.card.id == name), None)
    lines += heading(data.say("explain-gates-found"))
    if found is None:
        return lines + wrapped(data.say("explain-no-candidate"), 2)
    for gate in found.gates:
        answer = gate.outcome or data.say("explain-open")
        it = explain(gate)
        lines += wrapped(f"{it.id}: {it.title}: {answer}. “{it.text}”", 2)
    return lines


def _figures(data: Data, it: Specialty) -> Iterator[str]:
    for metric, evidence in it.about.figures.items():
        about = data.known.metrics[metric]
        place = data.file(f"specialties/{it.id}.yaml", f"figures/{metric}")
        yield from wrapped(f"{about.label}: {_figure(data, evidence.use, about)}  ({place})", 2)
        for other in evidence.also:
            yield from wrapped(data.say("explain-also", figure=_figure(data, other, about)), 4)
        if evidence.why:
            yield from wrapped(evidence.why, 4, 0)


def _figure(data: Data, figure: Figure, about: Metric) -> str:
    owner = owner_short(data.known.sources[figure.source])
    kind = "" if figure.kind is ValueKind.PUBLISHED else f", {figure.kind.value}"
    ends = f" {number(figure.low)} to {number(figure.high or 0)}" if figure.low is not None else ""
    cited = f"{owner} {figure.year}{kind}{ends}; {figure.source}, {figure.locator}"
    return f"{words(figure.value, about.unit)} ({cited})"


def _training(data: Data, it: Specialty) -> Iterator[str]:
    training = it.about.training
    if training:
        ends = sorted({training.low, training.high})
        told = data.say(
            "explain-training",
            years=" to ".join(map(number, ends)),
            cited=f"{training.source} {training.year}, {training.locator}",
        )
        yield from wrapped(told, 2)


def _traits(data: Data, it: Specialty) -> Iterator[str]:
    traits = it.about.traits
    if traits is None:
        return
    yield from heading(data.say("explain-traits", source=traits.source, year=str(traits.year)))
    for field in dataclasses.fields(traits):
        trait = getattr(traits, field.name)
        if isinstance(trait, Trait):
            told = f"{words(trait.value, Unit.SCALE)} ({trait.low} to {trait.high})"
            yield from wrapped(f"{field.name.replace('_', ' ')}: {told}", 2)
