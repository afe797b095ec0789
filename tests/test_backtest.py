"""The back-test: what was held out, what came of it, and that it can fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.backtest import backtest
from sitegen.plan.chance.scales import Scales
from sitegen.plan.chance.trials import Check
from sitegen.plan.decided import Decided
from sitegen.plan.model import Plan
from sitegen.render.pages import backtest as backtest_page
from sitegen.render.views import Views
from tests.pages import page_of

MakePlan = Callable[[str], Plan]


@pytest.fixture(scope="module")
def sample_plan(whole: MakePlan) -> Plan:
    return whole("interests: {primary: neurology}")


@pytest.fixture(scope="module")
def checks(sample_plan: Plan) -> dict[str, Check]:
    return {check.id: check for check in backtest(sample_plan.scales)}


def test_each_check_has_something_to_check(checks: dict[str, Check]) -> None:
    assert len(checks) == 8
    assert all(check.scored for check in checks.values())
    assert sum(len(check.scored) for check in checks.values()) > 170


def test_about_eight_of_ten_predictions_lie_in_their_range(checks: dict[str, Check]) -> None:
    """Apart for what was held out and for the same people, as one could hide the other."""
    for in_sample in (True, False):
        scored = [t for c in checks.values() if c.in_sample is in_sample for t in c.scored]
        share = sum(trial.inside for trial in scored) / len(scored)
        assert len(scored) > 40
        assert 0.7 <= share <= 0.92, "far from 0.8 the ranges say something they do not hold"


def test_rates_are_predicted_without_the_field_itself(checks: dict[str, Check]) -> None:
    rates = checks["rates"]
    assert len(rates.trials) >= 20 and not rates.in_sample
    assert 0.65 <= rates.inside / len(rates.trials) <= 0.95
    assert abs(rates.lean) < 4


def test_failures_are_kept(checks: dict[str, Check]) -> None:
    names = {trial.name for trial in checks["everybody"].failures}
    assert {"psychiatry", "orthopaedic surgery"} <= names
    assert "family medicine" in {trial.name for trial in checks["left-out"].failures}


def test_a_table_without_second_year_positions_is_shown_and_not_scored(
    checks: dict[str, Check],
) -> None:
    apart = {trial.name for trial in checks["everybody"].trials if not trial.scored}
    assert "diagnostic radiology" in apart
    assert "internal medicine" not in apart
    assert all(trial.apart for trial in checks["everybody"].trials if not trial.scored)


def test_the_overall_rate_is_reached_from_single_specialties(checks: dict[str, Check]) -> None:
    assert next(trial.name for trial in checks["anywhere"].trials) == "Match 2026"
    assert all(abs(trial.miss) < 4 for trial in checks["anywhere"].trials)


def test_wrong_figures_are_noticed(sample_plan: Plan) -> None:
    """With every rate of 2026 halved, the tables of other years no longer agree."""
    wrong = Scales.of(_halved(sample_plan.knowledge), sample_plan.as_of)
    found = {check.id: check for check in backtest(wrong)}
    assert found["everybody"].inside <= 5
    assert found["everybody"].lean < -8
    assert found["anywhere"].inside == 0


def _halved(knowledge: Knowledge) -> Knowledge:
    changed = {}
    for name, specialty in knowledge.specialties.items():
        figures = dict(specialty.about.figures)
        told = figures.get("matched_preferred")
        if told:
            use = replace(told.use, value=float(int(told.use.value / 2)))
            figures["matched_preferred"] = replace(told, use=use)
        changed[name] = replace(specialty, about=replace(specialty.about, figures=figures))
    return replace(knowledge, specialties=changed)


def test_it_does_not_depend_on_the_person(
    sample_plan: Plan, plan: Callable[[str], Decided]
) -> None:
    other = plan("{visa: {need: green_card}, interests: {primary: pathology}}")
    assert backtest(other.scales) == backtest(sample_plan.scales)


def test_coverage_is_told_apart_for_the_same_people_and_for_what_was_held_out(
    sample_plan: Plan, checks: dict[str, Check]
) -> None:
    view = backtest_page.view(sample_plan, Views(sample_plan))
    same = [c for name, c in checks.items() if name.startswith("quartiles-") or name == "overall"]
    assert view["sample"]["trials"] == sum(len(c.scored) for c in same)
    assert view["sample"]["trials"] > view["held"]["trials"], "else the lead need not say so"
    assert "no test touches" in view["untested"]
    every = backtest_page.coverage(list(checks.values()))
    for key in ("trials", "inside"):
        assert view["sample"][key] + view["held"][key] == every[key]


@pytest.fixture(scope="module")
def told(sample_plan: Plan) -> dict[str, str]:
    """What the page says of each check, by its anchor."""
    sections = page_of(sample_plan, "back-test").all("section")
    return {each.attributes["id"]: each.text for each in sections}


def test_each_check_says_what_exactly_was_held_out(told: dict[str, str]) -> None:
    assert "set with the rates of the large fields in view" in told["everybody"]
    assert "same report" in told["overall"] and "does read this mean" in told["left-out"]
    assert re.search(r"\d+ of 100 \([\d,]+ of [\d,]+ people\)", told["anywhere"])
    assert "weak test" in told["applications"]
    assert not any("{" in text for text in told.values())


def test_few_trials_say_nothing_about_the_width_of_ranges(told: dict[str, str]) -> None:
    for few in ("anywhere", "quartiles-step2"):
        assert "lie in their range. About" in told[few]
        assert "So these ranges" not in told[few], "five of one prediction, and one less by luck"
