"""How the answers of an own list count beside the printed share of all programs. Under a second."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from sitegen.diagnostics import Location
from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.openness import Openness
from sitegen.plan.decide import conclude
from sitegen.profile import ReadProfile
from sitegen.programs.model import Program
from tests.conftest import AS_OF

TEXT = """
season: 2028
applicant: {citizenship: [India]}
visa: {need: sponsorship, accepts: [j1], in_us: no}
exams: {step2_ck: {state: passed, score: 245, failed_attempts: 0}}
school: {graduated: 2024-12}
interests: {primary: internal-medicine, considering: [family-medicine], not_for_life: []}
"""
FIELD = "family-medicine"
OTHER = "internal-medicine"

Doors = Callable[..., Openness]


@pytest.fixture(scope="module")
def doors(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Doors:
    """What is open to somebody whose list has so many rows that take J-1, and that refuse it."""
    read = profile(TEXT)

    def of(yes: int = 0, no: int = 0, field: str = FIELD) -> Openness:
        rows = [
            Program(specialty=FIELD, j1=n < yes, place=Location("list.csv", n + 2))
            for n in range(yes + no)
        ]
        made = conclude(replace(read, programs=tuple(rows)), knowledge, AS_OF)
        chance = made.card(field).chance
        assert chance is not None
        return chance.openness

    return of


def test_a_short_list_that_was_picked_by_its_answers_hardly_moves_what_is_open(
    doors: Doors,
) -> None:
    """Twelve rows of more than 800: all for J-1, or none."""
    printed, picked, refusing = doors(), doors(yes=12), doors(no=12)
    assert printed.programs > 800
    assert refusing.mine.use <= printed.mine.use <= picked.mine.use
    assert picked.mine.use - refusing.mine.use < 0.02


def test_a_list_of_every_program_says_it_all(doors: Doors) -> None:
    whole = doors().programs
    assert doors(yes=whole // 4, no=whole - whole // 4).mine.use == pytest.approx(0.25, abs=0.005)


def test_more_rows_that_refuse_never_open_more(doors: Doors) -> None:
    found = [doors(no=n).mine.use for n in (0, 1, 9, 10, 11, 20)]
    assert found == sorted(found, reverse=True)
    assert max(a - b for a, b in itertools.pairwise(found)) < 0.01


def test_a_list_of_one_field_leaves_another_field_as_it_was(doors: Doors) -> None:
    assert doors(no=60, field=OTHER) == doors(field=OTHER)
