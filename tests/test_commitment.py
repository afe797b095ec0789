"""Commitment: the veto that no score outvotes, dated deeds, and what the pages say of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Request, build
from sitegen.facts.model import Interval
from sitegen.plan.decided import Scheduled
from sitegen.plan.decision.model import Candidate
from sitegen.plan.guide.commitment import Worksheet, commitment
from tests import rooms
from tests.conftest import AS_OF
from tests.pages import said_on
from tests.sites import PAYLOAD, page, profile_of

MakePlan = Callable[[str], Scheduled]

SURE = """
season: 2028
visa: {need: green_card}
exams:
  step1: {state: passed, failed_attempts: 0}
  step2_ck: {state: passed, score: 250, failed_attempts: 0}
  step3: {state: not_planned}
school: {graduated: 2025-03}
gaps: []
earlier_matches: []
research: []
earlier_training: []
us_experience: [{specialty: internal-medicine, kind: elective, weeks: 12}]
letters: []
communication: {spoken_english: 5}
interests:
  primary: anesthesiology
  considering: [internal-medicine]
  fit: {internal-medicine: 5}
  not_for_life: []
"""


def candidate(plan: Scheduled, specialty: str) -> Candidate:
    (found,) = [c for c in plan.choice.candidates if c.card.id == specialty]
    return found


def sheet(plan: Scheduled, specialty: str) -> Worksheet:
    (found,) = [s for s in commitment(plan).sheets if s.card.id == specialty]
    return found


def test_a_field_that_cannot_be_pictured_is_no_backup_however_likely(plan: MakePlan) -> None:
    before, after = plan(SURE), plan(SURE + "commitment: {internal-medicine: {proud: no}}\n")
    assert before.choice.backups[0].card.id == "internal-medicine"
    assert "internal-medicine" not in {c.card.id for c in after.choice.backups}
    assert [g.rule.id for g in candidate(after, "internal-medicine").shut] == ["backup.commitment"]
    assert after.card("internal-medicine").priority == before.card("internal-medicine").priority


def test_no_weight_outvotes_the_veto(plan: MakePlan) -> None:
    text = SURE.replace("  not_for_life: []", "  weights: {match: 3}\n  not_for_life: []")
    made = plan(text + "commitment: {internal-medicine: {proud: no, respect: 5}}\n")
    assert "internal-medicine" not in {c.card.id for c in made.choice.backups}


@pytest.mark.parametrize(("respect", "passes"), [(1, False), (2, False), (3, True), (5, True)])
def test_a_respect_of_two_or_less_is_a_veto(respect: int, passes: bool, plan: MakePlan) -> None:
    made = plan(SURE + f"commitment: {{internal-medicine: {{respect: {respect}}}}}\n")
    shut = {gate.rule.id for gate in candidate(made, "internal-medicine").shut}
    assert ("backup.commitment" not in shut) is passes


@pytest.mark.parametrize("told", ["", "commitment: {internal-medicine: {respect: 4}}\n"])
def test_a_question_not_answered_stops_no_backup_and_becomes_a_task(
    told: str, plan: MakePlan
) -> None:
    made = plan(SURE + told)
    assert made.choice.backups[0].card.id == "internal-medicine"
    tasks = {task.id for task in made.tasks}
    assert "introduce-yourself.internal-medicine" in tasks
    assert "answer-veto.internal-medicine" in tasks


def test_nobody_is_sent_to_see_one_day_of_a_field_in_which_they_worked(plan: MakePlan) -> None:
    worked = {task.id for task in plan(SURE).tasks}
    elsewhere = SURE.replace("specialty: internal-medicine, kind", "specialty: neurology, kind")
    assert "see-the-field.internal-medicine" not in worked
    assert "see-the-field.internal-medicine" in {task.id for task in plan(elsewhere).tasks}


@pytest.mark.parametrize(
    "told",
    [
        ("weeks: 12", "weeks: 1"),
        ("kind: elective, weeks: 12", "kind: observership, weeks: 6"),
        (
            "us_experience: [{specialty: internal-medicine, kind: elective, weeks: 12}]",
            "us_experience: []",
        ),
    ],
)
def test_no_specialist_is_told_to_see_one_day_of_the_own_field(
    told: tuple[str, str], plan: MakePlan
) -> None:
    """Whoever trained, worked or watched in it has seen its daily work; the sheet says so."""
    specialist = "earlier_training: [{specialty: internal-medicine, years: 3}]"
    text = SURE.replace(*told).replace("earlier_training: []", specialist)
    made = plan(text)
    assert "see-the-field.internal-medicine" not in {task.id for task in made.tasks}
    (saw,) = [d for d in sheet(made, "internal-medicine").deeds if d.name == "saw_daily_work"]
    assert saw.done is True and saw.day is None
    assert "done: you worked or watched in it" in said_on(rooms.whole(made), "commitment")


def test_what_is_done_is_asked_for_no_more(plan: MakePlan) -> None:
    done = (
        "commitment: {internal-medicine: {respect: 4, proud: yes, saw_daily_work: 2026-04-20, "
        "talked_with: 2026-05-11, wrote_introduction: 2026-06-01, may_disagree: a friend}}\n"
    )
    tasks = {task.id for task in plan(SURE + done).tasks}
    assert "decide-second" in tasks
    for name in ("see-the-field", "introduce-yourself", "answer-veto", "ask-who-disagrees"):
        assert f"{name}.internal-medicine" not in tasks


def test_a_day_to_come_is_a_plan_and_no_deed(plan: MakePlan) -> None:
    """Today counts, tomorrow does not."""
    tomorrow = AS_OF + dt.timedelta(days=1)
    text = f"{{saw_daily_work: {AS_OF}, talked_with: {tomorrow}}}"
    made = plan(SURE + f"commitment: {{internal-medicine: {text}}}\n")
    facts = made.card("internal-medicine").facts
    assert facts["here.saw_daily_work"].value is True
    assert facts["here.talked_with"].value is False
    assert facts["here.wrote_introduction"].value is None
    assert facts["here.deeds"].value == Interval(1, 2)
    states = {d.name: d.done for d in sheet(made, "internal-medicine").deeds}
    assert states == {"saw_daily_work": True, "talked_with": False, "wrote_introduction": None}


@pytest.mark.parametrize(
    ("planned", "due", "own"),
    [("2027-01-10", "2027-01-10", True), ("2027-06-01", "2027-03-03", False)],
)
def test_a_deed_that_is_planned_keeps_its_own_day_where_that_is_in_time(
    planned: str, due: str, own: bool, plan: MakePlan
) -> None:
    """The page on commitment tells the applicant's day, so its task tells no other one."""
    deeds = f"{{internal-medicine: {{wrote_introduction: {planned}}}}}"
    made = plan(SURE + f"commitment: {deeds}\n")
    (task,) = [t for t in made.tasks if t.id == "introduce-yourself.internal-medicine"]
    assert str(task.due) == due
    assert task.text.endswith("as you planned.") is own


def test_a_vetoed_first_choice_is_told_on_its_sheet(plan: MakePlan) -> None:
    made = plan(SURE + "commitment: {anesthesiology: {proud: no}}\n")
    first = sheet(made, "anesthesiology")
    assert (first.role, first.verdict.outcome) == ("first", "vetoed")
    assert first.verdict.step is not None and "first choice" in first.verdict.step.say


def test_a_ruled_out_specialty_keeps_its_sheet(plan: MakePlan) -> None:
    made = plan(SURE + "commitment: {neurology: {respect: 1, doubt: The nights}}\n")
    other = sheet(made, "neurology")
    assert (other.role, other.doubt) == ("named", "The nights")
    assert [s.card.id for s in commitment(made).vetoed] == ["neurology"]


def test_nobody_named_gives_no_sheet_and_still_an_answer_on_another_try(plan: MakePlan) -> None:
    record = commitment(plan("{}"))
    assert record.sheets == ()
    assert not record.reapply.settled


VERDICTS = {
    "anesthesiology-hopeful": ("recommended", "internal-medicine"),
    "emergency-medicine-hopeful": ("recommended", "family-medicine"),
    "half-empty": ("undecided", None),
    "internal-medicine-strong": ("not_needed", None),
    "older-graduate": ("recommended", "family-medicine"),
    "radiology-h1b-only": ("recommended", "pathology"),
}


@pytest.mark.parametrize("sample", VERDICTS)
def test_every_sample_keeps_its_answer(sample: str, plan: MakePlan) -> None:
    choice = plan(profile_of(sample).read_text(encoding="utf-8")).choice
    backup = choice.backups[0].card.id if choice.verdict == "recommended" else None
    assert (choice.verdict, backup) == VERDICTS[sample]


def built(text: str, folder: Path) -> Path:
    profile = folder / "profile.yaml"
    profile.write_text(text, encoding="utf-8")
    build(Request(profile, folder / "site", AS_OF, with_pdf=False), lambda line: None)
    return folder / "site"


def test_the_veto_is_told_kindly_wherever_the_specialty_stands(tmp_path: Path) -> None:
    """On the page on commitment, on that of the backup, and on its own."""
    site = built(SURE + "commitment: {internal-medicine: {proud: no}}\n", tmp_path)
    for name in ("backup", "specialties/internal-medicine"):
        assert "That is honest, and it is a veto." in page(site / f"{name}.html").text, name
    sheet = page(site / "commitment.html").text
    assert "Your own answers rule out internal medicine." in sheet


def test_own_words_stand_on_the_sheet_and_lines_where_there_are_none(tmp_path: Path) -> None:
    text = f"commitment: {{internal-medicine: {{doubt: 'A {PAYLOAD[:8]} doubt'}}}}\n"
    root = page(built(SURE + text, tmp_path) / "commitment.html")
    assert f"A {PAYLOAD[:8]} doubt" in root.text
    assert len(root.all(cls="write")) >= 6
    assert "None" not in root.text
