"""While answers are missing, a plan is provisional and asks; from nothing it prices nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.portfolio import portfolio
from sitegen.plan.conclusions import provisional
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile
from sitegen.profile.read import unanswered
from sitegen.terminal import verdict_line
from tests.conftest import AS_OF
from tests.test_true_for_this_person import BASE

Make = Callable[[str], Plan]
SILENT = BASE.replace("not_for_life: [], ", "")
NOTHING = "season: 2028\napplicant: {name: A}\ninterests: {primary: anesthesiology}\n"


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    """Make a plan from YAML text."""
    return lambda text: make_plan(profile(text), knowledge, AS_OF)


def test_the_sample_has_what_it_is_about() -> None:
    assert "not_for_life" in BASE and "not_for_life" not in SILENT


def test_a_silent_answer_makes_the_choice_provisional_and_not_undecided(of: Make) -> None:
    told, silent = of(BASE), of(SILENT)
    assert silent.choice.verdict == told.choice.verdict
    assert [b.card.id for b in silent.choice.backups] == [b.card.id for b in told.choice.backups]
    assert silent.choice.provisional and not told.choice.provisional
    assert silent.choice.missing == ("interests.not_for_life",)


def test_a_provisional_choice_says_which_answer_could_change_it(of: Make) -> None:
    found = provisional(of(SILENT))
    assert found.outcome == "provisional"
    line = verdict_line(of(SILENT))
    assert "provisional" in line and "not_for_life" in line
    assert "provisional" not in verdict_line(of(BASE))


def test_the_answer_that_could_change_the_choice_is_the_first_to_be_asked_for(of: Make) -> None:
    first = of(SILENT).tasks[0]
    assert (first.phase, first.path) == ("find-out", "interests.not_for_life")


def test_whoever_needs_no_backup_is_asked_all_the_same(of: Make) -> None:
    strong = (
        SILENT.replace("primary: psychiatry", "primary: internal-medicine")
        .replace("us_experience: []",
                 "us_experience: [{specialty: internal-medicine, kind: elective, weeks: 12}]")
        .replace("letters: []", "letters: ["
                 + ", ".join(["{writer: A, specialty: internal-medicine, us_faculty: yes, "
                              "state: received}"] * 3) + "]")
        .replace("earlier_training: []", "earlier_training: []\n"
                 "constraints: {lost_year: {money: yes, visa: yes, morale: yes}, "
                 "ready_to_reapply: yes}")
    )  # fmt: skip
    plan = of(strong)
    assert plan.choice.verdict == "not_needed"
    assert plan.choice.provisional
    assert plan.tasks[0].path == "interests.not_for_life"


def test_a_word_against_the_provisional_backup_takes_it_away(of: Make) -> None:
    chosen = of(SILENT).choice.backups[0].card.id
    against = of(BASE.replace("not_for_life: []", f"not_for_life: [{chosen}]"))
    assert chosen not in {b.card.id for b in against.choice.backups}


def test_from_nothing_no_number_of_programs_and_no_price_is_made(of: Make) -> None:
    plan = of(NOTHING)
    assert plan.choice.verdict == "undecided"
    assert plan.counts is None
    made = portfolio(plan)
    assert (made.why, made.found, made.everything, made.typical) == ("open", None, None, None)


FULL = (
    (Path(__file__).parent / "profiles" / "rich.yaml")
    .read_text(encoding="utf-8")
    .replace("not_for_life: [dermatology]", "not_for_life: []")
)
FIRST = "primary: anesthesiology"


def asked_in_vain(plan: Plan) -> list[str]:
    """What is asked although the profile holds it, or although no answer could stand there."""
    return [
        t.text
        for t in plan.tasks
        if t.phase == "find-out" and not (t.path and unanswered(plan.read, t.path))
    ]


def test_whoever_has_told_everything_is_asked_nothing_whatever_the_first_choice(
    of: Make, knowledge: Knowledge
) -> None:
    """Also where nobody published a figure, as for urology, which matches outside NRMP."""
    assert FIRST in FULL and "{state: passed, score: 246" in FULL
    assert {"urology", "vascular-surgery", "transitional-year"} < set(knowledge.specialties)
    for name in knowledge.specialties:
        plan = of(FULL.replace(FIRST, f"primary: {name}"))
        assert [t.text for t in plan.tasks if t.phase == "find-out"] == [], name


def test_a_specialty_without_judged_traits_asks_for_no_wish_again(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    known = knowledge.specialties["neurology"]
    bare = replace(known, about=replace(known.about, traits=None))
    without = replace(knowledge, specialties={**knowledge.specialties, "neurology": bare})
    plan = make_plan(profile(FULL.replace(FIRST, "primary: neurology")), without, AS_OF)
    assert [t.text for t in plan.tasks if t.phase == "find-out"] == []


def test_what_is_asked_is_empty_in_the_profile(of: Make, knowledge: Knowledge) -> None:
    asked = 0
    for name in knowledge.specialties:
        plan = of(
            re.sub("score: 246, failed_attempts: 0, ", "", FULL)
            .replace(FIRST, f"primary: {name}")
            .replace("  pace: moderate\n", "")
        )
        assert asked_in_vain(plan) == [], name
        paths = {t.path for t in plan.tasks if t.phase == "find-out"}
        assert "exams.step2_ck.score" in paths, name
        asked += len(paths)
    assert asked > len(knowledge.specialties)


@pytest.mark.parametrize(
    ("path", "open_answer"),
    [
        ("exams.step2_ck.score", False),
        ("visa.prefers", False),
        ("interests.fit.neurology", True),
        ("interests.fit.pathology", False),
        ("commitment.neurology.proud", True),
        ("letters", False),
        ("not published: a mean", False),
        ("which visa it will be", False),
    ],
)
def test_an_answer_is_open_where_the_profile_has_room_for_it_and_nothing_stands_there(
    path: str, open_answer: bool, profile: Callable[[str], ReadProfile]
) -> None:
    assert unanswered(profile(FULL), path) is open_answer
