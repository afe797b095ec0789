"""How long a program list has to be for a plan, and how far the one that is there has come."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

from sitegen.chance.route import Span
from sitegen.facts.model import Fact
from sitegen.grid import on_grid
from sitegen.knowledge.model import Specialty
from sitegen.plan.decided import Decided
from sitegen.profile.choices import VisaKind
from sitegen.programs.model import Program
from sitegen.records import record

SECONDS, MINUTES = 3600, 60
"""In one hour."""


@record
class FieldWanted:
    """The rows of one specialty. `visas` is the share of programs that consider an accepted visa.

    It is None where no visa is needed, and unknown where nothing is published. `rows` is the
    middle, from `low` to `high`; `all_of_them` says that it is every program of the specialty.
    """

    specialty: Specialty
    applications: int
    visas: Fact | None
    rows: int
    low: int
    high: int
    all_of_them: bool
    held: int

    @property
    def left(self) -> int:
        """Rows still to write; none once the low end is reached."""
        return self.rows - self.held if self.held < self.low else 0


@record
class Wanted:
    """The whole list: rows wanted and held, answers on visas that are missing, and the hours.

    Without an advised number of applications there are no `fields`. `visas` are those that decide.
    `missing` counts by visa the rows that say nothing of it, and yes to no other accepted one.
    `seconds` and `minutes` are those of one row in the first and in the second pass; `first` and
    `second` the hours of both over the rows that are still to write.
    """

    fields: tuple[FieldWanted, ...]
    visas: tuple[VisaKind, ...]
    missing: Mapping[VisaKind, int]
    kept: Span
    seconds: Span
    minutes: Span
    first: float
    second: float

    @property
    def rows(self) -> int:
        """Rows wanted in all."""
        return sum(int(each.rows) for each in self.fields)

    @property
    def held(self) -> int:
        """Rows of these specialties that the list has."""
        return sum(int(each.held) for each in self.fields)

    @property
    def left(self) -> int:
        """Rows still to write."""
        return sum(int(each.left) for each in self.fields)


def wanted(plan: Decided) -> Wanted:
    """The list that the advised applications need."""
    advice = [cost for cost in plan.counts.advice if cost.programs] if plan.counts else []
    kept = _judged(plan, "list-kept")
    seconds, minutes = _judged(plan, "list-first-pass"), _judged(plan, "list-second-pass")
    fields = tuple(_field(cost.specialty, cost.programs, kept, plan) for cost in advice)
    left = sum(int(each.left) for each in fields)
    to_keep = sum(int(min(each.applications, each.left)) for each in fields)
    return Wanted(
        fields=fields,
        visas=accepted(plan),
        missing=_missing([p for each in fields for p in _held(each.specialty, plan)], plan),
        kept=kept,
        seconds=seconds,
        minutes=minutes,
        first=on_grid(left * seconds.use / SECONDS),
        second=on_grid(to_keep * minutes.use / MINUTES),
    )


def _judged(plan: Decided, name: str) -> Span:
    """A judged quantity of making a list, with its range."""
    value = plan.knowledge.parameter(f"portfolio.{name}", plan.as_of)
    return Span(value.low or 0.0, float(cast(float, value.value)), value.high or 0.0)


def accepted(plan: Decided) -> tuple[VisaKind, ...]:
    """The visas that decide; none for who needs no sponsorship."""
    if plan.facts["applicant.needs_visa"].value is False:
        return ()
    return plan.read.profile.visa.accepts or tuple(VisaKind)


def _field(specialty: Specialty, applications: int, kept: Span, plan: Decided) -> FieldWanted:
    visas = _visas(specialty, plan)
    part = visas.value / 100 if visas and isinstance(visas.value, (int, float)) else 1.0
    figure = specialty.figure("programs")
    most = int(figure.value) if figure else None

    def rows(stay: float) -> int:
        needed = math.ceil(on_grid(applications / max(part * stay / 100, 0.01)))
        return needed if most is None else min(needed, max(most, applications))

    return FieldWanted(
        specialty=specialty,
        applications=applications,
        visas=visas,
        rows=rows(kept.use),
        low=rows(kept.high),
        high=rows(kept.low),
        all_of_them=most is not None and rows(kept.use) >= most,
        held=len(_held(specialty, plan)),
    )


def _visas(specialty: Specialty, plan: Decided) -> Fact | None:
    """The share of programs that consider an accepted visa: that of the one considered most."""
    facts = plan.card(specialty.id).facts
    shares = [facts[f"field.{visa.value}_share"] for visa in accepted(plan)]
    known = [fact for fact in shares if isinstance(fact.value, (int, float))]
    best = max(known, key=lambda fact: float(cast(float, fact.value)), default=None)
    return best or (shares[0] if shares else None)


def _held(specialty: Specialty, plan: Decided) -> list[Program]:
    return [each for each in plan.read.programs if each.specialty == specialty.id]


def _missing(rows: Sequence[Program], plan: Decided) -> dict[VisaKind, int]:
    """By visa, the rows in which its answer is still missing and could decide."""
    visas = accepted(plan)
    told = [{v: getattr(row, v.value) for v in visas} for row in rows]
    still = [answers for answers in told if True not in answers.values()]
    return {v: sum(answers[v] is None for answers in still) for v in visas}
