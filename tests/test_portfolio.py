"""The portfolio: the best numbers and programs, held against every other choice on small cases."""

from __future__ import annotations

import csv
import io
import itertools
import math
import random
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

import pytest

from sitegen import inputs
from sitegen.chance.luck import Luck, some_of
from sitegen.facts.money import fee
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.portfolio.choose import best, cheapest_for, frontier, worthwhile
from sitegen.portfolio.market import Field, Market, field_of
from sitegen.portfolio.pair import rising, stop_of_pair
from sitegen.portfolio.rivals import cheapest, likeliest
from sitegen.portfolio.signals import GOLD, PLAIN, SILVER, Effects, placed
from sitegen.portfolio.wish import Shelf, Wishes, in_turn
from sitegen.programs.model import Program
from sitegen.render.applying.picks_view import applications_table
from sitegen.render.pages import portfolio
from sitegen.render.views import Views
from tests import rooms
from tests.conftest import AS_OF, Read
from tests.pages import page_alone, table
from tests.people import ruling_out_all_others
from tests.sites import SAMPLES, Element, page, profile_of, site, unmarked

Row = tuple[int, float, float]
"""One program: number of its specialty, worth, hazard."""

PRICES: tuple[Callable[[int], float], ...] = (
    lambda n: 11 * min(n, 3) + 30 * max(0, n - 3),
    lambda n: 99 * (n > 0) + 18 * max(0, n - 3) + 5 * max(0, n - 5),
)
"""Fees as ERAS and as ResidencyCAS take them, with their steps drawn closer together."""


def market(rows: Sequence[Row], fields: int, luck: Luck, price: Callable[[int], float]) -> Market:
    return Market(
        tuple(
            field_of(f"field {i}", f"service {i % 2}", [h for f, _, h in rows if f == i], price)
            for i in range(fields)
        ),
        {"service 0": 80.0, "service 1": 40.0},
        luck,
    )


def wishes(rows: Sequence[Row], over: Market) -> Wishes:
    keys = sorted({(f, w) for f, w, _ in rows}, key=lambda key: (-key[1], key[0]))
    return Wishes(
        over,
        tuple(Shelf(f, w, tuple(accumulate(hazards_of(rows, f, w), initial=0.0))) for f, w in keys),
    )


def hazards_of(rows: Sequence[Row], field: int, worth: float) -> list[float]:
    return sorted((h for f, w, h in rows if (f, w) == (field, worth)), reverse=True)


def case(r: random.Random, most: int) -> tuple[list[Row], Market, float]:
    """Some programs, their market and a budget."""
    fields = r.choice((1, 2, 2, 3))
    scale = r.choice((0.02, 0.1, 0.3, 0.8))
    rows = [
        (r.randrange(fields), r.choice((0.4, 0.55, 0.7, 0.85, 1.0)), r.expovariate(1 / scale))
        for _ in range(r.randint(2, most))
    ]
    luck = Luck(r.uniform(0.5, 3), r.uniform(0, 1))
    return rows, market(rows, fields, luck, r.choice(PRICES)), 40 + r.uniform(0, 400)


def subsets(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    for size in range(len(rows) + 1):
        yield from itertools.combinations(rows, size)


def counts_of(rows: Iterable[Row], fields: int) -> tuple[int, ...]:
    found = [0] * fields
    for field, _, _ in rows:
        found[field] += 1
    return tuple(found)


@pytest.mark.parametrize("seed", range(60))
def test_no_set_of_programs_is_better_than_the_chosen_numbers(seed: int) -> None:
    """Every subset of every program, under tiers, transcripts and shared luck, brings no more."""
    rows, over, budget = case(random.Random(seed), 9)
    fields = len(over.fields)
    most = 0.0
    for chosen in subsets(rows):
        if over.cost(counts_of(chosen, fields)) <= budget:
            sums = [math.fsum(h for f, _, h in chosen if f == i) for i in range(fields)]
            most = max(most, some_of(sums, over.luck))
    found = best(over, budget)
    assert found.cost <= budget
    assert found.chance == pytest.approx(most, abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_the_stop_point_and_the_least_money_are_exact(seed: int) -> None:
    r = random.Random(seed)
    _, over, _ = case(r, 12)
    rate, aim = r.uniform(0.0001, 0.003), r.uniform(0.01, 0.6)
    every = list(itertools.product(*(range(f.size + 1) for f in over.fields)))
    stop = worthwhile(over, rate)
    most = max(over.chance(n) - rate * over.cost(n) for n in every)
    assert stop.chance - rate * stop.cost == pytest.approx(most, abs=1e-12)
    enough = [over.cost(n) for n in every if over.chance(n) >= aim]
    least = cheapest_for(over, aim)
    assert (least is None) == (not enough)
    assert least is None or least.cost == pytest.approx(min(enough))


BESIDE_THE_TIERS = (*PRICES, lambda n: 9.0 * n, lambda n: 120.0 * (n > 0) + 2 * max(0, n - 8) ** 2)
"""More prices that never fall: one price for all, and a flat fee that ends slowly."""


@pytest.mark.parametrize("price", BESIDE_THE_TIERS)
@pytest.mark.parametrize("seed", range(20))
def test_the_walk_over_two_specialties_finds_what_trying_every_pair_finds(
    seed: int, price: Callable[[int], float]
) -> None:
    """With flat fees, tiers, shared luck and transcripts; with a budget, a small one and none."""
    r = random.Random(seed)
    fields, scale = r.choice((1, 2, 2, 2)), r.choice((0.004, 0.03, 0.2))
    rows = [(r.randrange(fields), 1.0, r.expovariate(1 / scale)) for _ in range(r.randint(0, 40))]
    over = market(rows, fields, Luck(r.uniform(0.5, 3), r.uniform(0, 1)), price)
    assert all(rising(field.fees) for field in over.fields)
    every = list(itertools.product(*(range(f.size + 1) for f in over.fields)))
    whole = max(over.cost(n) for n in every)
    for rate in (r.uniform(0, 0.00005), r.uniform(0.00005, 0.0005), r.uniform(0.0005, 0.003)):
        for budget in (None, 0.0, r.uniform(60, 200), r.uniform(0, whole), whole):
            paid = [n for n in every if budget is None or over.cost(n) <= budget]
            most = max(over.chance(n) - rate * over.cost(n) for n in paid)
            found = stop_of_pair(over, rate, budget)
            assert budget is None or over.cost(found) <= budget
            assert over.chance(found) - rate * over.cost(found) == pytest.approx(most, abs=1e-11)


@pytest.mark.parametrize("seed", range(12))
def test_with_prices_that_fall_the_stop_point_is_exact_too(seed: int) -> None:
    """Then the walk would be wrong, so every box is searched."""
    r = random.Random(seed)
    rows = [(r.randrange(2), 1.0, r.expovariate(8)) for _ in range(14)]
    over = market(rows, 2, Luck(1.2, 0.5), lambda n: 40.0 * min(n, 3) + 5 * max(0, n - 3))
    assert any(not rising(field.fees) for field in over.fields)
    rate, budget = r.uniform(0.0002, 0.004), r.uniform(100, 500)
    every = itertools.product(*(range(f.size + 1) for f in over.fields))
    most = max(over.chance(n) - rate * over.cost(n) for n in every if over.cost(n) <= budget)
    stop = worthwhile(over, rate, budget)
    assert stop.cost <= budget
    assert stop.chance - rate * stop.cost == pytest.approx(most, abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_more_money_and_more_programs_never_lower_the_chance(seed: int) -> None:
    r = random.Random(seed)
    rows, over, budget = case(r, 30)
    chances = [best(over, budget + 15 * step).chance for step in range(8)]
    assert chances == sorted(chances)
    more = [*rows, (r.randrange(len(over.fields)), 1.0, r.expovariate(5))]
    wider = market(more, len(over.fields), over.luck, PRICES[0])
    narrow = market(rows, len(over.fields), over.luck, PRICES[0])
    assert best(wider, budget).chance >= best(narrow, budget).chance - 1e-12


def test_the_best_split_is_the_top_of_the_frontier() -> None:
    rows = [(i % 2, 1.0, 0.004 + 0.002 * (i % 2)) for i in range(200)]
    over = market(rows, 2, Luck(1.2, 0.5), lambda n: 11 * min(n, 30) + 30 * max(0, n - 30))
    every = frontier(over, 1500)
    assert len(every) > 50
    assert best(over, 1500).chance == max(split.chance for split in every)
    assert all(split.cost <= 1500 for split in every)


def test_the_worth_of_a_set_and_its_order_are_those_of_chade_and_smith() -> None:
    """The published example of five schools: the worth of each best set, and what joins it next."""
    chances, utilities = (0.2, 0.5, 0.1, 0.6, 0.1), (1.0, 4.0, 9.0, 1.0, 8.0)
    rows = [(0, u, -math.log1p(-p)) for p, u in zip(chances, utilities, strict=True)]
    over = Market(
        (field_of("schools", "one", [h for _, _, h in rows], float),), {"one": 0.0}, Luck(1e9, 1.0)
    )
    it = wishes(rows, over)
    found = list(in_turn(it, tuple(len(shelf.sums) - 1 for shelf in it.shelves)))
    order = [(it.shelves[shelf].worth, found[:i].count(shelf)) for i, shelf in enumerate(found)]
    first = [0.6, 0.2]  # both are worth 1; the likelier one is taken first
    told = [chances[utilities.index(w)] if w != 1 else first[n] for w, n in order]
    assert told == [0.5, 0.1, 0.1, 0.6, 0.2]
    assert [w for w, _ in order] == [4.0, 9.0, 8.0, 1.0, 1.0]
    sets = [[found[:i].count(shelf) for shelf in range(len(it.shelves))] for i in range(1, 6)]
    worths = [it.worth(taken) for taken in sets]
    assert worths == pytest.approx([2.0, 2.7, 3.24, 3.483, 3.5154], abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_signals_stand_where_they_add_most(seed: int) -> None:
    """Every other placement of one gold and two silver signals brings no larger sum."""
    r = random.Random(seed)
    silver, gold = sorted(1 + r.expovariate(1) for _ in range(2))
    rows = [Effects(h, h * silver, h * gold) for h in (r.expovariate(50) for _ in range(6))]
    found = placed(rows, gold=1, silver=2)
    assert (found.count(GOLD), found.count(SILVER)) == (1, 2)

    def whole(signals: Sequence[int]) -> float:
        return sum(row.at(signal) for row, signal in zip(rows, signals, strict=True))

    ways = itertools.product((PLAIN, SILVER, GOLD), repeat=len(rows))
    fitting = [way for way in ways if way.count(GOLD) <= 1 and way.count(SILVER) <= 2]
    assert whole(found) == pytest.approx(max(whole(way) for way in fitting))


def test_the_rivals_spend_the_same_money_as_their_names_say() -> None:
    likely = Field("likely", "eras", tuple(0.01 * n for n in range(101)), prices(100))
    unlikely = Field("unlikely", "eras", tuple(0.001 * n for n in range(101)), prices(100))
    over = Market((likely, unlikely), {"eras": 80.0}, Luck(1.2, 0.5))
    assert cheapest(over, 80 + 60 * 11) == (30, 30)
    assert likeliest(over, 80 + 30 * 11 + 30) == (31, 0)
    for rival in (cheapest, likeliest):
        assert over.cost(rival(over, 1000)) <= 1000 < over.cost(rival(over, 1000)) + 30
    assert cheapest(over, 50) == (0, 0)


def prices(most: int) -> tuple[float, ...]:
    return tuple(11.0 * min(n, 30) + 30.0 * max(0, n - 30) for n in range(most + 1))


# The page


@pytest.fixture(scope="module")
def samples(knowledge: Knowledge) -> dict[str, Scheduled]:
    return {
        name: make_schedule(inputs.both(profile_of(name), None, AS_OF)[1], knowledge, AS_OF)
        for name in SAMPLES
    }


def test_the_plan_is_never_behind_a_rival_on_any_sample(samples: dict[str, Scheduled]) -> None:
    """With the same money and the same fees, with the own list and without one.

    The numbers that bring the most matches may bring a little more: that much is given up for
    applications in the first choice. With an own list the numbers are those of typical programs,
    so there a rival with other numbers may be ahead by as little.
    """
    compared = 0
    for name, plan in samples.items():
        for own in (True, False):
            shown = plan if own else without_list(plan)
            found = rooms.applying(shown).portfolio.found
            if found is None:
                continue
            for way in found.ways:
                compared += 1
                print(
                    f"{name}, {'own list' if own else 'typical'}, {way.id}: "
                    f"{100 * way.ahead.low:.1f} to {100 * way.ahead.high:.1f} of 100 more, "
                    f"${way.saved:.0f} less for the same chance"
                )
                assert way.cost <= found.money
                given = given_for_the_first(plan) if own or way.id == "most" else 0.0
                assert -way.ahead.use <= given + 1e-9
    assert compared >= 12


def given_for_the_first(plan: Scheduled) -> float:
    bearable = plan.facts["applicant.can_lose_year"].value is True
    name = "decision.given-bearable" if bearable else "decision.given"
    value = plan.knowledge.parameter(name, AS_OF).value
    assert isinstance(value, (int, float))
    return value / 100


def without_list(plan: Scheduled) -> Scheduled:
    return replace(plan, read=replace(plan.read, programs=()))


def test_the_page_says_in_sight_how_far_it_is_ahead_and_why_it_ties(
    samples: dict[str, Scheduled],
) -> None:
    said = {name: in_sight(plan) for name, plan in samples.items()}
    assert "more of 100 people than taking the cheapest first" in said["emergency-medicine-hopeful"]
    assert "Taking the likeliest first brings the same" in said["older-graduate"]
    for name in ("anesthesiology-hopeful", "internal-medicine-strong", "radiology-h1b-only"):
        assert "nothing to choose between" in said[name]
    assert "all alike" in in_sight(without_list(samples["internal-medicine-strong"]))
    assert rooms.applying(samples["half-empty"]).portfolio.why == "open"


def shown(plan: Scheduled) -> Element:
    made = rooms.whole(plan)
    view = portfolio.view(made, Views(made))
    return page_alone(made, "portfolio", view)


def in_sight(plan: Scheduled) -> str:
    """What the page says without a click."""
    page = shown(plan)
    text, folds = page.text, page.all("details")
    within = [e for fold in folds for e in fold.all("details")]
    for fold in folds:
        assert fold in within or fold.text in text
        text = text.replace(fold.text, "")
    return text


def test_the_numbers_of_the_plan_stand_first_and_once(
    samples: dict[str, Scheduled], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Before what another number and a second specialty bring, and which programs; all in short."""
    name = "anesthesiology-hopeful"
    main = page(site(tmp_path_factory.getbasetemp(), name) / "where-to-apply.html").by_id("main")
    marks = [e.attributes["data-q"] for e in main.all("data")]
    own = [m for m in marks if m.startswith(("applications.", "cost.applications", "open."))]
    assert own[:2] == marks[:2] == ["applications.all", "cost.applications"]
    assert len(own) == len(set(own)) == 8
    assert [e.text for e in main.all("h2")] == [
        "What another number would bring",
        "Where to stop",
        "What a second specialty adds",
        "Which programs",
    ]
    assert len(in_sight(samples[name]).split()) < 1_600 < len(main.text.split())


def test_what_is_given_up_for_the_first_choice_is_said(samples: dict[str, Scheduled]) -> None:
    plan = without_list(samples["anesthesiology-hopeful"])
    found = rooms.applying(plan).portfolio.found
    assert found is not None
    most = next(way for way in found.ways if way.id == "most")
    assert most.counts[0] < found.parts[0].programs
    told = in_sight(plan)
    assert "2 fewer of 100 match somewhere" in told
    assert "more applications go to your first choice" in told
    assert "given up" not in in_sight(without_list(samples["internal-medicine-strong"]))


def test_a_list_shorter_than_the_plan_is_called_a_draft(samples: dict[str, Scheduled]) -> None:
    plan = samples["anesthesiology-hopeful"]
    found = rooms.applying(plan).portfolio.found
    assert found is not None and plan.counts is not None
    first, second = found.parts
    assert [p.wanted for p in found.parts] == [cost.programs for cost in plan.counts.advice]
    told = in_sight(plan)
    planned, listed = (
        {row[0]: int(row[1]) for row in table(shown(plan), kind)} for kind in ("advice", "own")
    )
    names = [part.card.specialty.title for part in (first, second)]
    assert planned == dict(zip(names, (first.wanted, second.wanted), strict=True))
    assert listed == dict(zip(names, (first.programs, second.programs), strict=True))
    assert "still a draft: it has fewer programs than the plan sends" in told
    assert "sets the number" not in told.partition("Which programs")[2], "the list sets it"
    assert "draft" not in in_sight(without_list(plan))
    assert "sets the number" in in_sight(without_list(plan))


def test_who_buys_by_price_sends_as_many_signals(samples: dict[str, Scheduled]) -> None:
    for plan in samples.values():
        found = rooms.applying(plan).portfolio.found
        if found and found.cost >= found.everything:
            # The same programs are bought, so the same signals have to bring the same chance.
            cheap = next(way for way in found.ways if way.id == "cheapest")
            assert cheap.chance.use == pytest.approx(found.chance.use)


def test_more_budget_never_lowers_the_chance_of_a_plan(samples: dict[str, Scheduled]) -> None:
    """It may be off by what one application brings: only whole ones can be sent."""
    plan = without_list(samples["anesthesiology-hopeful"])
    found: list[float] = []
    for budget in (200, 500, 1000, 2000, 2300, 2600, 3000, 3500, 4000, 8000):
        it = rooms.applying(budgeted(plan, budget)).portfolio.found
        assert it is not None
        assert it.cost <= budget
        found.append(it.chance.use)
    assert all(more >= less - 0.002 for less, more in itertools.pairwise(found))
    assert found[0] < found[-1]


def budgeted(plan: Scheduled, budget: int | None) -> Scheduled:
    """The plan of the same person with another budget."""
    p = plan.read.profile
    limits = replace(p.constraints, application_budget=budget)
    told = replace(plan.read, profile=replace(p, constraints=limits))
    return make_schedule(told, plan.knowledge, AS_OF)


def test_cost_and_numbers_agree_with_the_fee_schedule(samples: dict[str, Scheduled]) -> None:
    found = rooms.applying(without_list(samples["anesthesiology-hopeful"])).portfolio.found
    assert found is not None
    plan = samples["anesthesiology-hopeful"]
    schedule = plan.knowledge.fees["eras"][-1]
    assert [part.fee for part in found.parts] == [fee(schedule, p.programs) for p in found.parts]
    assert found.cost == sum(p.fee for p in found.parts) + schedule.transcript.value
    assert found.transcripts == schedule.transcript.value


def test_without_a_budget_the_stop_point_decides(samples: dict[str, Scheduled]) -> None:
    plan = budgeted(without_list(samples["anesthesiology-hopeful"]), None)
    found = rooms.applying(plan).portfolio.found
    assert found is not None
    assert plan.counts is not None and plan.counts.binding == "stop"
    assert found.stop.cost - 30 < found.cost <= found.stop.cost
    assert found.stop.low < found.stop.cost < found.stop.high
    assert "You set no budget, so the plan spends no more" in stop_words(plan)
    assert "Your budget ends before it" in stop_words(budgeted(plan, 1000))


def stop_words(plan: Scheduled) -> str:
    return shown(plan).by_id("stop").section_after()[0].text


def test_where_an_own_list_and_the_plan_end_apart_the_page_says_so(
    samples: dict[str, Scheduled],
) -> None:
    """Numbers are decided with typical programs, so the stop point of a list can lie elsewhere."""
    for name, said in (
        ("anesthesiology-hopeful", "The plan goes beyond it"),
        ("emergency-medicine-hopeful", "The plan ends before it"),
    ):
        found = rooms.applying(samples[name]).portfolio.found
        assert found is not None
        assert (found.cost > found.stop.cost) == (said == "The plan goes beyond it")
        assert said in stop_words(samples[name])


def test_shared_luck_makes_the_chance_smaller_than_dice_would(
    samples: dict[str, Scheduled],
) -> None:
    """End by end for an own list. Typical programs have independent errors, so only the middle."""
    plan = samples["anesthesiology-hopeful"]
    found, typical = (
        rooms.applying(plan).portfolio.found,
        rooms.applying(without_list(plan)).portfolio.found,
    )
    assert found is not None and typical is not None
    assert found.chance.low < found.as_dice.low
    assert found.chance.use < found.as_dice.use
    assert found.chance.high < found.as_dice.high
    assert typical.chance.use < typical.as_dice.use


def test_a_budget_too_small_for_one_application_is_said(samples: dict[str, Scheduled]) -> None:
    it = rooms.applying(budgeted(samples["anesthesiology-hopeful"], 0)).portfolio
    assert (it.why, it.found) == ("no_money", None)
    poor = in_sight(budgeted(samples["radiology-h1b-only"], 50))
    assert "Your budget of $50 does not pay for one application" in poor


def test_a_list_of_which_nothing_is_left_names_its_reasons(samples: dict[str, Scheduled]) -> None:
    plan = with_rows(samples["anesthesiology-hopeful"], least_step2=299)
    assert rooms.applying(plan).portfolio.why == "no_rows"
    page = shown(plan)
    assert "No program of your list is left" in page.text
    reasons = page.by_id("out").all("li")
    assert reasons and all(re.search(r": \d+ rows?$", each.text) for each in reasons)


def with_rows(plan: Scheduled, **said: object) -> Scheduled:
    rows = tuple(replace(row, **said) for row in plan.read.programs)  # type: ignore[arg-type]
    assert rows
    return replace(plan, read=replace(plan.read, programs=rows))


def test_a_person_without_a_first_choice_reads_what_to_name(
    plan: Callable[[str], Scheduled],
) -> None:
    nobody = plan("season: 2028\n")
    assert rooms.applying(nobody).portfolio.why == "no_first"
    assert "Name a first choice" in in_sight(nobody)


def test_applications_that_are_out_are_not_chosen_again(samples: dict[str, Scheduled]) -> None:
    assert rooms.applying(samples["in-season"]).portfolio.why == "out"
    assert "Your applications are out" in in_sight(samples["in-season"])


def test_where_no_specialty_works_the_page_promises_nothing(samples: dict[str, Scheduled]) -> None:
    plan = without_list(ruling_out_all_others(samples["older-graduate"]))
    it = rooms.applying(plan).portfolio
    assert it.hold
    assert it.why == "no_gain"
    assert "no verdict on you" in in_sight(plan)


def test_chosen_programs_are_left_ones_in_falling_order(samples: dict[str, Scheduled]) -> None:
    plan = samples["anesthesiology-hopeful"]
    found = rooms.applying(plan).portfolio.found
    assert found is not None
    assert len(found.picks) == sum(part.programs for part in found.parts) >= 20
    assert [pick.order for pick in found.picks] == list(range(1, len(found.picks) + 1))
    for part in found.parts:
        mine = [pick for pick in found.picks if pick.specialty == part.card.id]
        assert sum(pick.signal == "gold" for pick in mine) == part.gold
        rates = [pick.gain.use / pick.price for pick in mine]
        assert rates == sorted(rates, reverse=True)
    assert sum(pick.gain.use for pick in found.picks) == pytest.approx(found.chance.use)


def test_wishes_change_which_programs_are_chosen(
    samples: dict[str, Scheduled], profile: Read
) -> None:
    """A liked program that is a little less likely is taken before a disliked one."""
    plan = samples["internal-medicine-strong"]
    named = [row for row in plan.read.programs if row.specialty == "internal-medicine"][:60]
    rows = tuple(
        replace(row, preference=1 + i % 5, img_share=None, interview_rate=None)
        for i, row in enumerate(named)
    )
    likings = {}
    for aim in ("match", "wish"):
        p = replace(
            plan.read.profile,
            applications=profile(f"applications: {{aim: {aim}}}").profile.applications,
        )
        told = replace(plan.read, programs=rows, profile=p)
        found = rooms.applying(budgeted(replace(plan, read=told), 300)).portfolio.found
        assert found is not None
        assert found.cost <= 300
        assert 0 < len(found.picks) < found.parts[0].left
        likings[aim] = statistics.fmean(pick.preference or 0 for pick in found.picks)
    assert likings["wish"] > likings["match"]


def test_the_table_for_entry_is_sorted_and_holds_every_choice(
    samples: dict[str, Scheduled],
) -> None:
    plan = samples["anesthesiology-hopeful"]
    it = rooms.applying(plan).portfolio
    assert it.found is not None
    text = applications_table(made := rooms.whole(plan), it, Views(made))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(it.found.picks)
    first, *others = dict.fromkeys(row["specialty"] for row in rows)
    assert first == "anesthesiology"
    assert others == ["internal medicine"]
    states = [row["state"] for row in rows if row["specialty"] == first]
    assert states == sorted(states)
    assert all(row["why"] and row["price_usd"] for row in rows)


def test_a_name_that_spreadsheets_would_compute_is_only_text(samples: dict[str, Scheduled]) -> None:
    plan = with_rows(samples["anesthesiology-hopeful"], name="=HYPERLINK(1)")
    text = applications_table(
        made := rooms.whole(plan), rooms.applying(plan).portfolio, Views(made)
    )
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    told = [cell for cell in cells if "HYPERLINK" in cell]
    assert told
    assert not any(cell.startswith("=") for cell in told)


def test_every_chance_on_the_page_is_a_range(samples: dict[str, Scheduled]) -> None:
    plan = samples["anesthesiology-hopeful"]
    view = portfolio.view(made := rooms.whole(plan), Views(made))
    assert "between" in unmarked(view["chance"])
    assert all(" to " in row["chance"] for row in view["split"]["rows"])
    assert all(" to " in row["chance"] for row in view["stop"]["rows"])
    assert all(" to " in way["chance"] for way in view["ways"])
    assert view["base"]


def test_a_plan_outside_the_span_of_equal_numbers_says_so(samples: dict[str, Scheduled]) -> None:
    for name, inside in (("anesthesiology-hopeful", False), ("radiology-h1b-only", True)):
        plan = without_list(samples[name])
        found = rooms.applying(plan).portfolio.found
        assert found is not None
        low, high = found.flat
        assert (low <= found.parts[0].programs <= high) == inside
        flat = shown(plan).by_id("split").text
        assert ("choose by what you like" in flat) == inside
        assert ("The plan goes beyond it" in flat) != inside


def test_the_step_of_the_price_is_visible(samples: dict[str, Scheduled]) -> None:
    plan = without_list(samples["anesthesiology-hopeful"])
    page = shown(plan)
    rows = [cells for cells in table(page, "numbers") if len(cells) == 5]
    marks = {cells[-1]: cells[0] for cells in rows}
    found = rooms.applying(plan).portfolio.found
    assert found is not None
    assert marks["the price rises after it"] == "30"
    assert marks["this plan"] == str(found.parts[0].programs)
    assert "30 in anesthesiology" in [each.text for each in page.all("text")], "and in the picture"


def test_an_unlisted_specialty_is_named(samples: dict[str, Scheduled]) -> None:
    plan = samples["anesthesiology-hopeful"]
    rows: tuple[Program, ...] = tuple(
        row for row in plan.read.programs if row.specialty == "internal-medicine"
    )
    told = replace(plan, read=replace(plan.read, programs=rows))
    assert "Your list has no program of anesthesiology" in in_sight(told)
