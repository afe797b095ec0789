"""One profile gives one plan: no last bit, and no order of what is added, may change it.

Other Pythons and C libraries are played here: each result of `exp`, `log` and their like is moved
by one unit in its last place, and sums are plain ones in an order by chance. About 8 seconds.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.chance.listed import level
from sitegen.chance.luck import Luck
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.rulebook import Points
from sitegen.plan.card import Rating
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.scorecard import rating, whole
from sitegen.planjson import dumps, plan_data
from sitegen.portfolio.choose import best, cheapest_for
from sitegen.portfolio.market import Market, field_of
from tests.conftest import AS_OF, Read, shipped
from tests.people import text_of

MOVED = ("exp", "log", "log1p", "expm1", "hypot")
PEOPLE = 40


def play_another_machine(monkeypatch: pytest.MonkeyPatch, seed: int) -> list[str]:
    """Let `math` answer as another C library might; every moved answer is noted by its name."""
    by_chance, moved = random.Random(seed), []

    def shaken(name: str, real: Callable[..., float]) -> Callable[..., float]:
        def answer(*given: float) -> float:
            value = real(*given)
            if value in (0.0, 1.0):
                return value
            moved.append(name)
            return by_chance.choice(
                (value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf))
            )

        return answer

    def plain_sum(addends: Iterable[float]) -> float:
        listed = list(addends)
        by_chance.shuffle(listed)
        moved.append("fsum")
        whole_sum = 0.0
        for each in listed:
            whole_sum += each
        return whole_sum

    for name in MOVED:
        monkeypatch.setattr(math, name, shaken(name, getattr(math, name)))
    monkeypatch.setattr(math, "fsum", plain_sum)
    level.cache_clear()
    return moved


@pytest.fixture(autouse=True)
def no_level_is_kept() -> Iterator[None]:
    """What a shaken `math` computed must not reach other tests."""
    yield
    level.cache_clear()


def told(profile: Read, text: str) -> str:
    """The plan of a person as `plan.json` tells it."""
    return dumps(plan_data(make_plan(profile(text), shipped(), AS_OF)))


@pytest.mark.parametrize("seed", [0, 24])
def test_no_last_bit_reaches_the_plan(
    seed: int, profile: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole of `plan.json` stays the same, to the byte."""
    here = told(profile, text_of(seed))
    with monkeypatch.context() as there:
        moved = play_another_machine(there, seed)
        elsewhere = told(profile, text_of(seed))
    assert {*MOVED, "fsum"} <= set(moved)
    assert elsewhere == here


@cache
def plan_of(profile: Read, seed: int) -> Plan:
    return make_plan(profile(text_of(seed)), shipped(), AS_OF)


def by_decimals(found: Rating, end: str) -> Decimal:
    """The points of a rating, added as decimals as they are written in the rules."""
    return sum(
        (Decimal(str(getattr(f.points, "use" if f.settled else end))) for f in found.findings),
        start=Decimal(0),
    )


def cut(points: Decimal) -> int:
    """Half up, between 1 and 5."""
    return max(1, min(5, int((points + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))))


def test_every_rating_is_the_one_that_adding_by_hand_gives(profile: Read) -> None:
    """Also where the points lie on a border: 1.5 is 2 and 3.5 is 4, since a half goes up."""
    borders: set[Decimal] = set()
    for seed in range(PEOPLE):
        plan = plan_of(profile, seed)
        for card in plan.cards:
            for found in (card.visa, card.friendliness, card.fit):
                if found.own:
                    continue
                for end, is_ in (
                    ("use", found.value),
                    ("low", found.open_low),
                    ("high", found.open_high),
                ):
                    points = by_decimals(found, end)
                    assert is_ == cut(points), (seed, card.id, end, points)
                    if points % 1 == Decimal("0.5"):
                        borders.add(points)
    assert {Decimal("1.5"), Decimal("2.5"), Decimal("3.5")} <= borders


def finding(points: float) -> Any:
    """A settled finding that moves by so many points."""
    return SimpleNamespace(settled=True, points=Points(use=points, low=points, high=points))


def test_points_on_a_border_are_rated_alike_in_every_order() -> None:
    """Added one by one, 3.5 points come to a bit less in some orders, which once rated 3."""
    addends = (1.1, 0.7, 0.9, 0.6, 0.2)
    orders = list(itertools.permutations(addends))
    one_by_one = {((((a + b) + c) + d) + e) for a, b, c, d, e in orders}
    assert min(one_by_one) < 3.5 <= max(one_by_one)
    found = [rating(tuple(finding(each) for each in order)) for order in orders]
    assert {each.value for each in found} == {4}
    assert {each.total for each in found} == {3.5}


@pytest.mark.parametrize(
    ("points", "rated"),
    [(math.nextafter(3.5, 0), 4), (3.5, 4), (3.499999, 3), (0.2, 1), (7.0, 5), (-1.5, 1)],
)
def test_a_bit_below_a_border_is_the_border_and_a_point_below_is_not(
    points: float, rated: int
) -> None:
    assert whole(points) == rated


def test_half_up_rounds_as_people_do() -> None:
    """Python's `round` gives 2.67 and 2, since 2.675 is stored a bit low and 2.5 is even."""
    cases = {(2.675, 2): "2.68", (2.5, 0): "3", (1.005, 2): "1.01", (0.285 * 100, 0): "29"}
    for (value, digits), text in cases.items():
        assert half_up(value, digits) == float(text)
    for n in range(2000):
        exact = (Decimal(n) / 8).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert half_up(n / 8, 1) == float(exact)


def test_the_grid_has_no_minus_zero_and_leaves_whole_numbers_alone() -> None:
    assert math.copysign(1, on_grid(-1e-16)) == 1
    assert isinstance(on_grid(720), int)
    assert on_grid(0.1 + 0.2) == 0.3


def test_the_quick_way_onto_the_grid_is_the_way_of_the_digits() -> None:
    """40,000 numbers of all sizes, many of them near the middle between two; 0.1 seconds."""
    r = random.Random(12)
    sizes = (1e-13, 1e-9, 1.0, 63.0, 999.0, 1001.0, 1e6)
    drawn = [r.uniform(-size, size) for size in sizes for _ in range(4000)]
    middles = [r.randint(-(10**15), 10**15) / 2e12 for _ in range(12_000)]
    for value in (*drawn, *middles, 1000.0, -1000.0, math.nextafter(1000, 0), 5e-13, -0.0):
        assert on_grid(value) == round(value, 12)
        assert math.copysign(1, on_grid(value)) == math.copysign(1, round(value, 12) + 0)


def twins(size: int) -> Market:
    """Two specialties that are alike in all but the name: every choice between them is a tie."""
    hazards = [0.1 / (n + 1) for n in range(size)]
    fields = tuple(field_of(name, "eras", hazards, lambda n: 30.1 * n) for name in "ab")
    return Market(fields, {"eras": 80.0}, Luck(2.0, 0.4))


def test_a_tie_between_specialties_is_settled_alike_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = best(twins(12), 500).counts
    for seed in range(20):
        with monkeypatch.context() as there:
            play_another_machine(there, seed)
            assert best(twins(12), 500).counts == here


def test_the_cheapest_way_to_a_chance_that_numbers_reach_is_found_again() -> None:
    """The chance of a choice, computed on another road, is still reached by that choice."""
    market = twins(12)
    for counts in ((3, 0), (4, 4), (12, 7)):
        chance = market.chance(counts)
        for asked in (chance, math.nextafter(chance, 1), math.nextafter(chance, 0)):
            found = cheapest_for(market, asked)
            assert found is not None
            assert found.cost <= market.cost(counts)


def test_a_budget_of_exactly_the_price_buys() -> None:
    """Ten times 30.1 USD and 80 USD are 381 USD, whatever the last bit of the sum."""
    market = Market(twins(12).fields[:1], {"eras": 80.0}, Luck(2.0, 0.4))
    assert market.rest((), 381.0) == 10
    assert market.rest((), 380.99) == 9
