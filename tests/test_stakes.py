"""What is missing stands in the order of how much of the plan hangs on it. Takes two seconds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided
from sitegen.plan.stakes import at_stake
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF, ROOT, Run
from tests.sites import profile_of

Make = Callable[[str], Decided]
TOLD = """season: 2028
visa: {need: sponsorship, accepts: [j1]}
exams: {step2_ck: {state: passed, score: 245}}
school: {graduated: 2024-06}
interests: {primary: %s}
"""
WORKS, WEEKS = "research", "us_experience"


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    """Decide for a profile in YAML."""
    return lambda text: conclude(profile(text), knowledge, AS_OF)


def test_the_order_is_computed_and_differs_between_first_choices(of: Make) -> None:
    """Works move most in surgery, and weeks with patients in family medicine."""
    for first, above, below in (
        ("general-surgery", WORKS, WEEKS),
        ("family-medicine", WEEKS, WORKS),
    ):
        stakes = [stake.path for stake in at_stake(of(TOLD % first))]
        assert stakes.index(above) < stakes.index(below), first


def test_more_people_stand_before_fewer_and_a_gate_before_all(of: Make) -> None:
    stakes = at_stake(of("season: 2028\n"))
    gates = [stake.gates for stake in stakes]
    assert gates == sorted(gates, reverse=True) and 0 < sum(gates) < len(gates)
    others = [stake.people for stake in stakes if not stake.gates]
    assert others == sorted(others, reverse=True) and others[0] > 20


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        (WORKS, ("[]", "[{kind: publication, field: general-surgery, count: 9}]")),
        (WEEKS, ("[]", "[{specialty: general-surgery, kind: externship, weeks: 12}]")),
        ("earlier_matches", ("[]", "[{season: 2027, specialties: [general-surgery]}]")),
    ],
)
def test_every_answer_falls_between_the_ends_that_were_told(
    path: str, answers: tuple[str, ...], of: Make
) -> None:
    text = TOLD % "general-surgery"
    stake = next(each for each in at_stake(of(text)) if each.path == path)
    for answer in answers:
        chance = of(f"{text}{path}: {answer}\n").card("general-surgery").chance
        assert chance is not None
        people = 100 * chance.prospect.match(chance.applications)
        assert stake.low - 1 <= people <= stake.high + 1, answer


def test_an_answer_that_another_one_rules_out_is_not_asked_for(of: Make) -> None:
    open_paths = {stake.path for stake in at_stake(of("season: 2028\n"))}
    free = {stake.path for stake in at_stake(of("visa: {need: green_card}\n"))}
    assert "visa.accepts" in open_paths and "visa.accepts" not in free


def test_check_says_with_each_missing_answer_what_hangs_on_it(
    sitegen: Run, knowledge: Knowledge
) -> None:
    result = sitegen("check", ROOT / "data/profiles/half-empty.yaml", "--as-of", AS_OF.isoformat())
    listed = re.findall(r"(?m)^ +(\d+)\. .*\((\S+)\)\n +(.*)$", result.stdout)
    assert [int(number) for number, *_ in listed] == list(range(1, len(listed) + 1))
    assert len(listed) > 10
    for _, path, said in listed:
        assert said.startswith(knowledge.questions[path].hangs)
    assert "of 100 match in" in listed[0][2]


def test_each_build_asks_for_the_three_answers_that_would_change_most(
    sitegen: Run, tmp_path: Path
) -> None:
    """Those that `check` names first, before the line that says which file to open."""
    day = ("--as-of", AS_OF.isoformat())
    checked = sitegen("check", profile_of("half-empty"), *day).stdout
    first = re.findall(r"(?m)^  [123]\. .+  \(\S+\)$", checked)
    built = sitegen("build", profile_of("half-empty"), "--no-pdf", "--output", tmp_path / "o", *day)
    said = built.stdout.splitlines()
    at = said.index("What would change the plan most, once you can tell it:")
    assert len(first) == 3 and said[at + 1 : at + 4] == first
    assert said[-1].startswith("Open this file in a browser")


def test_a_build_with_nothing_open_asks_for_nothing(sitegen: Run, tmp_path: Path) -> None:
    day = ("--as-of", AS_OF.isoformat())
    profile = profile_of("anesthesiology-hopeful")
    assert "Not known yet" not in sitegen("check", profile, *day).stdout
    built = sitegen("build", profile, "--no-pdf", "--output", tmp_path / "o", *day)
    assert "What would change the plan most" not in built.stdout
