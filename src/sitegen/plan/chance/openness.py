"""How many programs of a field are open to one applicant: by interviews, visa and state."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sitegen.chance.borrowing import doors_of, middle
from sitegen.chance.pool import Pool
from sitegen.chance.route import Span
from sitegen.facts.model import Facts
from sitegen.grid import on_grid
from sitegen.knowledge.guide import StatesFilled
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.person import Person
from sitegen.profile import Profile
from sitegen.profile.choices import VisaKind
from sitegen.programs.model import Program
from sitegen.records import value_object

UNPUBLISHED = 100
"""Programs taken into account where their number is not published."""

LEAST_SHARE = 0.005
"""Part of the programs that takes a visa at the least: nobody can know of all of them."""

ALL = Span(1.0, 1.0, 1.0)

LEAST = 0.002
"""Part of the positions that any wish for states leaves, however narrow."""


@value_object(kw_only=True)
class Openness:
    """The open programs of a field, by shares from 0 to 1.

    `typical` interview non-US IMGs and take a J-1: open to the typical person. `mine` interview
    them and take a visa that this person accepts. `states` is the share of the positions in states
    that this person would go to, `states_told` that at the least and the most that an answer could
    leave. Shares of programs overlap as far as they can.
    """

    programs: int
    typical: float
    mine: Span
    states: Span
    states_told: tuple[float, float] = (1.0, 1.0)

    def pool(self, error: Span) -> Pool:
        """The same as counts; `error` is how far the number may be off."""
        low, mine, high = (
            max(self.programs * part * states, 0.05)
            for part, states in zip(_ends(self.mine), _ends(self.states), strict=True)
        )
        typical = max(self.programs * self.typical, 0.5)
        return Pool(typical, low * error.low, mine * error.use, high * error.high)

    @property
    def ends(self) -> tuple[Openness, Openness]:
        """With the answers that leave the fewest programs open, and with those that leave most."""
        pairs = zip((self.mine.low, self.mine.high), self.states_told, strict=True)
        worst, best = (
            replace(self, mine=_sure(mine), states=_sure(states)) for mine, states in pairs
        )
        return worst, best

    @property
    def open(self) -> int:
        """Programs open to this person, at least one."""
        return self._open(self.mine.use, self.states.use)

    @property
    def told(self) -> tuple[int, int]:
        """How many are open with the answers that leave fewest, and with those that leave most."""
        fewest, most = map(on_grid, self.states_told)
        return self._open(self.mine.low, fewest), self._open(self.mine.high, most)

    def _open(self, mine: float, states: float) -> int:
        return max(1, round(self.programs * mine * states))

    def likely(self, error: Span) -> tuple[int, int]:
        """How few and how many they could be: the errors of the states and of the number."""
        pool = self.pool(error)
        return int(pool.low), max(math.ceil(pool.high), self.open)


def _sure(share: float) -> Span:
    return Span(share, share, share)


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.use, span.high


def openness(specialty: Specialty, facts: Facts, person: Person) -> Openness:
    """The open programs of one field for this person."""
    known, figure = person.knowledge, specialty.figure("programs")
    doors = doors_of(specialty)
    if doors is None:
        doors = middle(filter(None, map(doors_of, known.specialties.values())))
    p, tiles = person.read.profile, known.state_tiles
    states = _states(closed_states(p, tiles), specialty, known)
    programs = int(figure.value) if figure else UNPUBLISHED
    typical, mine = _visas(doors, programs, specialty, facts, person)
    return Openness(
        programs=programs,
        typical=typical,
        mine=mine,
        states=states,
        states_told=_told(states.use, specialty, person),
    )


def _told(now: float, specialty: Specialty, person: Person) -> tuple[float, float]:
    """The least and the most that is left once it is said whether every other state is fine.

    Where a person would not go is a wish. Where no state was named, no answer is waited for.
    """
    p, known = person.read.profile, person.knowledge
    told = p.constraints.states
    if told is not None and told.open_to_all is False and not told.preferred:
        return LEAST, now
    if told is None or not told.preferred or told.open_to_all is not None:
        return now, now
    only = replace(told, open_to_all=False)
    narrow = replace(p, constraints=replace(p.constraints, states=only))
    closed = closed_states(narrow, known.state_tiles)
    return min(now, _states(closed, specialty, known).use), now


def _visas(
    doors: float, programs: int, specialty: Specialty, facts: Facts, person: Person
) -> tuple[float, Span]:
    """Open to the typical person, who accepts a J-1, and to this one.

    Programs that file for H-1B mostly take a J-1 too, so both visas together open no more than
    the J-1 alone. What is not told lies between H-1B alone and no need of a visa.
    """
    accepts = person.read.profile.visa.accepts
    own = [p for p in person.read.programs if p.specialty == specialty.id]
    h1b, j1 = (
        min(doors, _share(specialty, programs, own, person.knowledge, visa))
        for visa in ("h1b", "j1")
    )
    typical = max(j1, h1b)
    free = facts["applicant.works_freely"].value
    if free is True:
        return typical, Span(doors, doors, doors)
    only = None if accepts is None else set(accepts) == {VisaKind.H1B}
    mine = h1b if only else typical
    return typical, Span(h1b if only is None else mine, mine, doors if free is None else mine)


def _share(
    specialty: Specialty, programs: int, own: Sequence[Program], known: Knowledge, visa: str
) -> float:
    """Share of all programs of a field that take a visa.

    Each row of the own list counts with its own answer, and every other program at the printed
    share. So a short list moves little, however its rows were picked, and a whole one says it all;
    and fields with a list and without one can be held against each other.
    """
    said = [getattr(p, visa) for p in own]
    answers = [each for each in said if each is not None]
    others = max(programs - len(answers), 0)
    yes = answers.count(True) + others * _printed_share(specialty, known, visa)
    return max(yes / (len(answers) + others), LEAST_SHARE)


def _printed_share(specialty: Specialty, known: Knowledge, visa: str) -> float:
    """The share in print; where none is, the middle of all fields."""
    own = specialty.figure(f"{visa}_share")
    if own is not None:
        return own.value / 100
    printed = (s.figure(f"{visa}_share") for s in known.specialties.values())
    return middle(f.value for f in printed if f) / 100


def _states(closed: frozenset[str], specialty: Specialty, known: Knowledge) -> Span:
    """Share of the positions outside the states that this person left out."""
    if not closed:
        return ALL
    own = next((f for f in known.states_filled if f.specialty == specialty.id), None)
    whole = specialty.figure("filled_pgy1")
    every = next((f for f in known.states_filled if f.specialty is None), None)
    overall = known.overall["imgs_matched"].use.value
    printed = _printed(own, whole.value) if own and whole else None
    general = _printed(every, overall) if every else None
    return _left(closed, printed, general, tuple(known.state_tiles))


Printed = tuple[tuple[tuple[str, int], ...], float]
"""Positions by state, as far as they were printed, and how many there are in all states."""


def _printed(found: StatesFilled, whole: float) -> Printed:
    return tuple(found.states.items()), whole


@functools.lru_cache(maxsize=512)
def _left(
    closed: frozenset[str], own: Printed | None, general: Printed | None, tiles: tuple[str, ...]
) -> Span:
    """Share of the positions outside some states, of those printed for a field or for all."""
    shares = _shares(own, general, tiles)
    parts = [_part(closed, shares, end) for end in ("high", "use", "low")]
    return Span(*(max(1.0 - part, LEAST) for part in parts))


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


def _shares(
    own: Printed | None, every: Printed | None, tiles: tuple[str, ...]
) -> Mapping[str, Span]:
    """Each state's share of the positions, as far as it is printed.

    Only the top of each list is printed. A state that is not on it has no more than the last one
    on it; in the middle it has its part of what is left, by its part over all fields.
    """
    general = _spread(every, {}, tiles) if every else {}
    return _spread(own, general, tiles) if own else general


def _spread(
    printed: Printed, general: Mapping[str, Span], tiles: tuple[str, ...]
) -> dict[str, Span]:
    states, whole = dict(printed[0]), printed[1]
    rest = [name for name in tiles if name not in states]
    most = min(states.values()) / whole
    left = max(1 - math.fsum(states.values()) / whole, 0.0)
    parts = {name: general[name].use if name in general else 1.0 for name in rest}
    total = math.fsum(parts.values())
    found = {name: Span(n / whole, n / whole, n / whole) for name, n in states.items()}
    for name in rest:
        use = min(left * parts[name] / total, most)
        found[name] = Span(0.0, use, most)
    return found
