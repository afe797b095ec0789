"""Immigration, jobs and state limits: dates counted back, orders that concern, and to whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.facts.immigration import TARGETS, planned_by
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.immigration import Immigration, named, stay_facts
from sitegen.render.pages import immigration, states, visa
from sitegen.render.quantities import bare
from sitegen.render.views import Views
from tests import rooms
from tests.conftest import AS_OF, ROOT
from tests.pages import page_of
from tests.sites import SAMPLES, profile_of

Make = Callable[[str], Scheduled]
NEED = "visa: {need: sponsorship, accepts: [j1, h1b], in_us: no}\nseason: 2028\n"
OUTCOMES = {"breaks", "narrows", "holds", "not_concerned"}


def step3(planned: str) -> str:
    return f"{NEED}exams: {{step3: {{state: planned, planned: {planned}}}, ecfmg: certified}}\n"


def outcome(it: Immigration, rule: str) -> str | None:
    every = (*it.step3, *it.jobs, *it.lawyer, *(s.finding for s in it.scenarios))
    (found,) = [f for f in every if f.rule.id == rule]
    return found.outcome


# --- Last useful days of Step 3 ---------------------------------------------------------------


def test_last_days_are_counted_back_from_the_season(plan: Make, knowledge: Knowledge) -> None:
    """Five weeks before applications open on 1 September 2027; the petition twelve more."""
    made = plan(NEED)
    days = {each.id: each for each in rooms.guide(made).immigration.last_days}
    assert set(days) == {name for name, _, _ in TARGETS}
    assert days["programs"].day == dt.date(2027, 9, 1) - dt.timedelta(weeks=5)
    assert days["rank"].day == dt.date(2028, 3, 1) - dt.timedelta(weeks=5)
    assert days["petition"].day == dt.date(2028, 7, 1) - dt.timedelta(weeks=17)
    assert all(each.low <= each.day <= each.high for each in days.values())


def test_page_and_tasks_count_the_same_weeks(knowledge: Knowledge) -> None:
    """The timeline's own tasks for Step 3 stand as many weeks before the same dates."""
    weeks = knowledge.parameter("visa.step3-weeks", AS_OF).value
    tasks = {t.id: t.before for t in knowledge.task_templates if t.id.startswith("exam-step3")}
    assert {b.date for b in tasks.values() if b} == {"applications_open", "rank_deadline"}
    assert {b.weeks for b in tasks.values() if b} == {weeks}


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        ("2027-07-28", "in_time"),
        ("2027-07-29", "for_ranking"),
        ("2028-01-26", "for_ranking"),
        ("2028-01-27", "late"),
        ("2028-03-04", "late"),
        ("2028-03-05", "late"),
        ("2027-07", "for_ranking"),
        ("2027-06", "in_time"),
    ],
)
def test_one_day_decides_whether_step_3_is_in_time(planned: str, expected: str, plan: Make) -> None:
    assert outcome(rooms.guide(plan(step3(planned))).immigration, "step3.time") == expected


def test_a_month_without_a_day_ends_on_its_last(plan: Make) -> None:
    for written, day in (
        ("2027-02", dt.date(2027, 2, 28)),
        ("2028-02", dt.date(2028, 2, 29)),
        ("2027-12", dt.date(2027, 12, 31)),
        ("2027-05-15", dt.date(2027, 5, 15)),
    ):
        exams = plan(step3(written)).read.profile.exams
        assert planned_by(exams.step3) == day


def test_a_last_day_in_january_has_a_safer_one_before(plan: Make) -> None:
    it = rooms.guide(plan(NEED)).immigration
    assert it.safer == dt.date(2027, 12, 31)


def test_without_a_season_there_are_no_last_days(plan: Make) -> None:
    made = plan("visa: {need: sponsorship, accepts: [h1b]}\n")
    assert rooms.guide(made).immigration.last_days == ()
    assert rooms.guide(made).immigration.safer is None
    assert immigration.view(whole := rooms.whole(made), Views(whole))["no_season"]


# --- Seven years ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "end", "weeks"),
    [
        ("2021-05", dt.date(2028, 5, 1), 75),
        ("2020-02-29", dt.date(2027, 2, 28), 14),
        ("2019-11-22", dt.date(2026, 11, 22), 0),
        ("2019-11-21", dt.date(2026, 11, 21), -1),
    ],
)
def test_seven_years_end_on_their_day(passed: str, end: dt.date, weeks: int, plan: Make) -> None:
    made = plan(
        f"exams: {{step1: {{state: passed, passed_on: {passed}}}, step2_ck: {{state: planned}}, "
        "ecfmg: in_progress}\n"
    )
    it = rooms.guide(made).states
    assert it.window and it.window.end == end
    assert it.left == ("Step 2 CK",)
    assert stay_facts(made)["steps.window_weeks"].value == weeks
    assert it.seven.outcome == ("open" if weeks >= 52 else "soon" if weeks >= 0 else "over")


def test_clock_begins_with_the_earlier_step(plan: Make) -> None:
    made = plan(
        "exams: {step1: {state: passed, passed_on: 2024-09}, "
        "step2_ck: {state: passed, passed_on: 2023-03}}\n"
    )
    window = rooms.guide(made).states.window
    assert window and (window.exam, window.end) == ("Step 2 CK", dt.date(2030, 3, 1))


def test_a_passed_step_without_its_month_leaves_the_clock_open(plan: Make) -> None:
    made = plan("exams: {step1: {state: passed}, step2_ck: {state: planned}, ecfmg: in_progress}\n")
    it = rooms.guide(made).states
    assert it.window is None
    assert it.seven.outcome is None
    assert it.seven.missing == ("exams.step1.passed_on",)


# --- Scenarios --------------------------------------------------------------------------------


def test_every_policy_has_a_rule_that_can_break_or_spare(knowledge: Knowledge) -> None:
    rules = {r.id.removeprefix("scenario."): r for r in knowledge.rules_in("scenarios")}
    assert set(rules) == set(knowledge.policies)
    assert len(rules) >= 6
    for rule in rules.values():
        words = {step.outcome for step in (*rule.steps, rule.otherwise)}
        assert words <= OUTCOMES
        assert "not_concerned" in words and len(words) >= 2, rule.id


def test_policies_are_dated_and_end_before_today(knowledge: Knowledge) -> None:
    for key, policy in knowledge.policies.items():
        assert policy.since <= policy.as_of <= AS_OF, key


PEOPLE = {
    "Nigeria": ("breaks", "holds"),
    "Iran": ("breaks", "holds"),
    "India": ("not_concerned", "not_concerned"),
}


@pytest.mark.parametrize("country", PEOPLE)
def test_entry_limits_break_only_for_those_they_name(country: str, plan: Make) -> None:
    it = rooms.guide(
        plan(
            f"applicant: {{citizenship: [{country}]}}\n"
            "visa: {need: sponsorship, accepts: [j1], in_us: no}\n"
        )
    ).immigration
    found = (outcome(it, "scenario.entry-ban-2026"), outcome(it, "scenario.uscis-hold"))
    assert found == PEOPLE[country]


def test_h1b_opens_what_a_limit_on_j1_shuts(plan: Make) -> None:
    who = "applicant: {citizenship: [Nigeria]}\n"
    for accepts, expected in (("[j1]", "breaks"), ("[j1, h1b]", "narrows"), ("[h1b]", "narrows")):
        made = plan(f"{who}visa: {{need: sponsorship, accepts: {accepts}, in_us: no}}\n")
        assert outcome(rooms.guide(made).immigration, "scenario.entry-ban-2026") == expected


def test_only_h1b_from_abroad_breaks_with_the_payment(plan: Make) -> None:
    for in_us, expected in (("no", "breaks"), ("yes", "holds")):
        made = plan(f"visa: {{need: sponsorship, accepts: [h1b], in_us: {in_us}}}\n")
        assert outcome(rooms.guide(made).immigration, "scenario.h1b-payment") == expected


@pytest.mark.parametrize(
    ("need", "lead"),
    [("green_card", "No order on visas stops"), ("work_authorisation", "renew it early")],
)
def test_nobody_is_concerned_who_needs_no_visa(need: str, lead: str, plan: Make) -> None:
    made = plan(f"applicant: {{citizenship: [Iran]}}\nvisa: {{need: {need}}}\nseason: 2028\n")
    it = rooms.guide(made).immigration
    assert {s.finding.outcome for s in it.scenarios} == {"not_concerned"}
    assert {f.outcome for f in it.lawyer} == {"clear"}
    view = immigration.view(whole := rooms.whole(made), Views(whole))
    assert not view["concerned"] and not view["last_days"] and not view["waivers"]
    assert lead in page_of(whole, "immigration").all("p", cls="lead")[0].text


# --- States and jobs --------------------------------------------------------------------------


def test_each_preferred_state_has_a_row_with_questions(plan: Make) -> None:
    made = plan(
        NEED + "constraints: {states: {preferred: [CA, OH]}}\n"
        "exams: {step1: {state: passed, failed_attempts: 1}}\nschool: {graduated: 2015-01}\n"
    )
    rows = {row.state: row for row in rooms.guide(made).states.rows}
    assert list(rows) == ["California", "Ohio"]
    assert len(rows["California"].known) >= 3 and not rows["Ohio"].known
    assert rows["Ohio"].ask == ("training", "tries", "step3", "graduation")


def test_no_state_named_still_shows_the_rules(plan: Make) -> None:
    for wish in ("", "constraints: {states: {open_to_all: yes}}\n"):
        made = plan(NEED + wish)
        view = states.view(whole := rooms.whole(made), Views(whole))
        assert not view["rows"] and len(view["general"]) >= 6 and len(view["special"]) >= 6


def test_waiver_roads_join_fields_and_states(plan: Make, knowledge: Knowledge) -> None:
    made = plan(
        NEED + "interests: {primary: anesthesiology}\n"
        "constraints: {states: {preferred: [Ohio, Texas]}}\n"
    )
    roads = {w.program.title.split()[0]: w for w in rooms.guide(made).immigration.waivers}
    assert roads["HHS"].leaves_out[0].id == "anesthesiology"
    assert roads["Conrad"].states == ("Ohio", "Texas")
    assert roads["Conrad"].used_up == ("Ohio",)
    assert roads["Appalachian"].states == ("Ohio",)
    assert roads["Delta"].states == ()
    assert len(knowledge.waivers) == 6


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_pages_of_every_sample_are_whole(sample: str, plan: Make) -> None:
    made = rooms.whole(plan(profile_of(sample).read_text(encoding="utf-8")))
    for page in ("immigration", "states"):
        text = page_of(made, page).text
        assert len(text) > 1000
        assert re.findall(r"\bNone\b|[{}]|\bnot known\b \d", text) == []


def test_message_names_only_the_visas_that_are_accepted(plan: Make) -> None:

    for accepts, expected in (("[j1]", (True, False)), ("[h1b]", (False, True))):
        made = plan(f"visa: {{need: sponsorship, accepts: {accepts}}}\nseason: 2028\n")
        ask = visa.view(whole := rooms.whole(made), Views(whole))["ask"]
        assert (ask["j1"], ask["h1b"]) == expected
        assert bare(ask["starts"]) == "1 July 2028"
    whole = rooms.whole(plan("visa: {need: green_card}\n"))
    assert visa.view(whole, Views(whole))["ask"] is None


def test_facts_made_are_those_of_their_file(plan: Make) -> None:
    listed = (ROOT / "data" / "facts" / "immigration.yaml").read_text(encoding="utf-8")
    names = set(re.findall(r"(?m)^([a-z0-9]+\.[a-z0-9_]+):", listed))
    made = plan((Path(__file__).parent / "profiles" / "rich.yaml").read_text(encoding="utf-8"))
    facts = {n for n in stay_facts(made) if n not in made.facts}
    assert names == facts | {"jobs.named", "jobs.wanted"}
    assert [
        n
        for n in facts
        if not stay_facts(plan(""))[n].known and not stay_facts(plan(""))[n].missing
    ] == []


def test_fields_of_nobody_are_not_called_theirs(plan: Make) -> None:
    """With one specialty and no backup needed, jobs are told for that one alone."""
    text = profile_of("internal-medicine-strong").read_text("utf-8")
    made = plan(text)
    assert made.choice.verdict == "not_needed"
    assert [card.id for card in named(made)] == ["internal-medicine"]


def test_a_list_of_one_field_is_not_told_to_hold_all_fields(plan: Make) -> None:
    order = {
        sample: next(
            t.text
            for t in plan(profile_of(sample).read_text("utf-8")).tasks
            if t.id == "rank-order"
        )
        for sample in ("internal-medicine-strong", "anesthesiology-hopeful")
    }
    assert "everything on one list" in order["internal-medicine-strong"]
    assert "anesthesiology and internal medicine on one list" in order["anesthesiology-hopeful"]
