"""The chance of one person in one specialty, from the printed group and the facts of the person."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sitegen.chance.borrowing import middle
from sitegen.chance.groups import Group
from sitegen.chance.listed import Judged, Listed, base_of, listed
from sitegen.chance.odds import Chance
from sitegen.chance.route import Prospect, Route, Span, Yield, match_of, route, yield_of
from sitegen.facts.model import Facts
from sitegen.knowledge.figures import Figure
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
from sitegen.plan.chance.parts import part_findings
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.person import Person
from sitegen.records import record
from sitegen.rules import Finding


@dataclass(frozen=True, kw_only=True)
class SpecialtyChance:
    """The chance in one specialty.

    `listed` holds for somebody who hands in a rank order list with it, `route` for
    `applications`. `borrowed` names what is not printed for the field and stands in from all
    fields: lengths or rate. `told` words the parts that are no judged factor, and `selection` says
    who chose the field. `weigh` makes the chance again
    without some judged factors, and `left_out` names those that the profile leaves out already.
    Where the plan prepares a second specialty, the first choice carries what that takes from it
    (`dual`), and `alone` is the same without it.
    """

    specialty: Specialty
    is_first: bool
    group: Group
    listed: Listed
    told: tuple[Finding, ...]
    factors: tuple[Finding, ...]
    selection: tuple[Finding, ...]
    weigh: Callable[[tuple[str, ...]], Listed] = dataclasses.field(repr=False, compare=False)
    left_out: tuple[str, ...]
    applications: int
    prospect: Prospect
    openness: Openness
    borrowed: tuple[str, ...]
    file: File = dataclasses.field(repr=False, compare=False)
    alone: SpecialtyChance | None = None

    @property
    def printed(self) -> Figure:
        """How many of those who had it first matched to it, with its source."""
        figure = self.specialty.figure("matched_preferred")
        # A group is made of this figure.
        assert figure is not None
        return figure

    def at_effort(self, terms: ModelTerms, effort: int | None = None) -> SpecialtyChance:
        """The same person at the effort of every field, or with all open programs if fewer."""
        sent = int(terms.span("equal-effort").use) if effort is None else effort
        return (self.alone or self).at(min(sent, self.openness.open))

    @functools.cached_property
    def route(self) -> Route:
        """The way of the applications, with the chance of no interview in it."""
        return route(self.prospect, self.applications)

    @functools.cached_property
    def match(self) -> Chance:
        """The chance of a match with its applications."""
        return match_of(self.prospect, self.applications)

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
    def findings(self) -> tuple[Finding, ...]:
        """Every part in words, but those that the profile leaves out or that do not concern it."""
        parts = {part.id for part in self.listed.parts} | {"open"}
        every = (*self.told, *self.factors, *self.selection)
        return tuple(f for f in every if part_of(f) in parts)

    @functools.cached_property
    def moved(self) -> Mapping[str, Span]:
        """How many of 100 people each part moves: the chance with it, less the chance without.

        Its low and high are with the part at the ends of its range. `base` is what a typical person
        of the group would have with all programs of a typical one open, and so many applications.
        """
        sent, mine = self.applications, self.prospect
        found = {"open": self._share("open", mine.at_typical_doors().match(sent))}
        for part in self.listed.parts:
            if part.id != "base":
                found[part.id] = self._share(part.id, mine.without(part.id).match(sent))
        base = next(part.weight.use for part in self.listed.parts if part.id == "base")
        typical = mine.standing_at(base, 0.0, mine.at_typical_doors().pool)
        start = 100 * typical.match(sent)
        return {"base": Span(start, start, start), **found}

    def _share(self, name: str, without: float) -> Span:
        error, sent = self.prospect.error_of(name), self.applications
        ends = (-1.0, 0.0, 1.0)
        low, use, high = (self.prospect.match(sent, {error: end}) - without for end in ends)
        return Span(100 * low, 100 * use, 100 * high)

    def again(self, terms: ModelTerms, divided: int) -> SpecialtyChance:
        """The same file with these judgements, and with so many others that take of the work.

        It is at the effort of every field. With the judgements that are written down it is made
        once.
        """
        if not terms.written:
            return self.file.chance(terms, divided)
        if divided not in self._again:
            self._again[divided] = self.file.chance(terms, divided)
        return self._again[divided]

    @functools.cached_property
    def _again(self) -> dict[int, SpecialtyChance]:
        return {}

    @property
    def handful(self) -> bool:
        """Whether only a handful of people were printed, so that the range says little."""
        return self.group.handful

    def at(self, applications: int) -> SpecialtyChance:
        """The same person with another number of applications."""
        if applications == self.applications and self.alone is None:
            return self
        alone = self.alone.at(applications) if self.alone else None
        return dataclasses.replace(self, applications=applications, alone=alone)


def left_out(person: Person) -> tuple[str, ...]:
    """The judged factors that the profile leaves out."""
    return tuple(f.value for f in person.read.profile.applications.leave_out or ())


def part_of(finding: Finding) -> str:
    """The part of a chance that a finding words."""
    return finding.rule.id.partition(".")[2]


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
    open_here: Openness | None = None,
) -> SpecialtyChance:
    """The chance in one specialty. `known` are all facts about the person and the specialty.

    `divided` says how many other specialties take a part of the work of the first choice. Without
    a number of `applications`, the effort is that of every field. `open_here` is given by who
    worked it out already.
    """
    doors = open_here or openness(specialty, known, person)
    file = _read(specialty, known, group, person, doors, is_first=is_first)
    return file.chance(terms, divided, applications)


def _read(
    specialty: Specialty,
    known: Facts,
    group: Group,
    person: Person,
    open_here: Openness,
    *,
    is_first: bool,
) -> File:
    level, names = group.steadied.use, factor_names(person.knowledge)
    findings = tuple(weigh_factor(name, level, known, person) for name in names)
    selection = tuple(weigh_factor(name, level, known, person) for name in SELECTION)
    rate = specialty.figure("interview_rate")
    return File(
        specialty=specialty,
        group=group,
        is_first=is_first,
        told=part_findings(specialty, known, group, base_of(group), open_here, person),
        factors=findings,
        selection=selection,
        judged=tuple(judged(f, level, person) for f in findings),
        chosen=tuple(judged(f, 0.0, person) for f in selection),
        committed=commitment(known)[0],
        score=_number(person, "step2_ck"),
        papers=_number(person, "publications"),
        left_out=left_out(person),
        openness=open_here,
        rate=(rate.value if rate else _any_rate(person.knowledge)) / 100,
        rate_borrowed=rate is None,
    )


@record
class File:
    """What a file says in one specialty, as far as no judged quantity of the model is in it.

    `judged` are the factors about the person, and `chosen` those about who chose the field, of
    which own weeks and letters (`committed`, from 0 to 1) take a part away. `rate` is interviews
    for each application.
    """

    specialty: Specialty
    group: Group
    is_first: bool
    told: tuple[Finding, ...]
    factors: tuple[Finding, ...]
    selection: tuple[Finding, ...]
    judged: tuple[Judged, ...]
    chosen: tuple[Judged, ...]
    committed: float
    score: float | None
    papers: float | None
    left_out: tuple[str, ...]
    openness: Openness
    rate: float
    rate_borrowed: bool

    def chance(
        self, terms: ModelTerms, divided: int = 0, applications: int | None = None
    ) -> SpecialtyChance:
        """Its chance; so many other specialties take a part of the work of the first choice."""
        weigh = functools.partial(self._listed, terms, divided)
        whole, sent = weigh(self.left_out), applications
        prospect, borrowed = self._prospect(whole, terms)
        return SpecialtyChance(
            specialty=self.specialty,
            is_first=self.is_first,
            group=self.group,
            listed=whole,
            told=self.told,
            factors=self.factors,
            selection=self.selection,
            weigh=weigh,
            left_out=self.left_out,
            applications=effort(self.openness, terms) if sent is None else sent,
            prospect=prospect,
            openness=self.openness,
            borrowed=borrowed,
            file=self,
        )

    def _listed(self, terms: ModelTerms, divided: int, out: tuple[str, ...]) -> Listed:
        """The chance with a rank order list, without some of the judgements."""
        every = (*self.judged, *self._beside(terms, divided))
        kept = [each for each in every if each.id not in out]
        return listed(self.group, self.score, self.papers, kept, terms.of_list)

    def _beside(self, terms: ModelTerms, divided: int) -> list[Judged]:
        """Judgements that are about the choice of the field, and that nobody leaves out."""
        relief = terms.span("commitment-relief").use * self.committed
        chosen = [relieved(each, relief) for each in self.chosen]
        found = [each for each in chosen if (each.use, each.low) != (0.0, 0.0)]
        if not self.is_first:
            found.append(terms.judged("backup", "selection-backup"))
        if divided:
            found.append(terms.judged("dual", "dual-cost", divided))
        return found

    def _prospect(self, whole: Listed, terms: ModelTerms) -> tuple[Prospect, tuple[str, ...]]:
        """The way to interviews, and what of it is not printed for the field."""
        lengths = self.group.lengths
        borrowed = ["lengths"] if lengths is None or lengths.borrowed else []
        borrowed += ["rate"] if self.rate_borrowed else []
        prospect = Prospect(
            group=self.group,
            listed=whole,
            rate=self.rate,
            borrowed=bool(borrowed),
            pool=self.openness.pool(terms.span("open-programs")),
            terms=terms.of_route,
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
