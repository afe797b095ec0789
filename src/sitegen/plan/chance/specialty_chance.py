"""The chance of one person in one specialty, from the printed group and the facts of the person."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.chance.borrowing import middle
from sitegen.chance.groups import Group
from sitegen.chance.listed import Judged, Listed, listed
from sitegen.chance.odds import Chance
from sitegen.chance.route import Prospect, Route, Yield, route, yield_of
from sitegen.facts.model import Facts
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
from sitegen.plan.person import Person
from sitegen.rules import Finding


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


def chance_of_person(
    specialty: Specialty,
    known: Facts,
    group: Group,
    person: Person,
    terms: ModelTerms,
    *,
    is_first: bool,
    divided: int = 0,
    applications: int | None = None,
) -> SpecialtyChance:
    """The chance in one specialty. `known` are all facts about the person and the specialty.

    `divided` says how many other specialties take a part of the work of the first choice. Without
    a number of `applications`, the effort is that of every field.
    """
    level = group.steadied.use
    names = factor_names(person.knowledge)
    findings = tuple(weigh_factor(name, level, known, person) for name in names)
    selection = tuple(weigh_factor(name, level, known, person) for name in SELECTION)
    off = tuple(f.value for f in person.read.profile.applications.leave_out or ())
    every = [judged(f, level, person) for f in findings]
    beside = _beside(selection, person, terms, is_first=is_first, divided=divided)
    score, papers = (_number(person, name) for name in ("step2_ck", "publications"))

    def weigh(out: tuple[str, ...]) -> Listed:
        kept = [each for each in (*every, *beside) if each.id not in out]
        return listed(group, score, papers, kept, terms.of_list())

    whole = weigh(off)
    open_here = openness(specialty, known, person)
    prospect, borrowed = _prospect(specialty, group, whole, open_here, person, terms)
    return SpecialtyChance(
        specialty=specialty,
        is_first=is_first,
        group=group,
        listed=whole,
        factors=findings,
        selection=selection,
        weigh=weigh,
        left_out=off,
        applications=effort(open_here, terms) if applications is None else applications,
        prospect=prospect,
        openness=open_here,
        borrowed=borrowed,
    )


def _beside(
    selection: Sequence[Finding], person: Person, terms: ModelTerms, *, is_first: bool, divided: int
) -> list[Judged]:
    """Judgements that are about the choice of the field, and that nobody leaves out."""
    relief = terms.span("commitment-relief").use * commitment(selection[0].facts)
    chosen = [relieved(judged(f, 0.0, person), relief) for f in selection]
    found = [each for each in chosen if (each.use, each.low) != (0.0, 0.0)]
    if not is_first:
        found.append(terms.judged("backup", "selection-backup"))
    if divided:
        found.append(terms.judged("dual", "dual-cost", divided))
    return found


def _prospect(
    specialty: Specialty,
    group: Group,
    whole: Listed,
    open_here: Openness,
    person: Person,
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
        rate=(rate.value if rate else _any_rate(person.knowledge)) / 100,
        borrowed=bool(borrowed),
        pool=open_here.pool(terms.span("open-programs")),
        terms=terms.of_route(),
    )
    return prospect, tuple(borrowed)


def _any_rate(known: Knowledge) -> float:
    """The middle interview rate over all fields, in per cent."""
    return middle(f.value for s in known.specialties.values() if (f := s.figure("interview_rate")))


def _number(person: Person, name: str) -> float | None:
    value = person.facts[f"applicant.{name}"].value
    return float(value) if isinstance(value, (int, float)) else None


def effort(open_here: Openness, terms: ModelTerms) -> int:
    """The number of applications at which specialties are compared: all open programs if fewer."""
    return min(int(terms.span("equal-effort").use), open_here.open)
