"""What one page knows, all know: entry limits, H-1B alone, English, letters, possible tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from sitegen.explain import explain, filled
from sitegen.facts.evidence import reads_letter_from
from sitegen.knowledge.model import Knowledge
from sitegen.plan.conclusions import verdicts
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.budget import budget
from sitegen.plan.guide.counsel import counsel
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.render.words import missing_words
from tests.conftest import AS_OF
from tests.test_one_decision import SOUND

BASE = """
season: 2028
applicant: {citizenship: [India]}
visa: {need: sponsorship, accepts: [j1, h1b], in_us: no}
exams:
  step1: {state: passed, failed_attempts: 0, passed_on: 2024-01}
  step2_ck: {state: passed, score: 251, failed_attempts: 0, passed_on: 2025-02}
  step3: {state: not_planned}
  oet: {state: passed}
  ecfmg: certified
school: {graduated: 2024-12}
gaps: []
earlier_matches: []
earlier_training: []
us_experience: []
letters: []
research: []
communication: {spoken_english: 4, rapport: 4, cultural_ease: 4}
interests: {primary: psychiatry, considering: [], not_for_life: [], place: outpatient,
            manner: cognitive, contact: long, pace: moderate, hours: any}
"""

Make = Callable[[str], Scheduled]


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    """Make a plan from YAML text."""
    return lambda text: make_schedule(profile(text), knowledge, AS_OF)


def ids(plan: Scheduled) -> list[str]:
    return [task.id for task in plan.tasks]


def english(rating: int) -> str:
    return BASE.replace("spoken_english: 4", f"spoken_english: {rating}")


def test_weak_english_clearly_lowers_the_fit_of_a_field_of_long_talks(of: Make) -> None:
    fits = [of(english(n)).card("psychiatry").fit.value for n in range(1, 6)]
    assert fits == sorted(fits)
    assert fits[4] - fits[0] >= 2
    assert of(english(1)).card("psychiatry").is_primary


def test_weak_english_asks_for_programs_that_train_communication(of: Make) -> None:
    assert "communication-training.psychiatry" in ids(of(english(2)))
    assert "communication-training.psychiatry" not in ids(of(english(4)))


def test_rapport_and_ease_with_the_culture_change_the_fit(of: Make) -> None:
    low = of(BASE.replace("rapport: 4", "rapport: 1"))
    assert low.card("psychiatry").fit.total < of(BASE).card("psychiatry").fit.total
    stiff = of(BASE.replace("cultural_ease: 4", "cultural_ease: 1"))
    assert stiff.card("psychiatry").fit.total < of(BASE).card("psychiatry").fit.total


IRAN = BASE.replace("[India]", "[Iran]")


def test_an_entry_limit_comes_first_and_lets_nobody_book_weeks_in_the_us(of: Make) -> None:
    plan = of(IRAN)
    assert plan.tasks[0].id == "lawyer-entry"
    assert "rotation.psychiatry" not in ids(plan)
    assert {"from-home.psychiatry", "rotation-if-entry.psychiatry"} <= set(ids(plan))
    by_id = {task.id: task for task in plan.tasks}
    assert "lawyer-entry" in by_id["rotation-if-entry.psychiatry"].after
    assert by_id["rotation-if-entry.psychiatry"].text.startswith("Only if")


def test_whom_no_limit_names_and_who_is_inside_gets_the_ordinary_task(of: Make) -> None:
    for text in (BASE, IRAN.replace("in_us: no", "in_us: yes")):
        found = ids(of(text))
        assert "rotation.psychiatry" in found
        assert "rotation-if-entry.psychiatry" not in found


def test_the_warning_on_entry_says_on_which_day_it_was_read(of: Make) -> None:
    (note,) = [n for n in of(IRAN).notes if n.id == "entry-all"]
    assert note.read is not None and note.read <= AS_OF


def test_the_payment_for_h1b_stands_on_the_first_page_of_whom_it_concerns(of: Make) -> None:
    only = BASE.replace("[j1, h1b]", "[h1b]")
    (note,) = [n for n in of(only).notes if n.id == "policy-h1b-payment"]
    assert "100,000" in note.title + note.text and note.read and note.source
    for other in (BASE, only.replace("in_us: no", "in_us: yes")):
        assert not [n for n in of(other).notes if n.id == "policy-h1b-payment"]


def test_whoever_accepts_h1b_alone_from_abroad_asks_programs_early_who_pays(of: Make) -> None:
    only = BASE.replace("[j1, h1b]", "[h1b]")
    (task,) = [t for t in of(only).tasks if t.id == "ask-h1b-payment"]
    assert task.due and "who pays" in task.text
    for other in (BASE, only.replace("in_us: no", "in_us: yes")):
        assert "ask-h1b-payment" not in ids(of(other))


def test_step_3_is_registered_for_before_the_month_in_which_it_is_planned(of: Make) -> None:
    planned = BASE.replace(
        "step3: {state: not_planned}", "step3: {state: planned, planned: 2027-06}"
    )
    tasks = {task.id: task for task in of(planned).tasks}
    register, exam = tasks["step3-register"], tasks["exam-step3"]
    assert register.due and exam.due
    assert dt.timedelta(weeks=8) <= exam.due - register.due <= dt.timedelta(weeks=26)


def test_the_certificate_comes_before_the_exam_that_needs_it(of: Make) -> None:
    text = BASE.replace("step3: {state: not_planned}", "step3: {state: planned, planned: 2027-06}")
    tasks = {t.id: t for t in of(text.replace("ecfmg: certified", "ecfmg: in_progress")).tasks}
    certificate, exam = tasks["ecfmg-certificate"], tasks["exam-step3"]
    assert exam.due and (certificate.state == "now" or certificate.due < exam.due)


def test_core_medicine_letters_serve_neurology_and_not_the_other_way() -> None:
    for field in ("internal-medicine", "family-medicine", "psychiatry"):
        assert reads_letter_from("neurology", field)
        assert not reads_letter_from(field, "neurology")
    assert not reads_letter_from("general-surgery", "internal-medicine")


def test_the_rotations_that_are_advised_are_in_the_budget(of: Make) -> None:
    plan = of(BASE)
    advised = sum(t.template == "rotation" and t.state != "dropped" for t in plan.tasks)
    (line,) = [each for each in budget(plan).due if each.id == "rotation"]
    assert line.count == (advised, advised) and advised >= 1 and line.low > 0
    done = "us_experience: [{specialty: family-medicine, kind: elective, weeks: 8}]"
    whole = of(BASE.replace("us_experience: []", done))
    left = sum(t.template == "rotation" and t.state != "dropped" for t in whole.tasks)
    assert left == advised - 1
    assert [e.count[0] for e in budget(whole).due if e.id == "rotation"] == [left] * bool(left)


def test_rotations_that_nobody_told_are_perhaps_to_pay(of: Make) -> None:
    untold = of(BASE.replace("us_experience: []\n", ""))
    (line,) = [each for each in budget(untold).due if each.id == "rotation"]
    assert line.state == "perhaps" and line.low == 0 < line.high
    assert "us_experience" in line.missing


# --- Nothing told is called missing, and nothing done is asked for ---------------------------


def test_research_that_is_told_is_not_called_missing(of: Make) -> None:
    """What is missing is where it also counts, and the reader is told so."""
    plan = of(
        BASE.replace(
            "research: []",
            "research: [{kind: poster, field: neurology, count: 2, title: Two posters}]",
        )
    )
    works = plan.card("psychiatry").facts["here.works"]
    assert works.missing and "your research" not in missing_words(plan, works.missing)
    assert "your research" in missing_words(plan, ("research",)), "as where none is told"


def test_a_letter_that_is_told_is_not_called_missing(of: Make) -> None:
    plan = of(
        BASE.replace(
            "letters: []", "letters: [{writer: a, specialty: psychiatry, us_faculty: yes}]"
        )
    )
    facts = plan.card("psychiatry").facts
    waiting = [fact for name, fact in facts.items() if "letter" in name and fact.missing]
    assert waiting
    assert not [fact for fact in waiting if "your letters" in missing_words(plan, fact.missing)]


def said_first(plan: Scheduled) -> str:
    """What the page of the tasks says to do first at this distance from graduation."""
    return " ".join(explain(word.finding).text for word in counsel(plan) if word.page == "tasks")


def test_nobody_is_told_to_finish_what_is_behind_them(of: Make) -> None:
    assert "Step 2 CK" not in said_first(of(BASE))
    ahead = BASE.replace("ecfmg: certified", "ecfmg: in_progress").replace(
        "{state: passed, score: 251, failed_attempts: 0, passed_on: 2025-02}", "{state: planned}"
    )
    assert "finish Step 2 CK" in said_first(of(ahead))


def test_whom_a_limit_on_entry_names_is_not_told_to_book_weeks_in_the_us(of: Make) -> None:
    assert "hands-on weeks" in said_first(of(BASE))
    assert "hands-on" not in said_first(of(BASE.replace("India", "Iran")))


# --- What sets the number ---------------------------------------------------------------------


def test_where_every_open_program_is_advised_the_price_is_no_reason(of: Make) -> None:
    """With few states, the first choice takes every open program, and the backup does not."""
    text = SOUND.replace(
        "open_to_all: yes, preferred: []", "open_to_all: no, preferred: [Ohio, Iowa]"
    )
    text = text.replace("primary: internal-medicine", "primary: anesthesiology")
    plan = of(text.replace("considering: []", "considering: [internal-medicine]"))
    assert plan.counts is not None
    found = verdicts(plan)["binding"]
    assert plan.counts.binding == found.outcome == "part"
    assert found.step and filled(found.step.say, plan.facts).startswith("In anesthesiology, these")
