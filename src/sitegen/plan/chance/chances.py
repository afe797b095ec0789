"""The chance of matching for one applicant: in each specialty, somewhere, and on the way there."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.chance.borrowing import middle
from sitegen.chance.groups import Group, groups_of
from sitegen.chance.listed import Judged, Listed, listed
from sitegen.chance.luck import Luck
from sitegen.chance.odds import Chance
from sitegen.chance.route import (
    Prospect,
    Route,
    Swings,
    Yield,
    route,
    somewhere,
    somewhere_at,
    yield_of,
)
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.chance.factors import (
    SELECTION,
    commitment,
    factor_names,
    judged,
    relieved,
    weigh_factor,
)
from sitegen.plan.chance.openness import Openness, openness
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.conclusions import facts_at, prepared
from sitegen.plan.model import Card, Plan
from sitegen.plan.once import once
from sitegen.rules import Finding

USUAL = "guide.backup-programs"
"""The number of applications shown where the plan advises none: the low end of this count."""


@dataclass(frozen=True, kw_only=True)
class SpecialtyChance:
    """The chance in one specialty.

    `listed` holds for somebody who hands in a rank order list with it, `route` for
    `applications`. `borrowed` names what is not printed for the field and stands in from all
    fields: lengths or rate. `selection` says who chose the field. `weigh` makes the chance again
    without some judged factors, and `left_out` names those that the profile leaves out already.
    Where the plan prepares a second specialty, the first choice carries what that takes from it
    (`dual`), and `alone` is the same without it.
    """

    specialty: Specialty
    is_first: bool
    group: Group
    listed: Listed
    factors: tuple[Finding, ...]
    selection: tuple[Finding, ...]
    weigh: Callable[[tuple[str, ...]], Listed] = dataclasses.field(repr=False, compare=False)
    left_out: tuple[str, ...]
    applications: int
    prospect: Prospect
    openness: Openness
    borrowed: tuple[str, ...]
    alone: SpecialtyChance | None = None

    def at_effort(self, terms: ModelTerms, effort: int | None = None) -> SpecialtyChance:
        """The same person at the effort of every field, or with all open programs if fewer."""
        sent = int(terms.span("equal-effort").use) if effort is None else effort
        return (self.alone or self).at(min(sent, self.openness.open))

    @functools.cached_property
    def route(self) -> Route:
        """The way of the applications, with the chance of no interview in it."""
        return route(self.prospect, self.applications)

    @functools.cached_property
    def per(self) -> Yield:
        """What one application brings where the usual number is sent."""
        return yield_of(self.prospect)

    @functools.cached_property
    def without(self) -> Mapping[str, Chance]:
        """The chance with a list if one judged factor, or all of them (`all`), are left out."""
        told = {part.id for part in self.listed.parts}
        names = (*(f.rule.id.removeprefix("chance.") for f in self.factors), *(told & {"dual"}))
        kept = [name for name in names if name not in self.left_out]
        found = {name: self.weigh((*self.left_out, name)).chance for name in kept}
        return {**found, "all": self.weigh(names).chance}

    @property
    def handful(self) -> bool:
        """Whether only a handful of people were printed, so that the range says little."""
        return self.group.handful

    def at(self, applications: int) -> SpecialtyChance:
        """The same person with another number of applications."""
        alone = self.alone.at(applications) if self.alone else None
        return dataclasses.replace(self, applications=applications, alone=alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somewhere:
    """The chance of a match in at least one of these specialties, with their applications.

    With one specialty nothing is divided. `first` is the chance in the first of them. `swings`
    holds what each error does.
    """

    specialties: tuple[str, ...]
    any: Chance
    first: Chance
    if_shared: float
    if_apart: float
    swings: Swings


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
    kept = [c for c in found if c.specialty.id in {p.id for p in prepared(plan)}]
    return Chances(
        specialties=found,
        somewhere=tuple(somewhere_with(kept[: n + 1], terms) for n in range(min(3, len(kept)))),
        start=start_of(plan, terms),
        luck=terms.luck,
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
    known, level = facts_at(plan, card), group.steadied.use
    names = factor_names(plan.knowledge)
    findings = tuple(weigh_factor(name, level, known, plan) for name in names)
    selection = tuple(weigh_factor(name, level, known, plan) for name in SELECTION)
    off = tuple(f.value for f in plan.read.profile.applications.leave_out or ())
    every = [judged(f, level, plan) for f in findings]
    beside = _beside(card, selection, plan, terms, divided=divided)
    score, papers = (_number(plan, name) for name in ("step2_ck", "publications"))

    def weigh(out: tuple[str, ...]) -> Listed:
        kept = [each for each in (*every, *beside) if each.id not in out]
        return listed(group, score, papers, kept, terms.of_list())

    whole = weigh(off)
    applications = _applications(card, plan)
    open_here = openness(card.specialty, known, plan)
    prospect, borrowed = _prospect(card.specialty, group, whole, open_here, plan, terms)
    return SpecialtyChance(
        specialty=card.specialty,
        is_first=card.is_primary,
        group=group,
        listed=whole,
        factors=findings,
        selection=selection,
        weigh=weigh,
        left_out=off,
        applications=applications,
        prospect=prospect,
        openness=open_here,
        borrowed=borrowed,
    )


def _beside(
    card: Card, selection: Sequence[Finding], plan: Plan, terms: ModelTerms, *, divided: bool
) -> list[Judged]:
    """Judgements that are about the choice of the field, and that nobody leaves out."""
    relief = terms.span("commitment-relief").use * commitment(selection[0].facts)
    chosen = [relieved(judged(f, 0.0, plan), relief) for f in selection]
    found = [each for each in chosen if (each.use, each.low) != (0.0, 0.0)]
    if not card.is_primary:
        found.append(terms.judged("backup", "selection-backup"))
    if divided:
        found.append(terms.judged("dual", "dual-cost"))
    return found


def _prospect(
    specialty: Specialty,
    group: Group,
    whole: Listed,
    open_here: Openness,
    plan: Plan,
    terms: ModelTerms,
) -> tuple[Prospect, tuple[str, ...]]:
    rate = specialty.figure("interview_rate")
    borrowed = []
    if group.lengths is None or group.lengths.borrowed:
        borrowed.append("lengths")
    if rate is None:
        borrowed.append("rate")
    prospect = Prospect(
        group=group,
        listed=whole,
        rate=(rate.value if rate else _any_rate(plan.knowledge)) / 100,
        borrowed=bool(borrowed),
        pool=open_here.pool(terms.span("open-programs")),
        terms=terms.of_route(),
    )
    return prospect, tuple(borrowed)


def _any_rate(known: Knowledge) -> float:
    """The middle interview rate over all fields, in per cent."""
    return middle(f.value for s in known.specialties.values() if (f := s.figure("interview_rate")))


def chance_at(
    card: Card, group: Group, plan: Plan, terms: ModelTerms, effort: int | None = None
) -> SpecialtyChance:
    """The chance in one specialty at the same effort as in every other one.

    `effort` is a number of applications, the dated one for each specialty if left out; where
    fewer programs are open to this person, so many are sent. Nothing of the plan's own numbers
    goes in, nor what a second specialty takes from the first.
    """
    return weighed(card, group, plan, terms, divided=False).at_effort(terms, effort)


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
    """At least one of several. Errors that two specialties share are moved in both at once."""
    shown = [c.alone or c for c in kept] if len(kept) == 1 else list(kept)
    sent = [(c.prospect, c.applications) for c in shown]
    pace = terms.of_route()
    ends = [
        dataclasses.replace(pace, shared=dataclasses.replace(pace.shared, use=end))
        for end in (1.0, 0.0)
    ]
    swings = somewhere(sent, pace)
    return Somewhere(
        specialties=tuple(c.specialty.id for c in shown),
        any=swings.chance,
        swings=swings,
        first=shown[0].route.match,
        if_shared=somewhere_at(sent, ends[0]),
        if_apart=somewhere_at(sent, ends[1]),
    )


def start_of(plan: Plan, terms: ModelTerms) -> Chance:
    """The chance to start on 1 July after a match, as far as a visa decides; 1 without one."""
    needed = plan.facts["applicant.needs_visa"].value
    if needed is False:
        return Chance(1.0, 1.0, 1.0)
    lost = terms.span("not-starting")
    best = 1.0 if needed is None else 1 - lost.low / 100
    return Chance(1 - lost.high / 100, 1 - lost.use / 100, best)
