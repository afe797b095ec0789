"""The parts of a chance that are no judged factor, as findings with their sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sitegen.chance.groups import Group, Lean
from sitegen.chance.odds import Chance
from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts
from sitegen.grid import half_up
from sitegen.knowledge.model import Specialty
from sitegen.plan.chance.openness import Openness
from sitegen.plan.person import Person
from sitegen.rules import Finding, evaluate

GROUP = "parts"
PREFIX = "part."
MEASURES = {
    "score": ("step2", "applicant.step2_ck"),
    "research": ("publications", "applicant.publications"),
}
"""Parts that are read off printed groups: the name of their figures, and whose answer they need."""

FLAT = 0.01
"""A pull in standard deviations below this says nothing."""


def part_findings(
    specialty: Specialty,
    known: Facts,
    group: Group | None,
    base: Chance | None,
    doors: Openness | None,
    person: Person,
) -> tuple[Finding, ...]:
    """What each part says of this person, in the order of the rules.

    `base` is the printed rate with what luck alone would make of it. Without a printed group, only
    the base rate says anything: that there is none.
    """
    make = FactMaker(person.knowledge.facts, person.read.places, person.knowledge)
    own = (
        *_base_facts(make, specialty, group, base),
        *_measure_facts(make, specialty, known, group),
        *_door_facts(make, known, doors, person),
        make.told("part.behind", _behind(specialty, person), "interests.primary"),
    )
    facts = {**known, **{fact.name: fact for fact in own}}
    rules = person.knowledge.rules_in(GROUP)
    told = [rule for rule in rules if group or rule.id == f"{PREFIX}base"]
    return tuple(evaluate(rule, facts, person.knowledge, person.as_of) for rule in told)


def _behind(specialty: Specialty, person: Person) -> bool | None:
    first = person.read.profile.interests.primary
    return None if first is None else first != specialty.id


def _base_facts(
    make: FactMaker, specialty: Specialty, group: Group | None, base: Chance | None
) -> Iterator[Fact]:
    """The printed rate, and the one that the count begins with."""
    figure = specialty.figure("matched_preferred")
    yield make.computed("part.year", str(figure.year) if figure else None)
    rate, begins = (group.rate, group.steadied_rate) if group else (None, None)
    yield make.computed("part.rate", _of_100(rate))
    yield make.computed("part.begins", _of_100(begins))
    moved = None if rate is None or begins is None else _of_100(rate) != _of_100(begins)
    yield make.computed("part.drawn", moved)
    yield make.computed("part.luck_low", _of_100(base.low if base else None))
    yield make.computed("part.luck_high", _of_100(base.high if base else None))


def _of_100(chance: float | None) -> int | None:
    return None if chance is None else int(half_up(100 * chance))


def _measure_facts(
    make: FactMaker, specialty: Specialty, known: Facts, group: Group | None
) -> Iterator[Fact]:
    """What the printed groups say of Step 2 CK and of publications; unknown without an answer."""
    name = "publications_unmatched"
    yield make.cited(f"part.{name}", name, specialty.figure(name))
    leans = {"score": group.score, "research": group.research} if group else {}
    for part, (stem, fact) in MEASURES.items():
        lean, mine = leans.get(part), known[fact]
        sides = [specialty.figure(f"{stem}_{side}") for side in ("matched", "unmatched")]
        people = [f.spread.people for f in sides if f and f.spread]
        both = lean is not None and all(sides) and not lean.borrowed
        told = lean is None or isinstance(mine.value, (int, float))
        yield make.computed(f"part.{part}", _pull(lean, both=both) if told else None, mine)
        yield make.computed(f"part.{part}_people", int(math.fsum(people)) if both else None)


def _pull(lean: Lean | None, *, both: bool) -> str:
    """Whose pull it is: the field's own, that of all fields, or none."""
    if lean is None:
        return "absent"
    if not both:
        return "borrowed"
    if lean.step < FLAT:
        return "nothing"
    return "lent" if lean.raw is not None and lean.raw < FLAT else "own"


STATES = ("preferred", "open_to_all", "excluded")
"""The answers on where somebody would go."""


def _door_facts(
    make: FactMaker, known: Facts, doors: Openness | None, person: Person
) -> Iterator[Fact]:
    """Programs open to this person at the least and at the most, against the typical one."""
    least, most = doors.told if doors else (None, None)
    typical = max(1, round(doors.programs * doors.typical)) if doors else None
    waits = doors is not None and doors.states_told[0] < doors.states_told[1]
    states = (
        make.told("part.states", None, f"constraints.states.{_asked(person)}")
        if waits
        else make.told("part.states", True, *(f"constraints.states.{name}" for name in STATES))
    )
    roots = [known[f"field.{name}"] for name in ("doors", "programs")]
    every = (*roots, known["visa.share"], states)
    yield states
    yield make.computed("part.open_low", least, *every)
    yield make.computed("part.open_high", most, *every)
    yield make.computed("part.typical", typical, *roots)
    yield make.computed("part.doors", _against(least, most, typical), *every)


def _asked(person: Person) -> str:
    """Which states are preferred, or whether all others are fine: what is not told yet."""
    told = person.read.profile.constraints.states
    return "open_to_all" if told and told.preferred else "preferred"


def _against(least: int | None, most: int | None, typical: int | None) -> str | None:
    """Open programs against those of the typical person; None while an answer could change it."""
    if least is None or typical is None or least != most:
        return None
    return "fewer" if least < typical else "more" if least > typical else "as_many"
