"""The chance of matching for one applicant: in each specialty, somewhere, and on the way there."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.chance.groups import Group, groups_of
from sitegen.chance.listed import Judged, Listed, Terms, listed, selection_of
from sitegen.chance.luck import Luck, some_of
from sitegen.chance.odds import Chance, Weight, judged
from sitegen.chance.route import PaceTerms, Route, Span, Yield, route, yield_of
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.conclusions import facts_at, prepared
from sitegen.plan.model import Card, Plan
from sitegen.plan.once import once
from sitegen.rules import Finding, evaluate_group

USUAL = "guide.backup-programs"
"""The number of applications shown where the plan advises none: the low end of this count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyChance:
    """The chance in one specialty.

    `listed` holds for somebody who hands in a rank order list with it; `route` for the number
    of applications `applications`, with the chance of no interview in it, and is None where
    NRMP printed no lengths of lists or no interview rate is known. `without` holds the chance
    with a list if one judged factor, or all of them (`all`), are left out. `left_out` names
    those that the profile leaves out already. Where the plan prepares a second specialty, the
    first choice carries what that takes from it (`dual`), and `alone` is the same without it.
    """

    specialty: Specialty
    is_first: bool
    group: Group
    listed: Listed
    factors: tuple[Finding, ...]
    without: Mapping[str, Chance]
    left_out: tuple[str, ...]
    applications: int
    per: Yield | None
    route: Route | None
    alone: SpecialtyChance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Somewhere:
    """The chance of a match in at least one of these specialties, with their applications.

    With one specialty nothing is divided. `first` is the chance in the first of them.
    """

    specialties: tuple[str, ...]
    any: Chance
    first: Chance
    if_shared: float
    if_apart: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """Everything about the chance. `start` is the chance to start on 1 July once matched."""

    specialties: tuple[SpecialtyChance, ...]
    somewhere: tuple[Somewhere, ...]
    start: Chance
    luck: Luck

    def of(self, specialty: str) -> SpecialtyChance | None:
        """The chance in a specialty, if NRMP printed a group for it."""
        return next((c for c in self.specialties if c.specialty.id == specialty), None)


@once
def chances(plan: Plan) -> Chances:
    """The chance in every scored specialty, and somewhere with the specialties of the plan."""
    terms = ModelTerms(plan.knowledge, plan.as_of)
    groups = groups_of(plan.knowledge.specialties)
    cards = list(dict.fromkeys([c.id for c in prepared(plan)] + [c.id for c in plan.cards]))
    found = tuple(
        chance_in(plan.card(name), groups[name], plan, terms) for name in cards if name in groups
    )
    kept = [c for c in found if c.route and c.specialty.id in {p.id for p in prepared(plan)}]
    return Chances(
        specialties=found,
        somewhere=tuple(somewhere_with(kept[: n + 1], terms) for n in range(min(3, len(kept)))),
        start=start_of(plan, terms),
        luck=terms.luck,
    )


class ModelTerms:
    """The judged quantities of the model on one day, from the dated parameters `chance.*`."""

    def __init__(self, knowledge: Knowledge, as_of: dt.date) -> None:
        """Read them all."""
        self._knowledge, self._as_of = knowledge, as_of

    def span(self, name: str) -> Span:
        """One quantity with its range."""
        value = self._knowledge.parameter(f"chance.{name}", self._as_of)
        assert isinstance(value.value, (int, float)), "checked when data is loaded"
        return Span(value.low or 0.0, float(value.value), value.high or 0.0)

    def weight(self, name: str) -> Weight:
        """One quantity in log-odds."""
        span = self.span(name)
        return judged(span.use, span.low, span.high)

    @property
    def luck(self) -> Luck:
        """How luck is spread."""
        return Luck(self.span("luck-shape").use, self.span("luck-shared").use)

    def of_list(self, group: Group, *, first: bool) -> Terms:
        """What goes into the chance with a rank order list."""
        selection = {name: self.weight(f"selection-{name}") for name in ("few", "some", "backup")}
        overlap = self.span("research-overlap")
        return Terms(
            drift=self.span("drift").use,
            unseen=self.span("unseen").use,
            selection=selection_of(group, selection, first=first),
            overlap=(overlap.use, overlap.low, overlap.high),
        )

    def of_route(self) -> PaceTerms:
        """What goes into the way to interviews."""
        return PaceTerms(
            shape=self.span("luck-shape").use,
            pull=self.span("interview-effect"),
            rate_error=self.span("interview-rate-error"),
        )


def chance_in(card: Card, group: Group, plan: Plan, terms: ModelTerms) -> SpecialtyChance:
    """The chance of one applicant in one specialty."""
    alone = weighed(card, group, plan, terms, divided=False)
    if not card.is_primary or len(prepared(plan)) < 2:
        return alone
    return dataclasses.replace(weighed(card, group, plan, terms, divided=True), alone=alone)


def weighed(
    card: Card, group: Group, plan: Plan, terms: ModelTerms, *, divided: bool
) -> SpecialtyChance:
    """The chance in one specialty; `divided`: a second one takes a part of the work."""
    findings = evaluate_group("chance", facts_at(plan, card), plan.knowledge, plan.as_of)
    off = tuple(f.value for f in plan.read.profile.applications.leave_out or ())
    factors = [f for f in map(_judged, findings) if f.id not in off]
    if divided:
        cost = terms.span("dual-cost")
        factors.append(Judged(id="dual", use=cost.use, low=cost.low, high=cost.high))
    score, papers = (_number(plan, name) for name in ("step2_ck", "publications"))
    on_list = terms.of_list(group, first=card.is_primary)

    def weigh(kept: Sequence[Judged]) -> Listed:
        return listed(group, score, papers, kept, on_list)

    whole = weigh(factors)
    without = {f.id: weigh([g for g in factors if g is not f]).chance for f in factors}
    applications = _applications(card, plan)
    rate = card.specialty.figure("interview_rate")
    per = yield_of(group, whole, rate.value / 100, terms.of_route()) if rate else None
    return SpecialtyChance(
        specialty=card.specialty,
        is_first=card.is_primary,
        group=group,
        listed=whole,
        factors=findings,
        without={**without, "all": weigh([]).chance},
        left_out=off,
        applications=applications,
        per=per,
        route=route(per, applications) if per else None,
    )


def _judged(finding: Finding) -> Judged:
    """A rule as a factor; while it is open, it moves nothing and its whole range is possible."""
    points = finding.points
    name = finding.rule.id.removeprefix("chance.")
    if finding.settled:
        return Judged(id=name, use=points.use, low=points.low, high=points.high)
    # As wide as all that is possible, around the typical person, who has the weight of 0.
    half = (points.high - points.low) / 2
    return Judged(id=name, use=0.0, low=-half, high=half, known=False)


def _number(plan: Plan, name: str) -> float | None:
    value = plan.facts[f"applicant.{name}"].value
    return float(value) if isinstance(value, (int, float)) else None


def _applications(card: Card, plan: Plan) -> int:
    """The advised number, or the low end of what the guide says for a backup."""
    for cost in plan.counts.advice if plan.counts else ():
        if cost.specialty.id == card.id and cost.programs:
            return cost.programs
    return int(plan.knowledge.parameter(USUAL, plan.as_of).low or 0)


def somewhere_with(kept: Sequence[SpecialtyChance], terms: ModelTerms) -> Somewhere:
    """At least one of several. The low end takes luck as mostly shared, the high end as apart."""
    shape, shared = terms.span("luck-shape").use, terms.span("luck-shared")
    shown = [c.alone or c for c in kept] if len(kept) == 1 else kept

    def some(end: str, common: float) -> float:
        hazards = [getattr(c.per.matches, end) * c.applications for c in shown if c.per]
        return some_of(hazards, Luck(shape, common))

    first = shown[0].route
    assert first is not None
    return Somewhere(
        specialties=tuple(c.specialty.id for c in shown),
        any=Chance(some("low", shared.high), some("use", shared.use), some("high", shared.low)),
        first=first.match,
        if_shared=some("use", 1.0),
        if_apart=some("use", 0.0),
    )


def start_of(plan: Plan, terms: ModelTerms) -> Chance:
    """The chance to start on 1 July after a match, as far as a visa decides; 1 without one."""
    needed = plan.facts["applicant.needs_visa"].value
    if needed is False:
        return Chance(1.0, 1.0, 1.0)
    lost = terms.span("not-starting")
    best = 1.0 if needed is None else 1 - lost.low / 100
    return Chance(1 - lost.high / 100, 1 - lost.use / 100, best)
