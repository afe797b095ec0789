"""How many programs of a field are open to one applicant: by interviews, visa and state."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.chance.borrowing import doors_of, middle
from sitegen.chance.pool import Pool
from sitegen.chance.route import Span
from sitegen.facts.model import Facts
from sitegen.knowledge.guide import StatesFilled
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.person import Person
from sitegen.profile import Profile
from sitegen.profile.choices import VisaKind

UNPUBLISHED = 100
"""Programs taken into account where their number is not published."""

ALL = Span(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """The open programs of a field, by shares from 0 to 1.

    `typical` interview non-US IMGs and take a J-1: open to the typical person. `mine` interview
    them and take a visa that this person accepts. `states` is the share of the positions in states
    that this person would go to; `by_state` says whose positions it was read from, and is empty
    where no state is left out. Shares of programs overlap as far as they can.
    """

    programs: int
    typical: float
    mine: Span
    states: Span
    by_state: str

    def pool(self, error: Span) -> Pool:
        """The same as counts; `error` is how far the number may be off."""
        low, mine, high = (
            max(self.programs * part * states, 0.05)
            for part, states in zip(_ends(self.mine), _ends(self.states), strict=True)
        )
        typical = max(self.programs * self.typical, 0.5)
        return Pool(typical, low * error.low, mine * error.use, high * error.high)

    @property
    def open(self) -> int:
        """Programs open to this person, at least one."""
        return max(1, round(self.programs * self.mine.use * self.states.use))


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.use, span.high


def openness(specialty: Specialty, facts: Facts, person: Person) -> Openness:
    """The open programs of one field for this person."""
    known, figure = person.knowledge, specialty.figure("programs")
    doors = doors_of(specialty)
    if doors is None:
        doors = middle(filter(None, map(doors_of, known.specialties.values())))
    states, whose = _states(specialty, person)
    typical, mine = _visas(doors, specialty, facts, person)
    return Openness(
        programs=int(figure.value) if figure else UNPUBLISHED,
        typical=typical,
        mine=mine,
        states=states,
        by_state=whose,
    )


def _visas(doors: float, specialty: Specialty, facts: Facts, person: Person) -> tuple[float, Span]:
    """Open to the typical person, who accepts a J-1, and to this one.

    Programs that file for H-1B mostly take a J-1 too, so both visas together open no more than
    the J-1 alone. What is not told lies between H-1B alone and no need of a visa.
    """
    known, accepts = person.knowledge, person.read.profile.visa.accepts
    h1b, j1 = (min(doors, _share(specialty, facts, known, visa)) for visa in ("h1b", "j1"))
    typical = max(j1, h1b)
    free = facts["applicant.works_freely"].value
    if free is True:
        return typical, Span(doors, doors, doors)
    only = None if accepts is None else set(accepts) == {VisaKind.H1B}
    mine = h1b if only else typical
    return typical, Span(h1b if only is None else mine, mine, doors if free is None else mine)


def _share(specialty: Specialty, facts: Facts, known: Knowledge, visa: str) -> float:
    """Share of programs that answered, of the own list or in print; else that of all fields."""
    value = facts[f"field.{visa}_share"].value
    if isinstance(value, (int, float)):
        return max(float(value), 0.5) / 100
    printed = (s.figure(f"{visa}_share") for s in known.specialties.values())
    return middle(f.value for f in printed if f) / 100


def _states(specialty: Specialty, person: Person) -> tuple[Span, str]:
    """Share of the positions in the states that this person would go to."""
    closed = closed_states(person.read.profile, person.knowledge.state_tiles)
    if not closed:
        return ALL, ""
    shares, whose = _shares(specialty, person.knowledge)
    parts = [_part(closed, shares, end) for end in ("high", "use", "low")]
    return Span(*(max(1.0 - part, 0.002) for part in parts)), whose


def closed_states(p: Profile, every: Mapping[str, object]) -> frozenset[str]:
    """States that this person left out. A wish that was not told leaves out nothing."""
    told = p.constraints.states
    if told is None:
        return frozenset()
    named = set(told.preferred or ())
    outside = frozenset(told.excluded or ()) - named
    narrow = bool(named) and told.open_to_all is False
    return outside | frozenset(set(every) - named if narrow else ())


def _part(closed: frozenset[str], shares: Mapping[str, Span], end: str) -> float:
    """Share of the positions in some states; all of them together are never more than whole."""
    inside = sum_of(shares, closed, end)
    other = {"low": "high", "use": "use", "high": "low"}[end]
    outside = sum_of(shares, frozenset(shares) - closed, other)
    return inside / (inside + outside) if inside + outside else 0.0


def sum_of(shares: Mapping[str, Span], states: frozenset[str], end: str) -> float:
    """The shares of some states at one end, in the order of their names."""
    return math.fsum(getattr(shares[name], end) for name in sorted(states & set(shares)))


def _shares(specialty: Specialty, known: Knowledge) -> tuple[Mapping[str, Span], str]:
    """Each state's share of the positions, as far as it is printed.

    Only the top of each list is printed. A state that is not on it has no more than the last one
    on it; in the middle it has its part of what is left, by its part over all fields.
    """
    own = next((f for f in known.states_filled if f.specialty == specialty.id), None)
    whole = specialty.figure("filled_pgy1")
    every = next((f for f in known.states_filled if f.specialty is None), None)
    overall = known.overall["imgs_matched"].use.value
    general = _spread(every, overall, {}, known) if every else {}
    if own and whole:
        return _spread(own, whole.value, general, known), specialty.name
    return general, "all fields together"


def _spread(
    printed: StatesFilled, whole: float, general: Mapping[str, Span], known: Knowledge
) -> dict[str, Span]:
    rest = [name for name in known.state_tiles if name not in printed.states]
    most = min(printed.states.values()) / whole
    left = max(1 - math.fsum(printed.states.values()) / whole, 0.0)
    parts = {name: general[name].use if name in general else 1.0 for name in rest}
    total = math.fsum(parts.values())
    found = {name: Span(n / whole, n / whole, n / whole) for name, n in printed.states.items()}
    for name in rest:
        use = min(left * parts[name] / total, most)
        found[name] = Span(0.0, use, most)
    return found
