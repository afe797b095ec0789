"""The page on the algorithm: one applicant's list in invented markets, and every other order."""

from __future__ import annotations

import dataclasses
import functools
import json
from typing import Any

import pytest

from sitegen.acceptance import matched
from sitegen.diagnostics import Location, Problems
from sitegen.inputs import both
from sitegen.plan.decided import Scheduled
from sitegen.plan.season.algorithm import MOST_LINES, Algorithm, Ground, algorithm
from sitegen.plan.season.markets import YOU, Liking, gaps, invented, lifts, swaps
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.programs.model import Program
from sitegen.ranklist import read_rank_list
from tests import rooms
from tests.conftest import AS_OF, shipped
from tests.pages import page_of
from tests.people import ruling_out_all_others
from tests.sites import SAMPLES, Element, profile_of

HEAD = "rank,specialty,program,would_attend,preference\n"


@functools.cache
def read(sample: str = "in-season") -> ReadProfile:
    return both(profile_of(sample), None, AS_OF)[1]


@functools.cache
def plan_of(sample: str) -> Scheduled:
    return make_schedule(read(sample), shipped(), AS_OF)


def with_list(*lines: str, sample: str = "in-season") -> Scheduled:
    """The plan of a sample with a rank order list of these lines, written after the rank."""
    text = HEAD + "".join(f"{rank},{line}\n" for rank, line in enumerate(lines, 1))
    problems = Problems()
    found = read_rank_list(text, "r.csv", problems, shipped().vocabularies)
    problems.raise_errors()
    return make_schedule(dataclasses.replace(read(sample), rank_list=found), shipped(), AS_OF)


def without_lists(sample: str, *programs: Program) -> Scheduled:
    told = dataclasses.replace(read(sample), rank_list=(), programs=programs)
    return make_schedule(told, shipped(), AS_OF)


def program(specialty: str, name: str, preference: int | None) -> Program:
    place = Location("p.csv", 2, 1)
    return Program(specialty=specialty, name=name, preference=preference, place=place)


def names(found: Algorithm) -> list[str]:
    return [wish.name for wish in found.wishes]


@functools.cache
def page(plan: Scheduled) -> Element:
    return page_of(rooms.whole(plan), "algorithm")


def said(plan: Scheduled) -> str:
    """What the page says."""
    return page(plan).text


def lead(plan: Scheduled) -> str:
    """What the page says the algorithm runs on."""
    return page(plan).all("p", cls="lead")[0].text


def part(plan: Scheduled, anchor: str) -> str:
    """What the page says under one heading."""
    return " ".join(each.text for each in page(plan).by_id(anchor).section_after())


# --- Every order tried -------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_other_order_ever_brings_a_program_liked_more(sample: str) -> None:
    found = algorithm(plan_of(sample))
    assert found.total.runs == found.total.orders * found.markets > 3000
    assert found.total.better == 0
    assert found.total.worse > 100, "orders that never matter would show nothing"


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_order_decides_where_and_only_a_gap_decides_whether(sample: str) -> None:
    lost = {trial.kind: trial.tally.lost for trial in algorithm(plan_of(sample)).trials}
    assert lost["swap"] == lost["lift"] == 0
    assert lost["gap"] > 0


def test_every_pair_every_lift_and_every_gap_is_among_the_orders() -> None:
    assert len(swaps(6)) == 15 and len(set(swaps(6))) == 15
    assert lifts(4) == ((2, 0, 1, 3), (3, 0, 1, 2))
    assert gaps(3) == ((1, 2), (0, 2), (0, 1))
    assert (1, 0, 2, 3) in swaps(4) and (3, 1, 2, 0) in swaps(4)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sure_program_takes_the_applicant_however_low_it_stands(sample: str) -> None:
    safer = algorithm(plan_of(sample)).safer
    assert safer
    assert safer.none_true == safer.none_other == 0
    assert safer.liked_other == 0
    assert 0 < safer.liked_true < safer.markets


# --- The applicant's own list ------------------------------------------------------------------


def test_the_list_runs_in_the_order_of_the_applicants_own_preferences() -> None:
    """The sample ranks a program second that it likes only fourth, and one it would not attend."""
    found = algorithm(plan_of("in-season"))
    assert found.ground is Ground.RANK_LIST
    assert [wish.rank for wish in found.wishes] == [1, 3, 4, 2, 5]
    assert found.unwilling == ("Imaginary Coast Hospital",)
    assert found.as_listed and found.as_listed.order == (1, 4, 2, 3, 5)
    assert found.as_listed.tally.better == 0 < found.as_listed.tally.worse
    assert found.as_listed.example
    beside = part(plan_of("in-season"), "as-listed")
    assert f"In {found.as_listed.tally.worse} you got one that you like less" in beside


def test_a_list_in_the_order_of_preference_is_not_compared_with_itself() -> None:
    plan = with_list("neurology,A,yes,1", "neurology,B,yes,2")
    assert algorithm(plan).as_listed is None
    assert "Your list beside your preferences" not in said(plan)


def test_programs_liked_alike_may_stand_in_any_order() -> None:
    alike = with_list("neurology,A,yes,2", "neurology,B,yes,1", "neurology,C,yes,1")
    found = algorithm(alike)
    assert names(found) == ["B", "C", "A"]
    assert [wish.liked for wish in found.wishes] == [1, 1, 2]
    same = algorithm(with_list("neurology,A,yes,1", "neurology,B,yes,1"))
    assert same.as_listed is None
    assert next(t for t in same.trials if t.kind == "swap").tally.worse == 0


def test_without_all_preferences_the_order_of_the_list_is_taken_as_true() -> None:
    plan = with_list("neurology,A,yes,3", "neurology,B,yes,")
    found = algorithm(plan)
    assert not found.preferences_told and names(found) == ["A", "B"]
    assert "taken as your true order" in said(plan)


def test_a_specialty_with_a_match_of_its_own_is_left_out() -> None:
    plan = with_list("urology,Elsewhere,yes,1", "neurology,B,yes,2")
    assert algorithm(plan).apart == ("Elsewhere",)
    assert names(algorithm(plan)) == ["B"]
    assert "has a match of its own outside NRMP: Elsewhere." in said(plan)


def test_two_other_specialties_are_named_together() -> None:
    plan = with_list("neurology,A,yes,1", "pathology,B,yes,2", "psychiatry,C,yes,3")
    title = page(plan).by_id("safer").text
    assert title.startswith("Neurology above pathology and psychiatry")
    assert "pathology and psychiatry seem safer" in part(plan, "safer")


def test_somebody_who_matches_nowhere_reads_a_true_and_kind_sentence() -> None:
    """One program that likes the applicant little: the invented market brings no match."""
    assert "you do not match. No other order" in said(with_list("neurology,A,yes,1"))


def test_a_very_long_list_is_cut_and_says_so() -> None:
    plan = with_list(*(f"neurology,Hospital {i},yes,{i}" for i in range(1, MOST_LINES + 6)))
    found = algorithm(plan)
    assert len(found.wishes) == MOST_LINES and found.beyond == 5
    assert found.total.better == 0 and found.total.runs < 15_000
    assert "The last 5 of your programs are left out" in said(plan)


def test_a_list_of_one_program_has_no_order_to_try() -> None:
    plan = with_list("neurology,Only Hospital,yes,1")
    found = algorithm(plan)
    assert found.safer is None
    assert [trial.kind for trial in found.trials] == ["gap"]
    assert "A program that seems sure" not in said(plan)
    assert "The order decides where you match" not in said(plan)
    assert "1 program." in lead(plan)
    assert "1 other list was tried" in part(plan, "orders")


def test_a_list_of_places_nobody_would_attend_gives_way_to_the_example() -> None:
    plan = with_list("neurology,A,no,1", sample="half-empty")
    assert algorithm(plan).ground is Ground.EXAMPLE
    assert "Nothing of your rank order list" in lead(plan)
    assert "would not attend: A." in said(plan)


# --- Before there is a list --------------------------------------------------------------------


def test_the_best_liked_programs_of_the_application_list_stand_in() -> None:
    programs = [program("internal-medicine", f"I{i}", 5) for i in range(6)]
    programs += [program("neurology", "N5", 5), program("neurology", "N3", 3)]
    programs += [program("neurology", "Unliked", None), program("pathology", "P", 5)]
    found = algorithm(without_lists("in-season", *programs))
    assert found.ground is Ground.PROGRAMS
    assert names(found) == ["N5", "I0", "I1", "I2", "I3", "N3"]


def test_a_program_without_a_name_is_named_by_its_line() -> None:
    listed = [program("neurology", "", 5), program("neurology", "B", 4)]
    assert names(algorithm(without_lists("in-season", *listed)))[0] == "Program in line 2"


@pytest.mark.parametrize("sample", SAMPLES)
def test_without_any_list_there_is_an_example_in_the_specialties_of_the_plan(sample: str) -> None:
    plan = without_lists(sample)
    found = algorithm(plan)
    assert found.ground is Ground.EXAMPLE
    assert all(wish.name.startswith("Fictional ") for wish in found.wishes)
    assert plan.primary and found.wishes[0].specialty == plan.primary.id
    backup = plan.choice.verdict == "recommended"
    assert bool(found.others) == backup
    assert ("the example has" in said(plan)) != backup, "why there is no backup has to be said"


WHY = {
    "internal-medicine-strong": "needs no backup",
    "half-empty": "not chosen yet",
}


@pytest.mark.parametrize(("sample", "why"), WHY.items())
def test_the_example_says_why_it_has_one_specialty(sample: str, why: str) -> None:
    assert why in said(without_lists(sample))


def test_where_no_backup_adds_enough_the_example_has_the_first_choice_alone() -> None:
    plan = ruling_out_all_others(without_lists("older-graduate"))
    assert plan.choice.verdict == "nothing_adds"
    assert "No backup adds enough" in said(plan)


def told(text: dict[str, Any], profile: Any) -> Scheduled:
    return make_schedule(profile(json.dumps(text)), shipped(), AS_OF)


def test_without_a_first_choice_the_example_names_no_specialty(profile: Any) -> None:
    plan = told({"season": 2028}, profile)
    assert plan.primary is None
    assert " in " not in lead(plan).partition("fictional names")[2]
    assert "You have named no first choice yet." in said(plan)


def test_a_first_choice_with_its_own_match_is_told_so(profile: Any) -> None:
    plan = told({"season": 2028, "interests": {"primary": "urology"}}, profile)
    assert "urology" not in {wish.specialty for wish in algorithm(plan).wishes}
    assert "Urology has a match of its own" in said(plan)


# --- The invented markets ----------------------------------------------------------------------


@pytest.mark.parametrize("liking", Liking)
@pytest.mark.parametrize("programs", [1, 2, 5, 20])
def test_an_invented_market_is_whole_and_the_same_each_time(liking: Liking, programs: int) -> None:
    for seed in range(20):
        market = invented(liking, programs, seed)
        assert market == invented.__wrapped__(liking, programs, seed)
        assert len(market.applicants[YOU]) == programs == len(market.programs)
        assert set(market.places.values()) <= {1, 2}
        for name, listed in market.programs.items():
            assert len(set(listed)) == len(listed)
            assert {who for who in listed if name not in market.applicants[who]} == set()


def test_programs_rank_the_applicant_as_high_as_their_kind_says() -> None:
    def place(liking: Liking) -> float:
        found = [
            listed.index(YOU) / len(listed) if YOU in listed else 1.0
            for seed in range(100)
            for listed in invented(liking, 6, seed).programs.values()
        ]
        return sum(found) / len(found)

    assert place(Liking.MUCH) < 0.3 < place(Liking.MIDDLING) < 0.65 < place(Liking.LITTLE)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_steps_shown_end_where_the_algorithm_ends(sample: str) -> None:
    found = algorithm(plan_of(sample))
    assert [scene.liking for scene in found.scenes] == list(Liking)
    for scene in found.scenes:
        end = matched(invented(scene.liking, len(found.wishes), scene.seed)).get(YOU)
        assert scene.result == (None if end is None else int(end) + 1)
        assert scene.steps[-1].answer == "held"
        assert [s.program for s in scene.steps] == sorted(s.program for s in scene.steps)


# --- Words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_says_that_its_markets_are_invented_and_shows_no_percentage(sample: str) -> None:
    text = said(plan_of(sample))
    assert text.count("Fictional market: ") == len(Liking)
    assert "%" not in text and "per cent" not in text
    assert "None" not in text and "{" not in text


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_round_is_told_once_and_in_order(sample: str) -> None:
    plan = plan_of(sample)
    for scene, shown in zip(algorithm(plan).scenes, page(plan).all(cls="scene"), strict=True):
        rounds: list[int] = []
        for step in shown.all("ol")[0].all("li"):
            head = step.text.partition(":")[0].replace("Rounds", "").replace("Round", "")
            ends = [int(n) for n in head.replace(" and ", " ").replace(" to ", " ").split()]
            rounds += range(ends[0], ends[-1] + 1)
        assert rounds == list(range(1, scene.rounds + 1))
        assert len(shown.all("text", cls="m-b")) == len({s.program for s in scene.steps})


def test_the_picture_and_its_table_say_the_same() -> None:
    scenes = page(plan_of("in-season")).all(cls="scene")
    assert len(scenes) == len(Liking)
    for scene in scenes:
        cells = [cell.text.split(", ") for cell in scene.all("table")[0].all("td")]
        held = sum("you" in cell for cell in cells)
        assert 0 < held == len(scene.all("g", cls="c-you"))
