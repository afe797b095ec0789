"""The algorithm of the Match on the applicant's own list, in markets that are invented."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sitegen.knowledge.model import MatchSystem
from sitegen.plan.conclusions import prepared
from sitegen.plan.decided import Decided
from sitegen.plan.season.markets import (
    Liking,
    Order,
    Tally,
    gaps,
    lifts,
    markets_for,
    others,
    results,
    swaps,
    tallied,
)
from sitegen.plan.season.scenes import Scene, scene
from sitegen.ranklist import RankEntry
from sitegen.records import record

MOST_LINES = 20
"""Lines of the list that are tried; a longer one is cut here."""

MOST_PROGRAMS = 4
"""Programs of each specialty taken from the application list, if there is no rank order list."""

INVENTED = ("Lake", "Hill", "River", "Field", "Coast")
"""Names of the programs of the example."""


class Ground(StrEnum):
    """What the algorithm runs on."""

    RANK_LIST = "rank_list"
    PROGRAMS = "programs"
    """The programs of the application list that carry a preference."""
    EXAMPLE = "example"


@record
class Wish:
    """One program in the true order. `liked` counts from 1, the most; equal is liked alike.

    `rank` is its place on the list as handed in, `line` its line in the file; both are None
    where the applicant made no rank order list. `specialty` is an id, or empty in an example
    without one.
    """

    name: str
    specialty: str
    liked: int
    rank: int | None = None
    line: int | None = None


@record
class Trial:
    """One kind of change to the true order: swap, lift or gap."""

    kind: str
    tally: Tally


@record
class Contrast:
    """Another order against the true one. Programs count from 1 in the true order.

    `example` is what both orders brought in the first market where the other one brought less:
    how the programs like the applicant there, the true result, and the other one.
    """

    order: tuple[int, ...]
    tally: Tally
    example: tuple[Liking, int, int | None] | None


@record
class Safer:
    """Programs that seem safe, put first although they are liked less. All counts are markets.

    In all `markets` the programs `safe` rank the applicant first. `liked_true` brought another
    program, which is liked more, with the true order, and `liked_other` with the safe ones
    first; `none_true` and `none_other` brought nothing.
    """

    order: tuple[int, ...]
    safe: tuple[int, ...]
    markets: int
    liked_true: int
    liked_other: int
    none_true: int
    none_other: int


@record
class Algorithm:
    """What the page on the algorithm is made from.

    `as_listed` compares the list as it stands with the order of the applicant's own
    preferences, where these differ. `safer` puts what may seem safer first: every program of
    another specialty than the first one's, named in `others`, or else the last program; it is
    None where the list has one program only.
    `unwilling` are programs left out because the applicant would not attend them, `apart`
    those whose specialty has a match of its own; `beyond` counts lines that were cut.
    """

    ground: Ground
    wishes: tuple[Wish, ...]
    preferences_told: bool
    unwilling: tuple[str, ...]
    apart: tuple[str, ...]
    beyond: int
    markets: int
    trials: tuple[Trial, ...]
    as_listed: Contrast | None
    safer: Safer | None
    others: tuple[str, ...]
    scenes: tuple[Scene, ...]

    @property
    def total(self) -> Tally:
        """All changed orders together."""
        each = [trial.tally for trial in self.trials]
        return Tally(
            orders=sum(t.orders for t in each),
            runs=sum(t.runs for t in each),
            better=sum(t.better for t in each),
            worse=sum(t.worse for t in each),
            lost=sum(t.lost for t in each),
        )


def algorithm(plan: Decided) -> Algorithm:
    """Run the list, or what stands in for it, and every change of its order."""
    listed = plan.read.rank_list
    unwilling = [e for e in listed if e.would_attend is False]
    apart = [e for e in listed if e not in unwilling and not _in_match(e.specialty, plan)]
    kept = [e for e in listed if e not in unwilling and e not in apart]
    ground, wishes = _wishes(kept[:MOST_LINES], plan)
    likes = tuple(wish.liked for wish in wishes)
    kinds = {"swap": swaps(len(wishes)), "lift": lifts(len(wishes)), "gap": gaps(len(wishes))}
    markets = markets_for(sum(len(orders) for orders in kinds.values()))
    return Algorithm(
        ground=ground,
        wishes=wishes,
        preferences_told=ground is not Ground.RANK_LIST or _told(kept),
        unwilling=tuple(each.program for each in unwilling),
        apart=tuple(each.program for each in apart),
        beyond=max(0, len(kept) - MOST_LINES),
        markets=markets * len(Liking),
        trials=tuple(
            Trial(kind=kind, tally=tallied(likes, orders, markets))
            for kind, orders in kinds.items()
            if orders
        ),
        as_listed=_contrast(likes, _order_listed(wishes), markets),
        safer=_safer(wishes, markets),
        others=tuple(dict.fromkeys(w.specialty for w in wishes if w.specialty))[1:],
        scenes=tuple(scene(liking, len(wishes)) for liking in Liking),
    )


def _in_match(specialty: str, plan: Decided) -> bool:
    """Whether the specialty is filled by the Match of NRMP."""
    return plan.knowledge.specialties[specialty].about.match is MatchSystem.NRMP


def _told(listed: Sequence[RankEntry]) -> bool:
    return all(each.preference is not None for each in listed)


def _wishes(kept: Sequence[RankEntry], plan: Decided) -> tuple[Ground, tuple[Wish, ...]]:
    """The programs in the true order, from the best list that there is."""
    if kept:
        told = _told(kept)
        liked = sorted(kept, key=lambda e: (e.preference or 0, e.rank) if told else (0, e.rank))
        return Ground.RANK_LIST, tuple(
            Wish(
                name=e.program,
                specialty=e.specialty,
                rank=e.rank,
                line=e.place.line,
                liked=e.preference if told and e.preference is not None else number,
            )
            for number, e in enumerate(liked, 1)
        )
    marked = _marked(plan)
    if len(marked) > 1:
        return Ground.PROGRAMS, marked
    return Ground.EXAMPLE, _example(plan)


def _marked(plan: Decided) -> tuple[Wish, ...]:
    """The programs of the application list that are liked most, in the specialties of the plan.

    Where two are liked alike, the first choice stands above the backup, and then the file's
    order counts.
    """
    fields = [card.id for card in prepared(plan)]
    told = [(p.preference, p) for p in plan.read.programs if p.preference is not None]
    taken = []
    for field in fields or dict.fromkeys(p.specialty for _, p in told):
        if _in_match(field, plan):
            here = [pair for pair in told if pair[1].specialty == field]
            taken += sorted(here, key=lambda pair: -pair[0])[:MOST_PROGRAMS]
    taken = sorted(taken, key=lambda pair: -pair[0])[: 2 * MOST_PROGRAMS]
    unnamed = plan.knowledge.phrases["program-in-line"]
    return tuple(
        Wish(name=p.name or unnamed.format(line=p.place.line), specialty=p.specialty, liked=number)
        for number, (_, p) in enumerate(taken, 1)
    )


def _example(plan: Decided) -> tuple[Wish, ...]:
    """Invented programs in the first choice and the backup, as far as the plan has them."""
    fields = [card.id for card in prepared(plan) if _in_match(card.id, plan)][:2] or [""]
    shares = (3, 2) if len(fields) > 1 else (4,)
    each = [field for field, share in zip(fields, shares, strict=True) for _ in range(share)]
    invented = plan.knowledge.phrases["fictional-program"]
    return tuple(
        Wish(name=invented.format(name=word), specialty=field, liked=number)
        for number, (word, field) in enumerate(zip(INVENTED, each, strict=False), 1)
    )


def _order_listed(wishes: Sequence[Wish]) -> Order:
    """The list as it stands."""
    return tuple(sorted(range(len(wishes)), key=lambda i: wishes[i].rank or 0))


def _safer(wishes: Sequence[Wish], markets: int) -> Safer | None:
    """Every other specialty before the first one's; in one specialty, the last program first."""
    numbers = range(len(wishes))
    safe = tuple(i for i in numbers if wishes[i].specialty != wishes[0].specialty)
    safe = safe or tuple(numbers[-1:])
    if len(wishes) < 2:
        return None
    true = tuple(numbers)
    order = (*safe, *(i for i in numbers if i not in safe))
    by_true, by_other = (results(each, safe, len(wishes), markets) for each in (true, order))
    return Safer(
        order=tuple(i + 1 for i in order),
        safe=tuple(i + 1 for i in safe),
        markets=len(by_true),
        liked_true=sum(each not in (-1, *safe) for each in by_true),
        liked_other=sum(each not in (-1, *safe) for each in by_other),
        none_true=by_true.count(-1),
        none_other=by_other.count(-1),
    )


def _contrast(likes: tuple[int, ...], order: Order, markets: int) -> Contrast | None:
    """Another order against the true one; None where it is the same."""
    if [likes[i] for i in order] == sorted(likes):
        return None
    return Contrast(
        order=tuple(i + 1 for i in order),
        tally=tallied(likes, (order,), markets),
        example=_costly(likes, order, markets),
    )


def _costly(
    likes: tuple[int, ...], order: Order, markets: int
) -> tuple[Liking, int, int | None] | None:
    """The first market where another order brings a program liked less."""
    for liking in (Liking.MIDDLING, Liking.MUCH, Liking.LITTLE):
        for seed in range(markets):
            rivals = others(liking, len(likes), seed)
            truth = rivals.outcome([str(i) for i in range(len(likes))])
            told = rivals.outcome([str(i) for i in order])
            if truth is not None and (told is None or likes[int(told)] > likes[int(truth)]):
                return liking, int(truth) + 1, None if told is None else int(told) + 1
    return None
