"""The timeline: days counted back from the season, compression, chains, and one list of tasks."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled, Task
from sitegen.plan.stages import make_schedule
from sitegen.plan.task_days import months_before, phase_starts
from sitegen.plan.timeline import timeline
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF
from tests.sites import SAMPLES, Element, page, site

WEEK = dt.timedelta(weeks=1)
LATE = dt.date(2027, 8, 1)
"""A month before applications of Match 2028 open (estimate: 1 September 2027)."""

EXAMS = """
season: 2028
visa: {need: sponsorship, accepts: [j1, h1b]}
exams: {step1: {state: not_planned}, step2_ck: {state: not_planned}, step3: {state: not_planned},
        ecfmg: not_started, oet: {state: not_planned}}
interests: {primary: psychiatry}
us_experience: []
letters: []
"""


@pytest.fixture(scope="module")
def on(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> Callable[[str, dt.date], Scheduled]:
    """Make a plan from YAML text on a day."""
    return lambda text, day: make_schedule(profile(text), knowledge, day)


def task(plan: Scheduled, name: str) -> Task:
    (found,) = [t for t in plan.tasks if t.id == name]
    return found


def test_days_count_back_from_the_date_of_the_season(
    on: Callable[[str, dt.date], Scheduled], knowledge: Knowledge
) -> None:
    plan = on(EXAMS, AS_OF)
    (template,) = [t for t in knowledge.task_templates if t.id == "statement-final"]
    assert template.before is not None
    opens = plan.season_dates[template.before.date]
    found = task(plan, "statement-final.psychiatry")
    assert found.due is not None and found.due_low and found.due_high
    assert found.due <= opens.date - template.before.weeks * WEEK
    assert opens.low and opens.high
    assert (found.due_high - found.due_low) == (opens.high - opens.low)


def test_what_others_wait_for_comes_early_enough(on: Callable[[str, dt.date], Scheduled]) -> None:
    """No task ends after the last day on which a task that waits for it has to begin."""
    plan = on(EXAMS, AS_OF)
    checked = 0
    for later in plan.tasks:
        for first in plan.tasks:
            same = None in (first.specialty, later.specialty) or first.specialty == later.specialty
            if first.template in later.after and same and first.due and later.begin:
                assert first.due <= later.begin, (first.id, later.id)
                checked += 1
    assert checked >= 5


def test_late_start_drops_what_no_longer_fits_and_says_what_to_do_instead(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    early, late = on(EXAMS, AS_OF), on(EXAMS, LATE)
    assert task(early, "rotation.psychiatry").state in ("open", "now")
    dropped = task(late, "rotation.psychiatry")
    assert dropped.state == "dropped" and dropped.due is None
    assert "rotation" in dropped.late
    assert dropped.id in timeline(late).given_up
    assert not timeline(early).given_up


def test_a_day_that_has_passed_is_for_now_while_it_can_still_be_done(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS, LATE)
    draft = task(plan, "statement-draft.psychiatry")
    assert (draft.state, draft.due) == ("now", None)


def test_a_planned_exam_stands_on_its_own_day_with_a_warning_when_it_is_late(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    text = EXAMS.replace(
        "step2_ck: {state: not_planned}", "step2_ck: {state: planned, planned: 2027-08-30}"
    )
    found = task(on(text, AS_OF), "exam-step2-ck")
    assert found.due == dt.date(2027, 8, 30)
    assert "after the last useful day" in found.why


def test_a_planned_day_that_has_passed_asks_for_the_result(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    text = EXAMS.replace("step1: {state: not_planned}", "step1: {state: planned, planned: 2026-10}")
    found = task(on(text, AS_OF), "exam-step1")
    assert found.state == "now" and "result" in found.text and found.path == "exams.step1"


@pytest.mark.parametrize(
    ("accepts", "asked"), [("[h1b]", "exam-step3-only"), ("[j1, h1b]", "exam-step3"), ("[j1]", "")]
)
def test_step_3_is_asked_of_those_who_want_h1b(
    on: Callable[[str, dt.date], Scheduled], accepts: str, asked: str
) -> None:
    plan = on(EXAMS.replace("[j1, h1b]", accepts), AS_OF)
    found = [t.id for t in plan.tasks if t.id.startswith("exam-step3")]
    assert found == ([asked] if asked else [])


LETTERS = """
letters:
  - {writer: Dr A, specialty: psychiatry, us_faculty: yes, state: received, supports: [psychiatry]}
  - {writer: Dr B, specialty: psychiatry, us_faculty: no, state: promised, supports: [psychiatry]}
"""
ASKED = "  - {writer: Dr C, specialty: psychiatry, us_faculty: yes, state: to_ask, supports: []}\n"


@pytest.mark.parametrize(("more", "lacks"), [("", True), (ASKED, False)])
def test_letters_are_looked_for_only_where_nobody_is_left_to_ask(
    more: str, lacks: bool, on: Callable[[str, dt.date], Scheduled]
) -> None:
    """Two letters of three and nobody to ask: find a writer. With one to ask there are three."""
    found = on(EXAMS.replace("letters: []\n", LETTERS + more), AS_OF).tasks
    names, texts = {t.id for t in found}, {t.text for t in found}
    assert ("letters-find.psychiatry" in names) is lacks
    assert ("letter-relationship.psychiatry" in names) is lacks
    assert "Send a reminder of the promised letter to: Dr B." in texts
    assert ("Ask for the letter from: Dr C." in texts) is not lacks


@pytest.mark.parametrize(
    ("country", "need", "asked"),
    [
        ("Nigeria", "sponsorship", True),
        ("Ukraine", "sponsorship", False),
        ("Nigeria", "green_card", False),
    ],
)
def test_an_entry_limit_sends_to_a_lawyer_first(
    country: str, need: str, asked: bool, on: Callable[[str, dt.date], Scheduled]
) -> None:
    text = f"season: 2028\napplicant: {{citizenship: [{country}]}}\nvisa: {{need: {need}}}\n"
    assert ("lawyer-entry" in {t.id for t in on(text, AS_OF).tasks}) is asked


@pytest.mark.parametrize(("in_us", "asked"), [("no", True), ("yes", False)])
def test_step3_from_abroad_begins_with_the_visitor_visa(
    in_us: str, asked: bool, on: Callable[[str, dt.date], Scheduled]
) -> None:
    exams = (
        "exams: {step1: {state: passed}, step2_ck: {state: passed, score: 240}, "
        "step3: {state: planned, planned: 2027-05}, ecfmg: certified, oet: {state: passed}}"
    )
    head, tail = EXAMS.split("exams:")[0], EXAMS.split("oet: {state: not_planned}}")[1]
    text = head.replace("h1b]", f"h1b], in_us: {in_us}") + exams + tail
    assert ("step3-register" in {t.id for t in on(text, AS_OF).tasks}) is asked


def test_papers_for_the_visa_go_out_within_two_weeks_of_match_day(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS, AS_OF)
    match_day = plan.season_dates["match_day"].date
    for name in ("ds-2019", "h1b-petition"):
        assert task(plan, name).due == match_day + 2 * WEEK


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("{money: no, visa: yes, morale: no}", "your money and your morale"),
        ("{money: no, visa: no, morale: no}", "your money, your visa and your morale"),
        ("{money: yes, visa: no, morale: yes}", "your visa"),
        ("{money: yes, visa: yes, morale: yes}", None),
    ],
)
def test_what_a_lost_year_is_too_much_for_is_named(
    told: str, words: str | None, on: Callable[[str, dt.date], Scheduled]
) -> None:
    plan = on(EXAMS + f"constraints: {{lost_year: {told}}}\n", AS_OF)
    assert plan.facts["applicant.lost_year_words"].value == words


def test_a_lost_year_is_about_status_where_no_visa_is_needed(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on("visa: {need: green_card}\nconstraints: {lost_year: {visa: no}}\n", AS_OF)
    assert plan.facts["applicant.lost_year_words"].value == "your status"


def test_green_card_holders_have_no_task_about_visas(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS.replace("{need: sponsorship, accepts: [j1, h1b]}", "{need: green_card}"), AS_OF)
    words = " ".join(t.text + t.why for t in plan.tasks)
    assert len(plan.tasks) > 15
    assert not re.search(r"visa|J-1|H-1B|DS-2019|passport", words)


def test_unknown_conditions_keep_the_task_and_name_what_it_depends_on(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS.replace("letters: []\n", ""), AS_OF)
    assert task(plan, "letters-find.psychiatry").missing == ("letters",)


def test_without_a_season_tasks_stand_in_order_without_days(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS.replace("season: 2028\n", ""), AS_OF)
    assert all(t.due is None for t in plan.tasks)
    assert [p.state for p in timeline(plan).phases] == ["undated"] * 7
    phases = [p.id for p in plan.knowledge.phases]
    ranks = [phases.index(t.phase) for t in plan.tasks if t.phase in phases and t.state == "open"]
    assert len(ranks) > 15 and ranks == sorted(ranks)


def test_phases_follow_each_other_and_begin_on_the_first_of_a_month(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    starts = list(phase_starts(on(EXAMS, AS_OF)).values())
    assert len(starts) == 7 and starts == sorted(starts)
    assert starts[0] == dt.date(2026, 3, 1)
    assert months_before(dt.date(2027, 1, 31), 2) == dt.date(2026, 11, 1)


def test_what_is_left_of_a_phase_that_is_over_stands_under_now_or_in_the_phase_of_today(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    """No heading of a season's past holds a task, and each task of the plan stands once."""
    for day, phase in ((AS_OF, "months-9-12"), (LATE, "season")):
        plan = on(EXAMS, day)
        it = timeline(plan)
        (today,) = [p for p in it.phases if p.state == "now"]
        over = [p for p in it.phases if p.state == "past"]
        assert today.id == phase and over and not [p for p in over if p.tasks]
        left = [task(plan, name) for name in today.tasks]
        late = [t.id for t in left if t.phase in {p.id for p in over}]
        assert late, "something is left of what is over"
        assert all(t.begin is None or t.begin > day for t in left)
        begun = {t.id for t in plan.tasks if t.state == "open" and t.begin and t.begin <= day}
        assert begun and begun < set(it.for_now)
        shown = [*it.for_now, *(name for p in it.phases for name in p.tasks)]
        assert sorted(shown) == sorted(t.id for t in plan.tasks if t.state != "dropped")


def test_chains_hold_tasks_that_wait_for_each_other(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(EXAMS, AS_OF)
    chains = timeline(plan).chains
    assert chains and all(len(c.tasks) > 1 for c in chains)
    assert ["exam-step1", "exam-step2-ck", "ecfmg-certificate"] in [
        list(c.tasks[:3]) for c in chains
    ]
    for chain in chains:
        for first, later in zip(chain.tasks, chain.tasks[1:], strict=False):
            assert task(plan, first).template in task(plan, later).after
        assert chain.weeks == sum(task(plan, t).takes for t in chain.tasks)


def test_a_month_that_is_planned_is_told_alike_in_a_chain_and_in_its_phase(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Step 3 in May 2027 was by 1 May 2027 where it begins a chain."""
    folder = site(tmp_path_factory.getbasetemp(), "anesthesiology-hopeful")
    told = page(folder / "tasks.html").text
    assert told.count("in May 2027") >= 2
    assert "1 May 2027" not in told


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_task_stands_once_on_the_page_of_the_tasks(
    sample: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With one box, if it is not too late, as in plan.json; a row of tasks leads to its box."""
    folder = site(tmp_path_factory.getbasetemp(), sample)
    told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["tasks"]
    alive = {t["id"] for t in told if t["state"] != "dropped"}
    assert len(alive) > 10
    assert boxes(folder / "tasks.html") == sorted(alive)
    shown = page(folder / "tasks.html").by_id("main")
    steps = [a.attributes["href"] for row in shown.all("ol", cls="chain") for a in row.all("a")]
    assert {step.removeprefix("#task-") for step in steps} <= alive
    whys = [e.text for e in shown.all("span", cls="t-why")]
    reasons = [why for why in whys if why in {t["why"] for t in told}]
    assert reasons and len(reasons) == len(set(reasons)), "no reason is told twice"
    dropped = [t for t in told if t["state"] == "dropped" and t["given_up"]]
    text = shown.text
    assert [t["id"] for t in dropped if t["given_up"] not in text] == []


def boxes(path: Path) -> list[str]:
    """The ids of the tasks that can be ticked on a page, each as often as it stands there."""

    def is_tick(e: Element) -> bool:
        return e.attributes.get("type") == "checkbox"

    return sorted(e.attributes["data-task"] for e in page(path).all("input") if is_tick(e))
