"""Arithmetic of a road: spans of years, what a visa leaves of them, and the green-card line."""

from __future__ import annotations

from sitegen.facts.applicant import DAYS_A_YEAR, FactMaker
from sitegen.facts.cited import cited
from sitegen.facts.model import Citation, Fact, Interval, Origin
from sitegen.knowledge.guide import GreenCardLine
from sitegen.knowledge.units import Unit
from sitegen.plan.decided import Decided
from sitegen.records import value_object

LIMITS = {"j1": "visa.j1-years", "h1b": "visa.h1b-years"}
WAIVER = "visa.waiver-years"


@value_object
class Span:
    """From `low` to `high` years."""

    low: float
    high: float

    def plus(self, other: Span) -> Span:
        """Both spans one after the other."""
        return Span(self.low + other.low, self.high + other.high)


class Clocks:
    """What J-1 and H-1B have left for one applicant, in years."""

    def __init__(self, plan: Decided, make: FactMaker) -> None:
        """Read the limits that hold on the day of the plan."""
        self.plan, self.make = plan, make
        visa = plan.read.profile.visa
        self.used = {"j1": visa.j1_years_used, "h1b": visa.h1b_years_used}
        self.allowed = {
            kind: cited(name, plan.knowledge, plan.as_of).value for kind, name in LIMITS.items()
        }
        self.waiver = Span(*(cited(WAIVER, plan.knowledge, plan.as_of).value,) * 2)

    def left(self, kind: str) -> Interval:
        """What is left; from nothing to all of it while nobody said what was used."""
        allowed, used = self.allowed[kind], self.used[kind]
        if used is None:
            return Interval(0, allowed)
        rest = max(0, allowed - used)
        return Interval(rest, rest)

    def limits(self) -> dict[str, Fact]:
        """The limits and what is left of them, as facts with their citation."""
        facts = [self._cited("road.waiver_years", WAIVER)]
        for kind, name in LIMITS.items():
            facts.append(self._cited(f"road.{kind}_limit", name))
            facts.append(self._fact(f"road.{kind}_left", kind, self.left(kind)))
        return {fact.name: fact for fact in facts}

    def facts(self, training: Span | None) -> dict[str, Fact]:
        """The length of one road, and what each visa has to spare after it."""
        names = [f"road.{k}_spare_{end}" for k in LIMITS for end in ("long", "short")]
        if training is None:
            names += ["road.years", "road.years_short"]
            length = self.plan.knowledge.phrases["road-length"]
            return {n: self.make.told(n, None, f"not published: {length}") for n in names}
        facts = [
            self.make.computed("road.years", _value(Interval(training.low, training.high))),
            self.make.computed("road.years_short", training.low),
        ]
        for kind in LIMITS:
            left = self.left(kind)
            for end, years in (("long", training.high), ("short", training.low)):
                spare = Interval(left.low - years, left.high - years)
                facts.append(self._fact(f"road.{kind}_spare_{end}", kind, spare))
        return {fact.name: fact for fact in facts}

    def _fact(self, name: str, kind: str, value: Interval) -> Fact:
        """A fact that rests on a limit and on the years used; unsettled, it asks for these."""
        path = f"visa.{kind}_years_used"
        about = self.make.kinds[name]
        place = self.make.places.get(path)
        origins = (
            *self._cited(f"road.{kind}_limit", LIMITS[kind]).origins,
            *((Origin(path, place),) if place else ()),
        )
        missing = () if value.settled else (path,)
        return Fact(name, _value(value), about.unit, about.label, origins, missing)

    def _cited(self, name: str, parameter: str) -> Fact:
        citation, about = (
            cited(parameter, self.plan.knowledge, self.plan.as_of),
            self.make.kinds[name],
        )
        return Fact(name, citation.value, about.unit, about.label, (Origin(citation=citation),))


def _value(span: Interval) -> float | Interval:
    return span.low if span.settled else span


def line_facts(plan: Decided, make: FactMaker) -> dict[str, Fact]:
    """How old the requests at the front of the green-card line are, for each citizenship.

    The line counts by country of birth, which a profile does not hold. Several citizenships
    with different lines leave it open.
    """
    mine = plan.read.profile.applicant.citizenship
    lines = [_line(plan, country) for country in mine or ()]
    found = [line for line in lines if line]
    if not found or len(found) < len(lines):
        names = ("road.line_years", "road.line_bulletin", "road.line_whole")
        return {name: make.told(name, None, "applicant.citizenship") for name in names}
    ages = [_age(line) for line in found]
    about = make.kinds["road.line_years"]
    origins = tuple(dict.fromkeys(_origin(line, about.label) for line in found))
    years = Fact(
        "road.line_years", _value(Interval(min(ages), max(ages))), about.unit, about.label, origins
    )
    bulletin = make.computed("road.line_bulletin", max(line.bulletin for line in found))
    whole = make.told("road.line_whole", all(each.countries or each.complete for each in found))
    return {fact.name: fact for fact in (years, bulletin, whole)}


def _line(plan: Decided, country: str) -> GreenCardLine | None:
    """The entry that names a country, else the one for all others."""
    entries = plan.knowledge.green_card_lines
    named = [e for e in entries if country in e.countries]
    return next(iter([*named, *(e for e in entries if not e.countries)]), None)


def _age(line: GreenCardLine) -> float:
    return round((line.bulletin - line.cut_off).days / DAYS_A_YEAR, 1) if line.cut_off else 0.0


def _origin(line: GreenCardLine, label: str) -> Origin:
    return Origin(
        citation=Citation(
            line.source, line.year, line.locator, line.kind, label, _age(line), Unit.YEARS
        )
    )
