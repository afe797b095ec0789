"""Why a chance is what it is: each of its parts in words, with the people of 100 that it moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.chance.route import Span
from sitegen.explain import moved_people
from sitegen.grid import half_up
from sitegen.plan.chance.specialty_chance import SpecialtyChance, part_of
from sitegen.records import record
from sitegen.rules import Finding

FIRST = ("base", "open", "score", "research")
LAST = ("selection", "crowd", "backup", "drift", "unseen")
"""Parts that stand at the two ends of the table, in this order."""


MOST_TOLD = 3
"""So many of the heaviest parts are told."""


@record
class Reason:
    """One part of a chance.

    `people` of 100 is the chance with it less the chance without it; for the base rate it is where
    the count begins. `log_odds` is what it weighs, None where it is no weight.
    """

    part: str
    finding: Finding
    people: Span
    log_odds: float | None

    @property
    def begins(self) -> bool:
        """Whether the count begins with it."""
        return self.part == "base"

    @property
    def moved(self) -> str:
        """What it moves, in words."""
        people = self.people
        return moved_people(self.finding, (people.low, people.use, people.high), begins=self.begins)


def reasons_of(c: SpecialtyChance) -> tuple[Reason, ...]:
    """The parts of a chance, in the order in which they are told."""
    findings = {part_of(f): f for f in c.findings}
    weights = {part.id: part.weight.use for part in c.listed.parts if part.id != "base"}
    return tuple(
        Reason(part=name, finding=findings[name], people=c.moved[name], log_odds=weights.get(name))
        for name in _ordered(findings)
    )


def _ordered(names: dict[str, Finding]) -> Iterator[str]:
    yield from (name for name in FIRST if name in names)
    yield from (name for name in names if name not in (*FIRST, *LAST))
    yield from (name for name in LAST if name in names)


def heaviest(found: Sequence[Reason]) -> list[Reason]:
    """The parts that lower a chance most, by at least 1 of 100 people."""
    down = [
        each
        for each in found
        if each.finding.settled and not each.begins and half_up(each.people.use) < 0
    ]
    return sorted(down, key=lambda each: each.people.use)[:MOST_TOLD]
