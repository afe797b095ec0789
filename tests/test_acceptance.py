"""The algorithm of the Match: who gets which place, and why the true order is the best one."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from sitegen.acceptance import Market, Others, Why, matched, rounds


def market_of(seed: int) -> Market:
    """A small market, mostly with gaps in its lists. The same seed is the same market."""
    r = random.Random(seed)
    full = seed % 3 == 0
    people = [f"a{i}" for i in range(4 if full else r.randint(1, 5))]
    programs = [f"p{i}" for i in range(4 if full else r.randint(1, 4))]

    def some(names: list[str]) -> tuple[str, ...]:
        return tuple(r.sample(names, len(names) if full else r.randint(0, len(names))))

    return Market(
        applicants={who: some(programs) for who in people},
        programs={program: some(people) for program in programs},
        places={program: 1 if full else r.choice((0, 1, 1, 2)) for program in programs},
    )


def assignments(market: Market) -> Iterator[dict[str, str]]:
    """Every way to give places to people who rank each other, within the places."""
    wishes = [
        [None, *(p for p in listed if who in market.programs[p])]
        for who, listed in market.applicants.items()
    ]
    for choice in itertools.product(*wishes):
        found = {who: p for who, p in zip(market.applicants, choice, strict=True) if p}
        if all(list(found.values()).count(p) <= n for p, n in market.places.items()):
            yield found


def stable(market: Market, found: dict[str, str]) -> bool:
    """No applicant and program would both rather have each other."""
    for who, listed in market.applicants.items():
        here = listed.index(found[who]) if who in found else len(listed)
        for program in listed[:here]:
            order = market.programs[program]
            if who not in order or not market.places[program]:
                continue
            inside = [other for other, p in found.items() if p == program]
            if len(inside) < market.places[program]:
                return False
            if any(order.index(who) < order.index(other) for other in inside):
                return False
    return True


def place(market: Market, who: str, program: str | None) -> int:
    """The rank of a program on the own true list; no program is the last."""
    listed = market.applicants[who]
    return listed.index(program) if program else len(listed)


def test_it_finds_the_stable_result_that_is_best_for_every_applicant_at_once() -> None:
    """Checked against all stable results of many small markets, found by trying everything."""
    several = 0
    for seed in range(300):
        market = market_of(seed)
        ours = matched(market)
        all_stable = [found for found in assignments(market) if stable(market, found)]
        several += len(all_stable) > 1
        assert ours in all_stable
        for other in all_stable:
            for who in market.applicants:
                assert place(market, who, ours.get(who)) <= place(market, who, other.get(who))
    assert several >= 10, "markets with one stable result alone show little"


def test_no_order_on_earth_beats_the_true_one() -> None:
    """Every list that an applicant could hand in, shortened ones too."""
    worse = 0
    for seed in range(120):
        market = market_of(seed)
        truth = matched(market)
        for who, listed in market.applicants.items():
            for length in range(len(listed) + 1):
                for lie in itertools.permutations(listed, length):
                    told = matched(market.with_list(who, lie)).get(who)
                    assert place(market, who, told) >= place(market, who, truth.get(who))
                    worse += place(market, who, told) > place(market, who, truth.get(who))
    assert worse > 100, "an order that never mattered would prove nothing"


def test_the_rounds_come_to_the_same_result_as_asking_one_by_one() -> None:
    for seed in range(300):
        market = market_of(seed)
        run = rounds(market)
        end = run[-1].held if run else {}
        assert {who: p for p, those in end.items() for who in those} == matched(market)


def test_an_applicant_who_asks_last_ends_where_the_whole_market_puts_them() -> None:
    for seed in range(200):
        market = market_of(seed)
        for who, listed in market.applicants.items():
            others = Others(market, who)
            for lie in itertools.permutations(listed):
                assert others.outcome(lie) == matched(market.with_list(who, lie)).get(who)


def test_each_refusal_says_why() -> None:
    """Y is held by the small program until X, whom it ranked higher, is refused elsewhere."""
    market = Market(
        applicants={"X": ("large", "small"), "Y": ("small", "large"), "Z": ("large", "small")},
        programs={"large": ("Z", "Y", "X"), "small": ("X", "Y")},
        places={"large": 1, "small": 1},
    )
    first, second, third = rounds(market)
    assert first.asked == (("X", "large"), ("Y", "small"), ("Z", "large"))
    assert [(r.applicant, r.program, r.why) for r in first.refused] == [("X", "large", Why.FULL)]
    assert first.held == {"large": ("Z",), "small": ("Y",)}
    assert [(r.applicant, r.why) for r in second.refused] == [("Y", Why.LET_GO)]
    assert [(r.applicant, r.program, r.why) for r in third.refused] == [("Y", "large", Why.FULL)]
    assert third.held == {"large": ("Z",), "small": ("X",)}


def test_a_program_that_did_not_rank_somebody_never_takes_them() -> None:
    market = Market(
        applicants={"X": ("closed", "open")},
        programs={"closed": (), "open": ("X",)},
        places={"closed": 2, "open": 1},
    )
    assert rounds(market)[0].refused[0].why is Why.UNRANKED
    assert matched(market) == {"X": "open"}


@pytest.mark.parametrize("listed", [(), ("full",)])
def test_somebody_can_end_without_a_place(listed: tuple[str, ...]) -> None:
    market = Market(applicants={"X": listed}, programs={"full": ("X",)}, places={"full": 0})
    assert matched(market) == {}
    assert Others(market, "X").outcome(listed) is None
