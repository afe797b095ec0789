"""The first tasks of the front page: what matters now for the plan that is advised, each dated.

Takes about fifteen seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile
from sitegen.render.glance_steps import steps
from sitegen.render.glance_tasks import first_tasks
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from tests.conftest import AS_OF
from tests.pages import FIXED, page_of
from tests.people import text_of
from tests.sites import SAMPLES
from tests.test_one_decision import changed
from tests.test_whatif import plan_of

Make = Callable[[str], Plan]

SURGEON = changed(
    (
        "primary: internal-medicine, considering: []",
        "primary: general-surgery, considering: [internal-medicine]",
    ),
    ("fit: {internal-medicine: 5}", "fit: {general-surgery: 5, internal-medicine: 4}"),
    ("score: 251", "score: 228"),
    ("weeks: 4, hands_on: yes", "weeks: 1, hands_on: no"),
    ("weeks: 8, hands_on: yes", "weeks: 1, hands_on: no"),
)
"""Somebody whose first choice is out of reach, with no hands-on weeks anywhere."""


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    return lambda text: make_plan(profile(text), knowledge, AS_OF)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_front_page_and_the_tasks_begin_with_the_same_tasks(sample: str) -> None:
    """In the same order, and no task stands twice on the page of tasks."""
    plan = plan_of(sample)
    front, tasks = (
        [e.text for e in page_of(plan, name).all("span", cls="t-text")]
        for name in ("index", "tasks")
    )
    assert len(front) >= 3 and tasks[: len(front)] == front
    boxes = [e.attributes["data-task"] for e in page_of(plan, "tasks").all("input")]
    assert len(boxes) == len(set(boxes)) == len(tasks)


def test_a_first_choice_out_of_reach_asks_for_no_weeks_in_it_and_stands_behind_the_backup(
    of: Make,
) -> None:
    plan = of(SURGEON)
    assert plan.choice.out_of_reach and plan.choice.backups
    backup = plan.choice.backups[0].card.id
    ids = [task.id for task in plan.tasks]
    assert "rotation.general-surgery" not in ids and f"rotation.{backup}" in ids
    first = first_tasks(plan)
    about = [task.specialty == "general-surgery" for task in first]
    assert about == sorted(about)
    name = plan.card(backup).specialty.name
    assert f"hands-on weeks in {name}" in steps(plan)[0].title, "what changes most stands here"


def test_a_first_choice_within_reach_keeps_its_weeks(of: Make) -> None:
    plan = of(SURGEON.replace("general-surgery", "pediatrics"))
    assert not plan.choice.out_of_reach
    assert "rotation.pediatrics" in [task.id for task in plan.tasks]


@pytest.mark.parametrize("seed", range(16))
def test_every_first_task_has_a_day(seed: int, of: Make) -> None:
    """Its own day, or by when it can be done if it begins now; and reading is no first task."""
    plan = of(text_of(seed))
    if plan.season is None:
        return
    for task, view in zip(
        first_tasks(plan), Sections(plan).view(FIXED[0])["first_tasks"], strict=True
    ):
        assert re.search(r"\b20\d\d\b", bare(view["when"])), task.id
        assert task.template != "read-figures"
