"""Invented markets around one rank order list, to try the algorithm of the Match on it.

Nobody knows how programs rank an applicant, so three kinds of markets are made up. They are no
forecast: they show what an order does, not how likely anything is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from sitegen.acceptance import Market, Others
from sitegen.records import record

YOU = "you"
"""The applicant among the invented rivals."""

EACH = 100
"""Markets of each kind."""

MOST_RUNS = 4000
"""Runs of each kind; where a list has many orders, fewer markets are tried."""

FEWEST, MOST = 4, 40
"""Rivals of a very short and of a long list; between them there are two for each program."""


class Liking(StrEnum):
    """How high the programs of an invented market rank the applicant."""

    MUCH = "much"
    MIDDLING = "middling"
    LITTLE = "little"


WITHIN = {Liking.MUCH: (0, 35), Liking.MIDDLING: (20, 80), Liking.LITTLE: (60, 100)}
"""Where on a program's list the applicant stands: from and to, in per cent of its length."""

UNRANKED = {Liking.MUCH: 0, Liking.MIDDLING: 12, Liking.LITTLE: 30}
"""Programs of 100 that do not rank the applicant at all."""


class _Numbers:
    """Whole numbers that look random and are the same on every machine.

    A linear congruential generator with the constants of Knuth and Lewis.
    """

    def __init__(self, seed: int) -> None:
        self._state = seed
        for _ in range(4):
            self.below(2)

    def below(self, end: int) -> int:
        """The next number, from 0 up to but not including `end`."""
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return (self._state >> 8) % end


@lru_cache(maxsize=1024)
def invented(liking: Liking, programs: int, seed: int) -> Market:
    """A market around a list of this many programs. The same seed is the same market.

    Programs are named by their place on the applicant's list: "0" is the first. The three kinds of
    a seed differ in nothing but where the applicant stands.
    """
    rivals = _rivals(programs, seed)
    numbers = _Numbers(seed * 3 + list(Liking).index(liking))
    names = [str(i) for i in range(programs)]
    return Market(
        applicants={YOU: tuple(names), **rivals.applicants},
        programs={name: _with_you(rivals.programs[name], liking, numbers) for name in names},
        places=rivals.places,
    )


@lru_cache(maxsize=512)
def _rivals(programs: int, seed: int) -> Market:
    """The market without the applicant."""
    numbers = _Numbers(seed)
    names = [str(i) for i in range(programs)]
    rivals = [f"rival {i + 1}" for i in range(min(max(FEWEST, 2 * programs), MOST))]
    lists = {rival: _wishes(programs, numbers) for rival in rivals}
    good = {rival: numbers.below(100) for rival in rivals}
    return Market(
        applicants=lists,
        programs={
            name: _ranked([r for r in rivals if name in lists[r]], good, numbers) for name in names
        },
        places={name: 1 + numbers.below(2) for name in names},
    )


def _wishes(programs: int, numbers: _Numbers) -> tuple[str, ...]:
    """Up to five programs of one rival, who likes about the same ones as the applicant."""
    liked = sorted(range(programs), key=lambda i: i + 2 * numbers.below(programs + 1))
    return tuple(str(i) for i in liked[: 2 + numbers.below(4)])


def _ranked(rivals: list[str], good: dict[str, int], numbers: _Numbers) -> tuple[str, ...]:
    """A program's list: good rivals first, but not only."""
    return tuple(sorted(rivals, key=lambda r: -(good[r] + numbers.below(60))))


def _with_you(listed: tuple[str, ...], liking: Liking, numbers: _Numbers) -> tuple[str, ...]:
    """A program's list with the applicant somewhere in it, or not at all."""
    low, high = WITHIN[liking]
    place = (len(listed) * (low + numbers.below(high - low + 1)) + 50) // 100
    if numbers.below(100) < UNRANKED[liking]:
        return listed
    return (*listed[:place], YOU, *listed[place:])


def with_sure(market: Market, sure: Sequence[str]) -> Market:
    """The same market, where these programs rank the applicant first."""
    lists = {name: (YOU, *(who for who in market.programs[name] if who != YOU)) for name in sure}
    return replace(market, programs={**market.programs, **lists})


@lru_cache(maxsize=2048)
def others(liking: Liking, programs: int, seed: int, sure: tuple[int, ...] = ()) -> Others:
    """The rivals of an invented market; the programs `sure` rank the applicant first."""
    return Others(with_sure(invented(liking, programs, seed), _named(sure)), YOU)


@record
class Tally:
    """What other orders brought, compared with the true order in the same market.

    `orders` other orders made `runs` runs. In `better` of them the applicant got a program
    liked more, in `worse` one liked less, and in `lost` of these none at all.
    """

    orders: int
    runs: int
    better: int
    worse: int
    lost: int


Order = tuple[int, ...]
"""Programs by their place on the true list, counted from 0, in the order they are handed in."""


def markets_for(orders: int) -> int:
    """How many markets of each kind are tried with this many orders."""
    return max(10, min(EACH, MOST_RUNS // max(orders, 1)))


@lru_cache(maxsize=256)
def tallied(likes: tuple[int, ...], orders: tuple[Order, ...], markets: int) -> Tally:
    """Try these orders in all kinds of markets.

    `likes` says for each program, in the true order, how much it is liked; 1 is the most, and
    equal numbers are liked alike.
    """
    runs = better = worse = lost = 0
    true, *changed = (_named(order) for order in (range(len(likes)), *orders))
    for liking in Liking:
        for seed in range(markets):
            rivals = others(liking, len(likes), seed)
            truth = rivals.outcome(true)
            mine = _liked(truth, likes)
            for order in changed:
                told = rivals.outcome(order)
                other = _liked(told, likes)
                runs += 1
                better += other < mine
                worse += other > mine
                lost += told is None and truth is not None
    return Tally(orders=len(orders), runs=runs, better=better, worse=worse, lost=lost)


def _named(order: Sequence[int]) -> list[str]:
    return [str(i) for i in order]


def _liked(program: str | None, likes: Sequence[int]) -> float:
    return float("inf") if program is None else likes[int(program)]


@lru_cache(maxsize=256)
def results(order: Order, sure: tuple[int, ...], programs: int, markets: int) -> tuple[int, ...]:
    """What an order brings in each market, where these programs rank the applicant first.

    A result is the place on the true list, counted from 0, or -1 for no program.
    """
    found = []
    for liking in Liking:
        for seed in range(markets):
            told = others(liking, programs, seed, sure).outcome(_named(order))
            found.append(-1 if told is None else int(told))
    return tuple(found)


def swaps(programs: int) -> tuple[Order, ...]:
    """Every pair exchanged."""
    found = []
    for i in range(programs):
        for j in range(i + 1, programs):
            order = list(range(programs))
            order[i], order[j] = order[j], order[i]
            found.append(tuple(order))
    return tuple(found)


def lifts(programs: int) -> tuple[Order, ...]:
    """Every program from the third on moved to the top; for the second that is an exchange."""
    return tuple((i, *(j for j in range(programs) if j != i)) for i in range(2, programs))


def gaps(programs: int) -> tuple[Order, ...]:
    """Every program left out."""
    return tuple(tuple(j for j in range(programs) if j != i) for i in range(programs))
