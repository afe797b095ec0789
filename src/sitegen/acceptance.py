"""Deferred acceptance: the algorithm of the Match, on lists that are given.

Applicants ask and programs hold (Gale and Shapley, 1962): the core of what Roth and Peranson
built for the Match. Couples, supplemental lists and places that move from one program to
another are not modelled.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sitegen.records import value_object


@value_object(kw_only=True)
class Market:
    """Lists of both sides, the most liked first, and the places of each program.

    Who does not stand on a list is not accepted. Every program named by an applicant has a list.
    """

    applicants: Mapping[str, tuple[str, ...]]
    programs: Mapping[str, tuple[str, ...]]
    places: Mapping[str, int]

    def with_list(self, applicant: str, programs: Sequence[str]) -> Market:
        """The same market, where one applicant hands in another list."""
        return replace(self, applicants={**self.applicants, applicant: tuple(programs)})


class Why(StrEnum):
    """Why a program does not hold an applicant."""

    UNRANKED = "unranked"
    """The applicant is not on its list."""
    FULL = "full"
    """All its places are held by people whom it ranked higher."""
    LET_GO = "let_go"
    """It held the applicant, until somebody asked whom it ranked higher."""


@value_object(kw_only=True)
class Refusal:
    """One answer no."""

    applicant: str
    program: str
    why: Why


@value_object(kw_only=True)
class Round:
    """Everybody without a place asks the next program on the own list; then programs answer.

    `asked` holds pairs of applicant and program. `held` says whom each program holds after the
    round, the highest ranked first.
    """

    number: int
    asked: tuple[tuple[str, str], ...]
    refused: tuple[Refusal, ...]
    held: Mapping[str, tuple[str, ...]]


def rounds(market: Market) -> tuple[Round, ...]:
    """The whole run, round by round, until nobody asks any more."""
    ranks = _ranks(market)
    held: dict[str, tuple[str, ...]] = dict.fromkeys(market.programs, ())
    left = {name: list(wishes) for name, wishes in market.applicants.items()}
    found: list[Round] = []
    while True:
        kept = {name for those in held.values() for name in those}
        asked = tuple((who, left[who].pop(0)) for who in left if left[who] and who not in kept)
        if not asked:
            return tuple(found)
        refused: list[Refusal] = []
        for program in dict.fromkeys(program for _, program in asked):
            new = [who for who, other in asked if other == program]
            before = held[program]
            held[program] = _kept((*before, *new), ranks[program], market.places[program])
            refused += [
                Refusal(applicant=who, program=program, why=_why(who, before, ranks[program]))
                for who in (*before, *new)
                if who not in held[program]
            ]
        found.append(
            Round(number=len(found) + 1, asked=asked, refused=tuple(refused), held=dict(held))
        )


def _kept(people: Sequence[str], ranks: Mapping[str, int], places: int) -> tuple[str, ...]:
    """The highest ranked of those who are on the list, as many as there are places."""
    fit = sorted((who for who in people if who in ranks), key=ranks.__getitem__)
    return tuple(fit[:places])


def _why(who: str, before: Sequence[str], ranks: Mapping[str, int]) -> Why:
    if who not in ranks:
        return Why.UNRANKED
    return Why.LET_GO if who in before else Why.FULL


def matched(market: Market) -> dict[str, str]:
    """The program of each applicant who gets one."""
    held = _settled(market, list(market.applicants)).held
    return {who: program for program, those in held.items() for _, who in those}


class Others:
    """A market in which all but one applicant have asked already.

    The order in which people ask does not change the result, so that one applicant can be
    tried with many lists without running the others again. Lists that begin alike are run
    together up to where they part.
    """

    def __init__(self, market: Market, applicant: str) -> None:
        """Let everybody else ask."""
        self._applicant = applicant
        # Without a list of their own here, so that nothing is asked where they are let go.
        self._before = _settled(
            market.with_list(applicant, ()), [who for who in market.applicants if who != applicant]
        )

    def outcome(self, wishes: Sequence[str]) -> str | None:
        """The program that the applicant gets with this list."""
        standing = self._before
        for program in wishes:
            if program not in standing.after:
                standing.after[program] = standing.asked(self._applicant, program)
            standing, held = standing.after[program]
            if held:
                return program
        return None


@dataclass(slots=True)
class _Standing:
    """Who is held where after some applicants have asked; `next` is where each list goes on.

    `after` holds what further asking came to: how all stand then, and whether the program holds.
    """

    places: Mapping[str, int]
    ranks: Mapping[str, Mapping[str, int]]
    wishes: Mapping[str, Sequence[str]]
    next: dict[str, int]
    held: dict[str, list[tuple[int, str]]]
    after: dict[str, tuple[_Standing, bool]] = field(default_factory=dict)

    def asked(self, who: str, program: str) -> tuple[_Standing, bool]:
        """How all stand once one more has asked a program, and whether it holds them then."""
        rank, before = self.ranks[program].get(who), self.held[program]
        if rank is None or bisect(before, (rank, who)) >= self.places[program]:
            return self, False
        held = {name: list(those) for name, those in self.held.items()}
        end = _Standing(self.places, self.ranks, self.wishes, dict(self.next), held)
        insort(held[program], (rank, who))
        if len(held[program]) > self.places[program]:
            end.ask([held[program].pop()[1]])
        return end, (rank, who) in held[program]

    def ask(self, asking: list[str]) -> None:
        """Let these applicants ask down their lists, and everybody who is let go meanwhile."""
        # Looked up once: the page on the algorithm comes here many thousand times.
        at, every, ranks = self.next, self.wishes, self.ranks
        holding, places = self.held, self.places
        while asking:
            who = asking.pop()
            wishes, number = every[who], at[who]
            # Down the list to the first program that ranks them at all.
            while number < len(wishes):
                program = wishes[number]
                number += 1
                rank = ranks[program].get(who)
                if rank is not None:
                    held = holding[program]
                    insort(held, (rank, who))
                    if len(held) > places[program]:
                        asking.append(held.pop()[1])
                    break
            at[who] = number


def _settled(market: Market, asking: list[str]) -> _Standing:
    """Where these applicants are held once all of them have asked."""
    standing = _Standing(
        places=market.places,
        ranks=_ranks(market),
        wishes=market.applicants,
        next=dict.fromkeys(market.applicants, 0),
        held={program: [] for program in market.programs},
    )
    standing.ask(asking)
    return standing


def _ranks(market: Market) -> dict[str, dict[str, int]]:
    return {
        program: {who: rank for rank, who in enumerate(listed)}
        for program, listed in market.programs.items()
    }
