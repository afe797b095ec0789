"""The long-term goal in the answer to "are you applying elsewhere?", and the first tasks on visas.

Each test makes a plan without its pages, in about a third of a second.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.explain import explain
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.season.interviews import interview_facts, interviews
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF
from tests.people import STRONG, WITH_A_BACKUP

Of = Callable[..., Scheduled]


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Of:
    """The plan of somebody with a first choice and a backup, with some answers changed."""
    import json

    def make(long_term: str | None = None, **changes: object) -> Scheduled:
        told = {**STRONG, **WITH_A_BACKUP, **changes}
        if long_term:
            told["interests"] = {**told["interests"], "long_term": long_term}
        return make_schedule(profile(json.dumps(told)), knowledge, AS_OF)

    return make


def goals(plan: Scheduled) -> dict[str, str]:
    """What each answer says of the long-term goal, by specialty."""
    found = interviews(plan, interview_facts(plan)).answers
    return {
        answer.card.id: explain(part).text
        for answer in found
        for part in answer.parts
        if part.rule.id == "answer.goal"
    }


def test_a_long_term_goal_is_part_of_the_answer_in_each_field(of: Of) -> None:
    said = goals(of("Head of a small hospital"))
    assert len(said) == 2
    assert all("“Head of a small hospital”" in text for text in said.values())
    assert "as a doctor in anesthesiology" in said["anesthesiology"]


def test_a_goal_of_one_field_is_joined_to_the_other(of: Of) -> None:
    said = goals(of("Teaching anesthesiology in Kerala"))
    assert "That is what anesthesiology leads to" in said["anesthesiology"]
    assert "Both fields can lead there" in said["internal-medicine"]


def test_without_a_goal_the_place_is_left_free(of: Of) -> None:
    assert all("Put here where you want to be" in text for text in goals(of()).values())


def test_the_first_band_looks_at_visa_rules_if_a_visa_is_needed(of: Of) -> None:
    tasks = of(visa={"need": "sponsorship"}).tasks
    (task,) = [t for t in tasks if t.id.startswith("visa-rules")]
    assert (task.id, task.phase, task.page) == ("visa-rules", "months-12-18", "visa")
    free = of(visa={"need": "green_card"}).tasks
    assert not [t for t in free if t.id.startswith("visa-rules")]


def test_who_said_which_visa_is_not_asked_which_one(of: Of) -> None:
    tasks = {t.id: t.text for t in of(visa={"need": "sponsorship", "accepts": ["h1b"]}).tasks}
    assert "visa-rules" not in tasks
    assert tasks["visa-rules-chosen"].startswith("Read what H-1B would mean for you")


def test_the_best_objection_is_heard_before_the_decision(of: Of) -> None:
    days = {t.template: t for t in of().tasks}
    asked, decided = days["ask-who-disagrees"], days["decide-second"]
    assert asked.due and decided.begin and asked.due <= decided.begin


def test_who_said_which_visas_is_not_asked_which(of: Of) -> None:
    """Citizenship and visas are answered, so the task tells what follows from them."""
    both = {"need": "sponsorship", "accepts": ["j1", "h1b"], "in_us": False}
    plan = of(visa=both, applicant={"citizenship": ["Pakistan"]})
    (told,) = [t.text for t in plan.tasks if t.id == "visa-rules-chosen"]
    assert "which visa you would accept" not in told
    assert "J-1 and H-1B" in told and "No limit on entry named your citizenship on" in told
    (asked,) = [t.text for t in of(visa={"need": "sponsorship"}).tasks if t.id == "visa-rules"]
    assert "which visa you would accept" in asked


def test_the_list_of_the_backup_says_how_many_programs(of: Of) -> None:
    plan = of()
    (backup,) = plan.choice.backups[:1]
    assert plan.counts
    counted = next(c.programs for c in plan.counts.advice if c.specialty.id == backup.card.id)
    texts = {t.template: t.text for t in plan.tasks if t.template.startswith("list-")}
    if len(plan.choice.backups) == 1:
        assert f": {counted} program" in texts["list-backup"]
    else:
        assert "Its number stands beside" in texts["list-backups"]
