"""From the chance with a rank order list to the chance of applications that are still to be sent.

NRMP counts only people with a list. Those who got no interview are missing from it, so the way
there is put in front: published interviews for each application, and the published length of
lists, from which follows how many interviews the people of a group must have expected.

Every error of the way has a name. An outcome is computed with all errors at their middle, and once
with each of them alone at each of its two ends; effects of independent errors add up as squares on
the scale of the log of the hazard. Two specialties of one person share the errors that they share.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sitegen.chance.groups import Group
from sitegen.chance.listed import NOT_EVIDENCE, Ground, Listed, Part
from sitegen.chance.luck import expected_before, hazard_of, reached
from sitegen.chance.odds import LOG, LOGLOG, Chance, Ranged, around, expit, summed
from sitegen.chance.pool import Pool, against_usual, reached_each, reached_of
from sitegen.grid import put_on_grid
from sitegen.records import value_object

MOST_PER_INTERVIEW = 0.9
"""No interview is worth more than this chance of a match, whatever the file."""

Errors = Mapping[str, float]
"""How far errors lie from their middle: -1 and 1 are the ends of 8 of 10, none is 0."""

NO_ERROR: Errors = {}

Moved = tuple[tuple[str, float], ...]
"""The same in the order in which they were named, to look up what was worked out with them."""

SPREAD = "program-spread"


@value_object
class Span:
    """A quantity with its range, on the grid."""

    low: float
    use: float
    high: float

    def __post_init__(self) -> None:
        """Put the three numbers on the grid."""
        put_on_grid(self, "low", "use", "high")

    def at(self, error: float) -> float:
        """The quantity where its error lies so far from the middle; it never falls below 0."""
        if not error:
            return max(self.use, 0.0)
        side = self.high - self.use if error > 0 else self.use - self.low
        return max(self.use + error * side, 0.0)


@value_object(kw_only=True)
class PaceTerms:
    """Judged quantities of the way to interviews.

    `shape`: evenness of luck. `shared`: its common part between specialties. `pull`: of the file
    on interviews. `rate_error`: of the published rate at the programs chosen. `spread`: how much
    more the best programs bring. `borrowed`: error of figures that are not the field's own.
    """

    shape: Span
    shared: Span
    pull: Span
    rate_error: Span
    spread: Span
    borrowed: Span


@value_object(kw_only=True)
class Yield:
    """What one application to a typical program of a specialty brings, at the usual number.

    `interviews` is expected interviews, `matches` expected matching programs (the hazard), both
    for each application. `usual` is how many applications the people of the published group
    must have sent, if all were typical.
    """

    interviews: Span
    matches: Span
    usual: float
    shape: float


@value_object(kw_only=True)
class Route:
    """The way of a number of applications. `interviews` is a count, the rest are chances."""

    applications: int
    interviews: Span
    reach: Chance
    match: Chance


class Brought(NamedTuple):
    """What applications bring: expected interviews, expected matching programs, and evenness."""

    interviews: float
    hazard: float
    shape: float


class _Usual(NamedTuple):
    """What the usual number of applications brings this person, and a typical one (`before`)."""

    interviews: float
    worth: float
    shape: float
    before: float


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """One specialty of one person, as far as it takes to count applications.

    `rate` is published interviews for each application, from 0 to 1; `borrowed` says that it, or
    the lengths of lists, are those of all fields.
    """

    group: Group
    listed: Listed
    rate: float
    borrowed: bool
    pool: Pool
    terms: PaceTerms

    def brought(self, sent: float, errors: Errors = NO_ERROR) -> Brought:
        """What so many applications to the likeliest open programs bring; worked out once."""
        mine = tuple([e for e in errors.items() if e[0] in self._moving]) if errors else ()
        found = self._known.get((sent, mine))
        if found is None:
            way = [each for each in mine if each[0] in self._names.way]
            file = mine if not way else tuple(each for each in mine if each not in way)
            usual = self._usual(file)
            part = self._part(sent, usual.before, tuple(way))
            interviews = usual.interviews * part
            found = Brought(interviews, interviews * usual.worth, usual.shape)
            self._known[sent, mine] = found
        return found

    def _usual(self, errors: Moved) -> _Usual:
        """What the usual number of applications brings; no error of the way moves it."""
        found = self._known_usual.get(errors)
        if found is None:
            t, moved = self.terms, dict(errors)
            shape = max(t.shape.at(moved.get("luck-shape", 0.0)), 0.05)
            total, file = self.swung(moved)
            before = self.before(shape)
            mine = before * math.exp(t.pull.at(moved.get("interview-effect", 0.0)) * file)
            hazard = hazard_of(reached(mine, shape) * expit(total), shape)
            worth = min(hazard / mine, MOST_PER_INTERVIEW)
            found = self._known_usual[errors] = _Usual(mine, worth, shape, before)
        return found

    def _part(self, sent: float, before: float, errors: Moved) -> float:
        """What so many applications bring of the usual; no error of the file moves it."""
        found = self._known_parts.get((sent, before, errors))
        if found is None:
            names, moved = self._names, dict(errors)
            found = against_usual(
                sent,
                max(self._pool.at(moved.get(names.pool, 0.0)), 0.05),
                self.pool.typical,
                before / self.rate,
                max(self.terms.spread.at(moved.get(SPREAD, 0.0)), 1.0),
            )
            found *= self.terms.rate_error.at(moved.get(names.rate, 0.0))
            if self.borrowed:
                found *= self.terms.borrowed.at(moved.get(names.borrowed, 0.0))
            self._known_parts[sent, before, errors] = found
        return found

    def hazards(self, most: int) -> tuple[float, ...]:
        """The hazard of applications to the likeliest 0, 1, 2 … programs, up to `most` of them."""
        if most < 1:
            return (0.0,)
        spread = max(self.terms.spread.use, 1.0)
        pool = max(self._pool.use, 0.05)
        unit = self.brought(1).hazard / reached_of(1, pool, spread)
        return tuple([unit * each for each in reached_each(most, pool, spread)])

    def match(self, sent: float, errors: Errors = NO_ERROR) -> float:
        """The chance of a match from so many applications."""
        found = self.brought(sent, errors)
        return reached(found.hazard, found.shape)

    def without(self, name: str) -> Prospect:
        """The same person where one part of the file weighs nothing, as in a typical one."""
        parts = tuple(p for p in self.listed.parts if p.id != name)
        return replace(
            self, listed=replace(self.listed, parts=parts, total=summed(p.weight for p in parts))
        )

    def standing_at(self, total: float, file: float, pool: Pool) -> Prospect:
        """The same person with another sum in log-odds, `file` of which is evidence."""
        sums = (("base", total - file), ("file", file))
        parts = tuple(
            Part(id=name, ground=Ground.OPEN, weight=Ranged(use, 0.0, 0.0)) for name, use in sums
        )
        weight = Ranged(total, 0.0, 0.0)
        return replace(self, listed=replace(self.listed, parts=parts, total=weight), pool=pool)

    def at_typical_doors(self) -> Prospect:
        """The same person with the open programs of a typical one."""
        every = self.pool.typical
        return replace(self, pool=Pool(every, every, every, every))

    def error_of(self, name: str) -> str:
        """The name of the error of a part, or of the open programs (`open`)."""
        if name == "open":
            return self._names.pool
        own = any(part.own for part in self.listed.parts if part.id == name)
        return _own(name, self.group.specialty) if own else name

    def before(self, shape: float) -> float:
        """Interviews that each person of the printed group must have expected."""
        return _before(self._length, shape)

    def swung(self, errors: Errors) -> tuple[float, float]:
        """Log-odds with a list, and what of them is the file, where errors lie so far off."""
        total, file = self.listed.total.use, self._file
        for name, error in errors.items():
            part = self._parts.get(name)
            if part is not None:
                step = error * (part.weight.up if error > 0 else part.weight.down)
                total += step
                file += 0.0 if part.id in NOT_EVIDENCE else step
        return total, file

    @functools.cached_property
    def errors(self) -> tuple[str, ...]:
        """The name of every error that moves this specialty."""
        known = ["luck-shape", SPREAD, "interview-effect", self._names.rate]
        if self.borrowed:
            known.append(self._names.borrowed)
        if self.pool.low < self.pool.high:
            known.append(self._names.pool)
        return (*known, *self._parts)

    @functools.cached_property
    def _moving(self) -> frozenset[str]:
        return frozenset(self.errors)

    @functools.cached_property
    def _known(self) -> dict[tuple[float, Moved], Brought]:
        return {}

    @functools.cached_property
    def _known_usual(self) -> dict[Moved, _Usual]:
        return {}

    @functools.cached_property
    def _known_parts(self) -> dict[tuple[float, float, Moved], float]:
        return {}

    @functools.cached_property
    def _names(self) -> _Names:
        return _Names(self.group.specialty)

    @functools.cached_property
    def _parts(self) -> dict[str, Part]:
        """The parts that can be off, by the name of their error."""
        return {
            _own(p.id, self.group.specialty) if p.own else p.id: p
            for p in self.listed.parts
            if p.weight.down or p.weight.up
        }

    @functools.cached_property
    def _file(self) -> float:
        return math.fsum(p.weight.use for p in self.listed.parts if p.id not in NOT_EVIDENCE)

    @functools.cached_property
    def _length(self) -> float:
        return max(usual_length(self.group) or 0.0, 1.05)

    @functools.cached_property
    def _pool(self) -> Span:
        return Span(self.pool.low, self.pool.mine, self.pool.high)


def _own(name: str, specialty: str) -> str:
    """The name of an error that a specialty has for itself."""
    return f"{name}@{specialty}"


class _Names:
    """Names of the errors of the way that a specialty has for itself."""

    def __init__(self, specialty: str) -> None:
        self.rate = _own("interview-rate", specialty)
        self.borrowed = _own("borrowed", specialty)
        self.pool = _own("open-programs", specialty)
        self.way = frozenset((self.rate, self.borrowed, self.pool, SPREAD))


@functools.lru_cache(maxsize=1024)
def _before(length: float, shape: float) -> float:
    return expected_before(length, shape)


def usual_length(group: Group) -> float | None:
    """Mean contiguous ranks of the whole group, matched and unmatched."""
    if group.lengths is None:
        return None
    rate = group.steadied_rate
    return rate * group.lengths.matched + (1 - rate) * group.lengths.unmatched


def yield_of(prospect: Prospect) -> Yield:
    """What one application to an open program brings where the usual number is sent.

    How many programs are open does not change what one of them brings.
    """
    usual = prospect.before(prospect.terms.shape.use) / prospect.rate
    typical = prospect.at_typical_doors()
    whole, brought = _swung(typical, usual), typical.brought(usual)

    def each(value: Callable[[Brought], float]) -> Span:
        use = value(brought)
        low, high = around(use, ((value(a), value(b)) for a, b in whole), LOG)
        return Span(low / usual, use / usual, high / usual)

    return Yield(
        interviews=each(lambda b: b.interviews),
        matches=each(lambda b: b.hazard),
        usual=usual,
        shape=prospect.terms.shape.use,
    )


def route(prospect: Prospect, applications: int) -> Route:
    """What a number of applications to the likeliest open programs brings."""
    brought, swung = prospect.brought(applications), _swung(prospect, applications)
    low, high = around(brought.interviews, ((a.interviews, b.interviews) for a, b in swung), LOG)
    reach = reached(brought.interviews, brought.shape)
    ends = ((reached(b.interviews, b.shape) for b in pair) for pair in swung)
    least, most = around(reach, ((one, other) for one, other in ends), LOGLOG)
    return Route(
        applications=applications,
        interviews=Span(low, brought.interviews, high),
        reach=Chance(least, reach, most),
        match=match_of(prospect, applications),
    )


def match_of(prospect: Prospect, applications: int) -> Chance:
    """The chance of a match that a number of applications brings."""
    use = prospect.match(applications)
    low, high = around(
        use,
        (
            (prospect.match(applications, {name: -1.0}), prospect.match(applications, {name: 1.0}))
            for name in prospect.errors
        ),
        LOGLOG,
    )
    return Chance(low, use, high)


def _swung(prospect: Prospect, sent: float) -> list[tuple[Brought, Brought]]:
    """The outcome with each error alone at its two ends."""
    return [
        (prospect.brought(sent, {name: -1.0}), prospect.brought(sent, {name: 1.0}))
        for name in prospect.errors
    ]
