"""Match likelihood of 1 to 5, read off the chance of matching (20 seconds)."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from sitegen.explain import explain
from sitegen.grid import half_up
from sitegen.plan.again import Again
from sitegen.plan.card import Card
from sitegen.plan.chance.chances import chances
from sitegen.plan.chance.likelihood import Bands
from sitegen.plan.chance.reasons import Reason, reasons_of
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.planjson import dumps, plan_data, scorecard_data
from sitegen.profile.choices import Factor
from sitegen.profile.fields import Applications
from sitegen.render.views import Views
from sitegen.terminal import reasons
from tests.conftest import AS_OF, TESTS, Read, shipped
from tests.people import text_of
from tests.test_chance_model import ORDINARY, better

Make = Callable[[str], Plan]
BANDS = Bands(shipped(), AS_OF)
PEOPLE = 120


def every(plan: Decided) -> list[Card]:
    return [*plan.cards, *plan.bridges, *plan.elsewhere]


def counted(plan: Decided) -> list[Card]:
    """The cards with a chance: those for which NRMP printed a group."""
    found = [card for card in every(plan) if card.chance]
    assert len(found) >= 20
    return found


def match_of(card: Card) -> float:
    assert card.chance
    return card.chance.route.match.use


def parts_of(card: Card) -> dict[str, Reason]:
    assert card.chance
    return {reason.part: reason for reason in reasons_of(card.chance)}


# --- One mind ---------------------------------------------------------------------------------


def test_no_specialty_with_a_higher_chance_has_a_lower_rating(profile: Read) -> None:
    """Over many people, at the same number of applications in every specialty."""
    ratings: set[int] = set()
    for seed in range(PEOPLE):
        plan = conclude(profile(text_of(seed)), shipped(), AS_OF)
        cards = sorted(counted(plan), key=match_of)
        values = [card.likelihood.value for card in cards]
        assert values == sorted(values), seed
        for card in cards:
            low, edge = BANDS.ends(card.likelihood.value)
            assert low <= match_of(card), (seed, card.id)
            assert match_of(card) < edge or card.likelihood.value == 5, (seed, card.id)
        ratings |= set(values)
    assert ratings == {1, 2, 3, 4, 5}


def test_the_rating_and_the_page_on_the_chance_show_the_same_number(whole: Make) -> None:
    """In the plan, in plan.json, and at equal effort in the report on the chance."""
    made = whole(json.dumps(ORDINARY))
    data = json.loads(dumps(plan_data(made)))
    report = {each["specialty"]: each for each in data["guide"]["chance"]["specialties"]}
    cards = {each["specialty"]: each["match_likelihood"] for each in data["scorecard"]}
    assert len(report) >= 20
    for name, account in report.items():
        assert account["equal_effort"]["use"] == pytest.approx(cards[name]["of_100"], abs=0.051)
        assert account["equal_applications"] == cards[name]["applications"]
        held = made.card(name).chance
        assert held is not None
        shown = chances(made).of(name)
        assert (shown and shown.prospect == held.prospect) or made.card(name).is_primary


def test_an_ordinary_applicant_is_rated_as_an_advisor_would(plan: Make) -> None:
    """Pediatrics, family and internal medicine, psychiatry first; surgery and dermatology last."""
    made = plan((TESTS / "profiles" / "ordinary.yaml").read_text(encoding="utf-8"))
    value = {card.id: card.likelihood.value for card in counted(made)}
    first = ("pediatrics", "family-medicine", "internal-medicine", "psychiatry")
    last = (
        "dermatology",
        "orthopaedic-surgery",
        "neurological-surgery",
        "plastic-surgery",
        "otolaryngology",
        "vascular-surgery",
    )
    middle = set(value) - {*first, *last}
    assert min(value[name] for name in first) >= max(value[name] for name in middle)
    assert {value[name] for name in last} == {1}
    assert min(value[name] for name in first) >= 4


# --- Words ------------------------------------------------------------------------------------


def test_words_are_frequencies_that_hold_their_band() -> None:
    """`1 in 5 to 1 in 3` stands for the chances from 20 of 100 up to 33 of 100, and no others."""
    for rating in range(1, 6):
        low, high = BANDS.ends(rating)
        word = BANDS.word(rating)
        shares = [1 / int(number) for number in re.findall(r"1 in (\d+)", word)]
        assert shares, word
        ends = {"or more": (shares[0], 1.0), "fewer": (0.0, shares[0])}
        said = next((span for key, span in ends.items() if key in word), tuple(shares))
        assert said == pytest.approx((low, high), abs=1e-9), word
    assert BANDS.rating(1 / 3) == 5
    assert BANDS.rating(1 / 3 - 1e-9) == 4
    assert BANDS.rating(0.0) == 1


def test_each_rating_is_shown_with_its_frequency(whole: Make) -> None:
    made = whole(json.dumps(ORDINARY))
    views = Views(made)
    for card in counted(made):
        seen = views.card(card).likelihood
        assert seen.word == (BANDS.word(card.likelihood.value) if card.likelihood.tells else "open")


# --- Reasons ----------------------------------------------------------------------------------


def test_a_reason_is_the_chance_with_the_part_less_the_chance_without(
    plan: Make, profile: Read
) -> None:
    """Each judged factor against a plan that leaves it out, made from the beginning."""
    found = copy.deepcopy(ORDINARY)
    found["exams"]["step1"]["failed_attempts"] = 1
    made = plan(json.dumps(found))
    for factor in Factor:
        read = profile(json.dumps(found))
        off = dataclasses.replace(
            read.profile,
            applications=dataclasses.replace(read.profile.applications, leave_out=(factor,)),
        )
        other = conclude(dataclasses.replace(read, profile=off), shipped(), AS_OF)
        for card in counted(made):
            people = parts_of(card)[factor.value].people
            without = match_of(other.card(card.id))
            assert 100 * (match_of(card) - without) == pytest.approx(people.use, abs=1e-6)
            assert people.low <= people.use <= people.high
            assert factor.value not in parts_of(other.card(card.id))
    assert parts_of(made.card("internal-medicine"))["attempts"].people.use < -1


def test_a_count_that_begins_beside_the_printed_rate_says_so(whole: Make) -> None:
    """49 of 100 are printed for internal medicine, and the count begins at 48."""
    made = whole(json.dumps(ORDINARY))
    told = [card for card in made.cards if card.chance and "base" in parts_of(card)]
    assert told
    for card in told:
        assert card.chance
        group = card.chance.group
        rate, begins = (half_up(100 * each) for each in (group.rate, group.steadied_rate))
        said = "count begins at" in explain(parts_of(card)["base"].finding).text
        assert said is (rate != begins), card.id


def test_every_reason_is_told_wherever_the_rating_is(whole: Make) -> None:
    """On the page of the specialty, by `score --why`, and in plan.json: the same parts."""
    made = whole(json.dumps(ORDINARY))
    card = made.card("internal-medicine")
    parts = parts_of(card)
    assert {"base", "open", "score", "research", "attempts", "letters"} <= set(parts)
    words = [f"{r.finding.rule.title}: {r.moved}" for r in parts.values()]
    assert words[0].startswith("Base rate: begins at ")
    text = reasons(made, card.id)
    assert [line for line in words if line not in text] == []
    (data,) = scorecard_data(made, card.id)["scorecard"]
    listed = [f"{r['title']}: {r['moved']}" for r in data["match_likelihood"]["reasons"]]
    seen = [f"{r.title}: {r.moved}" for r in Views(made).card(card).likelihood.reasons]
    assert words == listed == seen


# --- What is missing --------------------------------------------------------------------------


def test_a_specialty_without_a_printed_group_says_so(whole: Make) -> None:
    """It is rated 1, could be anything, and lays it on the figures."""
    made = whole(json.dumps(ORDINARY))
    silent = [card for card in every(made) if card.chance is None]
    assert {card.id for card in silent} >= {"ophthalmology", "urology", "transitional-year"}
    for card in silent:
        rating = card.likelihood
        assert (rating.value, rating.open_low, rating.open_high) == (1, 1, 5)
        assert rating.missing and all(m.startswith("not published") for m in rating.missing)
        assert "NRMP printed no group" in reasons(made, card.id)


def test_what_is_missing_opens_the_rating_and_names_the_answer(plan: Make) -> None:
    """Each answer taken away: the range grows, and the way to close it is named."""
    whole = plan(json.dumps(ORDINARY)).card("internal-medicine").likelihood
    assert whole.settled
    for path, part in (
        (("exams", "step2_ck"), "exams.step2_ck"),
        (("letters",), "letters"),
        (("visa",), "visa"),
        (("interests", "primary"), "interests.primary"),
    ):
        less: dict[str, Any] = copy.deepcopy(ORDINARY)
        inner = less
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        rating = plan(json.dumps(less)).card("internal-medicine").likelihood
        assert rating.open_low <= whole.value <= rating.open_high, path
        assert any(m.startswith(part) for m in rating.missing), path


def test_whether_other_states_are_fine_is_waited_for_where_some_are_preferred(plan: Make) -> None:
    """Two states against all of them: the rating holds both answers."""

    def rating(states: dict[str, Any]) -> Any:
        found = {**ORDINARY, "constraints": {"states": states}}
        return plan(json.dumps(found)).card("family-medicine").likelihood

    waiting = rating({"preferred": ["Vermont", "Maine"]})
    closed = rating({"preferred": ["Vermont", "Maine"], "open_to_all": False})
    wide = rating({"preferred": ["Vermont", "Maine"], "open_to_all": True})
    assert closed.value < wide.value
    assert (waiting.open_low, waiting.open_high) == (closed.value, wide.value)
    assert "constraints.states.open_to_all" in waiting.missing


# --- Better evidence --------------------------------------------------------------------------


def test_better_evidence_lowers_no_rating(plan: Make) -> None:
    told = {**ORDINARY, "constraints": {"states": {"excluded": ["NY", "TX"], "open_to_all": True}}}
    before = {card.id: card.likelihood for card in counted(plan(json.dumps(told)))}
    raised = 0
    for seed in range(3):
        for found in better(told, random.Random(seed)):
            for card in counted(plan(json.dumps(found))):
                assert card.likelihood.value >= before[card.id].value, card.id
                raised += card.likelihood.value > before[card.id].value
    assert raised


# --- Made once --------------------------------------------------------------------------------


def test_a_chance_is_taken_over_where_nothing_that_it_reads_has_changed(plan: Make) -> None:
    """What-if asks many times; a wish about the work changes no chance, a visa does."""
    made = plan(json.dumps(ORDINARY))
    own, like = made.read.profile, Again(made)

    def again(**parts: Any) -> Plan:
        read = dataclasses.replace(made.read, profile=dataclasses.replace(own, **parts))
        return conclude(read, made.knowledge, AS_OF, like)

    wish = again(interests=dataclasses.replace(own.interests, fit={"neurology": 5}))
    assert all(wish.card(c.id).chance is c.chance for c in counted(made))
    factors = Applications(leave_out=(Factor.ATTEMPTS,))
    for other in (
        again(visa=dataclasses.replace(own.visa, accepts=None)),
        again(applications=factors),
        again(interests=dataclasses.replace(own.interests, primary="pathology")),
    ):
        fresh = make_plan(other.read, made.knowledge, AS_OF)
        assert any(other.card(c.id).chance is not c.chance for c in counted(made))
        for card in every(fresh):
            assert other.card(card.id).likelihood.total == card.likelihood.total
            assert other.card(card.id).likelihood.missing == card.likelihood.missing
