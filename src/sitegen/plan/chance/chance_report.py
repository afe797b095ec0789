"""How each chance is made up, and one specialty against two: what the page and the JSON tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from sitegen.chance.listed import Ground, Part
from sitegen.chance.odds import Chance, both, expit
from sitegen.chance.route import Span, match_of
from sitegen.grid import half_up
from sitegen.plan.chance.chances import Chances, Somewhere, somewhere_with, weighed
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.conclusions import prepared
from sitegen.plan.decided import Decided
from sitegen.records import record

NO_MOVE = {"base", "drift", "unseen"}
"""Parts that do not move the middle: the start, and what only makes the range wider."""


@record
class Move:
    """One part of a chance with a rank order list.

    `log_odds` with `low` and `high` is its weight, which holds 8 of 10 such cases; for a judgement
    it is the written range. `by`, `down` and `up` say how many of 100 it moves the middle by, at
    its value and at both ends, against the same chance without it.
    """

    id: str
    ground: Ground
    log_odds: float
    low: float
    high: float
    by: float
    down: float
    up: float
    beyond: str


@record
class Way:
    """One way to spend applications: `kind` is alone, all_first, together, or if_added.

    With `if_added`, the plan does not prepare the second specialty; it is the next in line.

    `first` is the chance of a match in the first of the specialties, `other` in one of the
    others, `any` in any of them. Ranges hold 8 of 10 such cases.
    """

    kind: str
    specialties: tuple[str, ...]
    applications: tuple[int, ...]
    first: Chance
    other: Chance | None
    any: Chance


@record
class Of100:
    """A chance as people of 100, with its range of 8 of 10."""

    low: float
    use: float
    high: float


@record
class Account:
    """The chance in one specialty. Every chance stands with its base rate and its range.

    `people` ranked it first in `year` and had a list; `matched` of them matched to it.
    `with_list` holds for somebody with a rank order list, `from_applications` from today's
    `applications` on, with the chance of no interview in it. `equal_effort` is the same from as
    many applications as in every other field, and without what a second specialty takes.
    `open_programs` are those likely open to this person. `handful` says that only a handful of
    people were printed, and `borrowed` what of the way is not the field's own: the lengths of
    lists, or the rate of interviews. `parts` and `without` are given for the specialties that the
    plan prepares.
    """

    specialty: str
    first_choice: bool
    people: int
    matched: int
    year: int
    source: str
    base: Of100
    with_list: Of100
    parts: tuple[Move, ...]
    without: Mapping[str, Of100]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]
    applications: int
    interviews: Span
    any_interview: Of100
    from_applications: Of100
    equal_applications: int
    equal_effort: Of100
    open_programs: int
    handful: bool
    borrowed: tuple[str, ...]


@record
class WayOf100:
    """A way to spend applications, as people of 100."""

    kind: str
    specialties: tuple[str, ...]
    applications: tuple[int, ...]
    first: Of100
    any: Of100


@record
class ChanceReport:
    """Everything about the chance. `start` is None where something holds it (see `holds_start`)."""

    note: str
    specialties: tuple[Account, ...]
    ways: tuple[WayOf100, ...]
    start: Of100 | None
    start_why: str


def chance_report(
    plan: Decided, found: Chances, spent: Sequence[Way], start: Chance | None
) -> ChanceReport:
    """The chances of one applicant, with ranges, base rates and parts."""
    return ChanceReport(
        note=plan.knowledge.phrases["chance-note"],
        specialties=tuple(_account(c, plan) for c in found.specialties),
        ways=tuple(
            WayOf100(
                kind=w.kind,
                specialties=w.specialties,
                applications=w.applications,
                first=_of_100(w.first),
                any=_of_100(w.any),
            )
            for w in spent
        ),
        start=_of_100(start) if start else None,
        start_why="" if start else "; ".join(start_held(plan)),
    )


def start_chance(plan: Decided, found: Chances) -> Chance | None:
    """The chance to start once matched; None where something holds the start."""
    return start_known(plan, found.start)


def start_known(plan: Decided, start: Chance) -> Chance | None:
    """The same chance, or None where an order holds the start: nobody can put a number on that."""
    return None if start_held(plan) else start


def start_held(plan: Decided) -> tuple[str, ...]:
    """The titles of what may keep this person from starting after a match."""
    return tuple(note.title for note in plan.notes if note.holds_start)


def match_and_start(match: Chance, start: Chance | None) -> Chance | None:
    """Matched and able to begin on 1 July."""
    return both(match, start) if start else None


def _of_100(chance: Chance) -> Of100:
    return Of100(low=_one(chance.low), use=_one(chance.use), high=_one(chance.high))


def _one(chance: float) -> float:
    return half_up(100 * chance, 1)


def _account(c: SpecialtyChance, plan: Decided) -> Account:
    equal = c.at_effort(ModelTerms(plan.knowledge, plan.as_of))
    way, near = c.route, c.specialty.id in {card.id for card in prepared(plan)}
    return Account(
        specialty=c.specialty.id,
        first_choice=c.is_first,
        people=c.group.people,
        matched=c.group.matched,
        year=c.printed.year,
        source=c.printed.source,
        base=_of_100(c.listed.base),
        with_list=_of_100(c.listed.chance),
        parts=tuple(_rounded(move) for move in moves_of(c)) if near else (),
        without={name: _of_100(chance) for name, chance in c.without.items()} if near else {},
        left_out=c.left_out,
        missing=missing_of(c),
        applications=c.applications,
        interviews=Span(*(round(each, 2) for each in dataclasses.astuple(way.interviews))),
        any_interview=_of_100(way.reach),
        from_applications=_of_100(way.match),
        equal_applications=equal.applications,
        equal_effort=_of_100(equal.match),
        open_programs=c.openness.open,
        handful=c.handful,
        borrowed=c.borrowed,
    )


def _rounded(move: Move) -> Move:
    return dataclasses.replace(
        move,
        log_odds=round(move.log_odds, 3),
        low=round(move.low, 3),
        high=round(move.high, 3),
        by=round(move.by, 1),
        down=round(move.down, 1),
        up=round(move.up, 1),
    )


def missing_of(c: SpecialtyChance) -> tuple[str, ...]:
    """What would make the range narrower: profile paths of open parts, each once."""
    paths = {
        "score": "exams.step2_ck.score",
        "research": "research",
    }
    found = [paths[p.id] for p in c.listed.parts if p.id in paths and p.ground is Ground.OPEN]
    found += [m for f in c.factors if not f.settled for m in f.missing]
    return tuple(dict.fromkeys(found))


def moves_of(c: SpecialtyChance) -> tuple[Move, ...]:
    """Every part but the base rate, in the order of the page."""
    total = c.listed.total.use
    return tuple(_move(p, total) for p in c.listed.parts if p.id != "base")


def _move(part: Part, total: float) -> Move:
    low, high = part.weight.low, part.weight.high
    rest = total - part.weight.use
    without = expit(rest)
    return Move(
        id=part.id,
        ground=part.ground,
        log_odds=part.weight.use,
        low=low,
        high=high,
        by=100 * (expit(total) - without),
        down=100 * (expit(rest + low) - without),
        up=100 * (expit(rest + high) - without),
        beyond=part.beyond,
    )


def ways(plan: Decided, found: Chances, terms: ModelTerms) -> tuple[Way, ...]:
    """The first choice alone, all applications to it, and with others beside it."""
    wanted = set(found.somewhere[-1].specialties) if found.somewhere else set()
    kept = [c for c in found.specialties if c.specialty.id in wanted][:3]
    made = []
    for count, some in enumerate(found.somewhere, 1):
        made.append(_way(kept[:count], some))
        if count == 1 and len(kept) > 1:
            made += _all_first(kept)
    if len(kept) == 1 and kept[0].is_first:
        made += _if_added(kept[0], plan, found, terms)
    return tuple(made)


def _if_added(head: SpecialtyChance, plan: Decided, found: Chances, terms: ModelTerms) -> list[Way]:
    """The first choice with the next in line beside it, where the plan prepares nothing."""
    nearest = (*plan.choice.backups, *plan.choice.runners_up)
    other = next((c for n in nearest if (c := found.of(n.card.id))), None)
    if other is None:
        return []
    card = plan.card(head.specialty.id)
    kept = [weighed(card, head.group, plan, terms, divided=1), other]
    return [dataclasses.replace(_way(kept, somewhere_with(kept, terms)), kind="if_added")]


def _way(kept: Sequence[SpecialtyChance], some: Somewhere) -> Way:
    return Way(
        kind="together" if len(kept) > 1 else "alone",
        specialties=some.specialties,
        applications=tuple(c.applications for c in kept),
        first=some.first,
        other=_difference(some.any, some.first) if len(kept) > 1 else None,
        any=some.any,
    )


def _all_first(kept: Sequence[SpecialtyChance]) -> list[Way]:
    """As many applications as the plan has in all, to the first choice alone, if so many fit."""
    alone = kept[0].alone or kept[0]
    number = min(sum(c.applications for c in kept), alone.openness.open)
    if number <= alone.applications:
        return []
    match = match_of(alone.prospect, number)
    return [
        Way(
            kind="all_first",
            specialties=(alone.specialty.id,),
            applications=(number,),
            first=match,
            other=None,
            any=match,
        )
    ]


def _difference(any_match: Chance, first: Chance) -> Chance:
    """A match in another than the first: what is left of each end, from low to high."""
    use = max(any_match.use - first.use, 0.0)
    ends = (any_match.low - first.low, any_match.high - first.high)
    return Chance(max(0.0, min(*ends, use)), use, min(1.0, max(*ends, use)))
