"""A lost year and the budget of the cycle: arithmetic, currencies, and what is not told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Request, build
from sitegen.facts.purse import Purse
from sitegen.facts.year import clock_end, first_passed, training_starts, years_later
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.budget import AGAIN, GROUPS, Budget, budget
from sitegen.profile import ReadProfile
from sitegen.profile.fields import Money
from sitegen.render.guide.money_words import about, amount, dollars, own
from sitegen.render.quantities import marked
from tests import rooms
from tests.conftest import AS_OF
from tests.sites import SAMPLES, page, profile_of

MakePlan = Callable[[str], Scheduled]
Read = Callable[[str], ReadProfile]

MONEY = """
season: 2028
interests: {primary: psychiatry}
constraints:
  money: {currency: PKR, per_usd: 280, income_month: 70000, costs_month: 120000, savings: 900000}
"""


KNOWN_ENOUGH = "visa: {need: sponsorship}\nschool: {graduated: 2024-06}\n"
"""Two of the three answers on which every number rests: so much is priced, within its range."""


def ids(found: Budget, state: str) -> set[str]:
    return {line.id for line in found.lines if line.state == state}


# --- The purse --------------------------------------------------------------------------------


def test_an_amount_in_dollars_is_divided_by_the_price_of_a_dollar() -> None:
    purse = Purse.of(Money(currency="PKR", per_usd=280, income_month=70_000))
    assert purse.usd(70_000) == 250
    assert purse.own(250) == 70_000


def test_us_dollars_need_no_rate() -> None:
    purse = Purse.of(Money(currency="USD", savings=900))
    assert (purse.usd(900), purse.own(900)) == (900, 900)
    assert own(purse, 900, 900) == ""


@pytest.mark.parametrize("money", [None, Money(), Money(savings=5), Money(currency="PKR")])
def test_without_a_rate_nothing_is_converted(money: Money | None) -> None:
    purse = Purse.of(money)
    assert purse.usd(5) is None
    assert purse.own(5) is None
    assert own(purse, 5, 5) == ""


def test_savings_last_as_many_months_as_they_hold_what_is_short_in_one() -> None:
    """900,000 at 50,000 a month: 18 months of 30.44 days."""
    purse = Purse.of(
        Money(
            currency="PKR", per_usd=280, income_month=70_000, costs_month=120_000, savings=900_000
        )
    )
    assert purse.lasts_until(AS_OF) == AS_OF + dt.timedelta(days=round(18 * 30.44))
    half = purse.lasts_until(AS_OF, spent_usd=450_000 / 280)
    assert half == AS_OF + dt.timedelta(days=round(9 * 30.44))
    assert purse.lasts_until(AS_OF, spent_usd=1_000_000) == AS_OF


def test_an_income_that_covers_the_costs_leaves_savings_alone() -> None:
    purse = Purse.of(Money(currency="USD", income_month=10, costs_month=10, savings=1))
    assert purse.grows is True
    assert purse.lasts_until(AS_OF) is None


def test_amounts_are_told_in_round_numbers() -> None:
    purse = Purse.of(Money(currency="INR", per_usd=90))
    assert dollars(935, 935, "a") == marked("a.low", 935, "$935")
    ends = marked("a.low", 66_484, "$66,500"), marked("a.high", 75_784, "$75,800")
    assert about(66_484, 75_784, "a") == " to ".join(ends)
    assert own(purse, 935, 1_635) == "INR 84,200 to 147,000"
    assert amount(purse, 85_123, 85_123) == "INR 85,123"


# --- A lost year ------------------------------------------------------------------------------


def test_price_is_the_pay_less_the_own_income_plus_the_fees_of_another_season(
    plan: MakePlan, knowledge: Knowledge
) -> None:
    made = plan(MONEY)
    ledger, fees = rooms.guide(made).lost_year, budget(made).of(*AGAIN)
    salary = knowledge.parameter("money.resident-salary", AS_OF).value
    assert ledger.salary == salary == 68_166
    assert ledger.own_year == 12 * 70_000 / 280 == 3_000
    assert ledger.gap == (65_166, 65_166)
    assert ledger.fees == fees
    assert ledger.price == (65_166 + fees[0], 65_166 + fees[1])
    assert ledger.pay_months[0] == pytest.approx(12 * ledger.price[0] / 68_166)


def test_an_income_that_is_not_told_is_a_range_and_not_a_zero(plan: MakePlan) -> None:
    ledger = rooms.guide(plan("season: 2028")).lost_year
    assert ledger.own_year is None
    assert ledger.gap == (0, ledger.salary)
    assert ledger.price[0] < ledger.salary < ledger.price[1]
    assert ledger.lasts_until is None


def test_who_earns_more_than_a_resident_loses_no_income(plan: MakePlan) -> None:
    ledger = rooms.guide(
        plan("constraints: {money: {currency: USD, income_month: 9000}}")
    ).lost_year
    assert ledger.gap == (68_166 - 108_000, 68_166 - 108_000)
    assert ledger.price[0] == 0


SAVINGS = [
    (1_000, 1_000, 0, "grow"),
    (0, 100, 1_900, "short"),  # 19 months from November 2026: June 2028
    (0, 100, 2_000, "until_start"),  # 20 months: July 2028
    (0, 100, 3_100, "until_start"),  # 31 months: June 2029
    (0, 100, 3_200, "through"),  # 32 months: July 2029
]


@pytest.mark.parametrize(("income", "costs", "savings", "word"), SAVINGS)
def test_savings_are_held_against_both_starts(
    income: int, costs: int, savings: int, word: str, plan: MakePlan
) -> None:
    """Residency begins on 1 July 2028 after this season, and on 1 July 2029 after a lost year."""
    money = f"{{currency: USD, income_month: {income}, costs_month: {costs}, savings: {savings}}}"
    made = plan(f"season: 2028\nconstraints: {{money: {money}}}")
    assert made.facts["year.savings"].value == word


@pytest.mark.parametrize("known", ["costs_month: 5", "income_month: 0, costs_month: 5"])
def test_savings_that_are_not_told_stay_open(known: str, plan: MakePlan) -> None:
    made = plan(f"season: 2028\nconstraints: {{money: {{currency: USD, {known}}}}}")
    fact = made.facts["year.savings"]
    assert fact.value is None
    assert "constraints.money.savings" in fact.missing


ENOUGH = [
    ("income_month: 1000, costs_month: 1000, savings: 100000", False),
    ("income_month: 9000, costs_month: 1000, savings: 0", False),  # 19 months leave $152,000
    ("income_month: 0, costs_month: 100, savings: 2000", True),  # nothing is left for fees
]


@pytest.mark.parametrize(("money", "missing"), ENOUGH)
def test_money_that_ends_before_the_first_day_of_residency_is_missing_on_each_page(
    money: str, missing: bool, plan: MakePlan
) -> None:
    """Savings that living uses up cannot pay a fee as well."""
    made = plan(f"season: 2028\nconstraints: {{money: {{currency: USD, {money}}}}}")
    ledger, found = rooms.guide(made).lost_year, budget(made)
    assert found.short is not None
    assert (found.short[0] > 0) is missing
    assert ledger.start is not None
    gone = ledger.after_fees is not None and ledger.after_fees[1] < ledger.start
    assert gone is missing


def test_without_monthly_numbers_nothing_is_said_to_be_missing(plan: MakePlan) -> None:
    found = budget(plan("season: 2028\nconstraints: {money: {currency: USD, savings: 5}}"))
    assert (found.living, found.short) == (None, None)


CLOCK = [
    ("step1: {state: passed, passed_on: 2022-06}", "presses"),  # 2029-06, before July 2029
    ("step1: {state: passed, passed_on: 2022-08}", "narrow"),  # 2029-08, in the first year
    ("step1: {state: passed, passed_on: 2023-08}", "roomy"),  # 2030-08, after it
    ("step1: {state: passed}", None),
]


@pytest.mark.parametrize(("step1", "word"), CLOCK)
def test_seven_years_since_the_first_step_are_held_against_a_start_one_year_later(
    step1: str, word: str | None, plan: MakePlan
) -> None:
    rest = "step2_ck: {state: passed, passed_on: 2026-01}, step3: {state: not_planned}"
    made = plan(f"season: 2028\nexams: {{{step1}, {rest}}}")
    assert made.facts["year.exam_clock"].value == word


def test_step3_passed_stops_the_clock_and_no_step_passed_has_none(plan: MakePlan) -> None:
    done = plan("exams: {step3: {state: passed}}")
    assert done.facts["year.exam_clock"].value == "done"
    begun = plan("exams: {step1: {state: planned}, step2_ck: {state: not_planned}}")
    assert begun.facts["year.exam_clock"].value == "not_begun"


def test_the_first_step_is_the_earlier_of_the_two(profile: Read, knowledge: Knowledge) -> None:
    both = profile(
        "exams: {step1: {state: passed, passed_on: 2024-05}, "
        "step2_ck: {state: passed, passed_on: 2023-02}}"
    ).profile
    assert first_passed(both) == dt.date(2023, 2, 1)
    assert clock_end(both, knowledge, AS_OF) == dt.date(2030, 2, 1)
    one = profile("exams: {step1: {state: passed, passed_on: 2024-05}}").profile
    assert first_passed(one) is None


def test_the_end_of_february_has_a_day_in_every_year() -> None:
    assert years_later(dt.date(2024, 2, 29), 1) == dt.date(2025, 2, 28)


def test_a_season_without_dates_still_begins_in_july(profile: Read, knowledge: Knowledge) -> None:
    far = profile("season: 2035").profile
    assert training_starts(far, knowledge) == dt.date(2035, 7, 1)
    assert training_starts(profile("{}").profile, knowledge) is None


# --- The budget -------------------------------------------------------------------------------

FINISHED = """
season: 2028
visa: {need: green_card, in_us: yes}
exams:
  step1: {state: passed}
  step2_ck: {state: passed}
  step3: {state: passed}
  oet: {state: passed}
  ecfmg: certified
us_experience: [{specialty: internal-medicine, kind: elective, weeks: 8}]
interests: {primary: internal-medicine}
"""


def test_what_is_behind_somebody_is_not_counted(plan: MakePlan) -> None:
    found = budget(plan(FINISHED))
    assert {line.group for line in found.due} == {"application", "interviews", "match", "visa"}
    assert ids(found, "perhaps") == set()
    assert not any(line.id.startswith("j1-") for line in found.due)
    assert found.total == (
        sum(line.low for line in found.due),
        sum(line.high for line in found.due),
    )


def test_what_is_not_known_counts_from_nothing_to_its_price(plan: MakePlan) -> None:
    found = budget(plan("{}"))
    perhaps = {line.id: line for line in found.due if line.state == "perhaps"}
    assert {"step1", "step2-ck", "step3", "oet", "pathway", "j1-sevis"} <= set(perhaps)
    assert all(line.low == 0 < line.high for line in perhaps.values())
    assert all(line.missing for line in perhaps.values())
    assert found.applications == "open"


STEP3 = [
    ("step3: {state: planned, planned: 2027-05}", "need: green_card", "due"),
    ("step3: {state: failed}", "need: green_card", "due"),
    ("step3: {state: not_planned}", "need: green_card", "not_due"),
    ("step3: {state: not_planned}", "need: sponsorship, accepts: [h1b]", "due"),
    ("step3: {state: not_planned}", "need: sponsorship, accepts: [j1, h1b]", "not_due"),
    ("step3: {state: not_planned}", "need: sponsorship", "perhaps"),
    ("step3: {state: passed}", "need: sponsorship, accepts: [h1b]", "not_due"),
    ("ecfmg: certified", "need: sponsorship", "perhaps"),
]


@pytest.mark.parametrize(("exams", "visa", "state"), STEP3)
def test_step3_is_counted_for_those_who_want_or_need_it(
    exams: str, visa: str, state: str, plan: MakePlan
) -> None:
    found = budget(plan(f"exams: {{{exams}}}\nvisa: {{{visa}}}"))
    assert [line.state for line in found.lines if line.id == "step3"] == [state]


VISAS = [
    ("need: green_card", "not_due"),
    ("need: sponsorship, accepts: [h1b]", "not_due"),
    ("need: sponsorship, accepts: [j1]", "due"),
    ("need: sponsorship, accepts: [j1, h1b]", "perhaps"),
]


@pytest.mark.parametrize(("visa", "state"), VISAS)
def test_j1_fees_are_counted_only_where_j1_may_come(visa: str, state: str, plan: MakePlan) -> None:
    found = budget(plan(f"visa: {{{visa}}}"))
    states = {line.state for line in found.lines if line.id.startswith("j1-")}
    assert states == {state}


def test_trips_from_two_places_are_never_added(plan: MakePlan) -> None:
    """While the place is not told, the dearer one bounds the range."""

    def high(text: str) -> float:
        return budget(plan(text)).of("interviews")[1]

    inside, abroad = high("visa: {in_us: yes}"), high("visa: {in_us: no}")
    assert 0 < inside < abroad
    assert high("{}") == abroad


def test_an_exam_is_paid_by_the_day_it_is_planned_for(plan: MakePlan) -> None:
    made = plan("season: 2028\nexams: {step1: {state: planned, planned: 2027-02}}")
    lines = {line.id: line for line in budget(made).lines}
    assert lines["step1"].due == dt.date(2027, 2, 1)
    assert lines["nrmp"].due == made.season_dates["nrmp_standard_deadline"].date


def test_applications_are_those_of_the_page_on_counts(plan: MakePlan) -> None:
    made = plan(profile_of("anesthesiology-hopeful").read_text(encoding="utf-8"))
    found = budget(made)
    fees = [line for line in found.lines if line.id.startswith(("applications", "transcripts"))]
    assert made.counts is not None
    assert found.applications == "advised"
    assert sum(line.low for line in fees) == made.counts.advice_total


def test_where_no_number_is_advised_both_readings_span_the_fees(plan: MakePlan) -> None:
    text = profile_of("radiology-h1b-only").read_text(encoding="utf-8")
    made = plan(text.replace("application_budget: 3200", "application_budget: 50"))
    found = budget(made)
    assert made.counts is not None and not any(cost.programs for cost in made.counts.advice)
    (line,) = [each for each in found.lines if each.id == "applications"]
    assert found.applications == "options"
    assert 0 < line.low < line.high


@pytest.mark.parametrize("sample", SAMPLES)
def test_sums_of_the_groups_are_the_total(sample: str, plan: MakePlan) -> None:
    found = budget(plan(profile_of(sample).read_text(encoding="utf-8")))
    ends = [found.of(name) for name in GROUPS]
    assert found.total == (sum(low for low, _ in ends), sum(high for _, high in ends))
    assert found.total[0] <= found.total[1]


def test_every_cost_has_its_group_and_only_travel_is_per_interview(knowledge: Knowledge) -> None:
    assert len(knowledge.costs) >= 15
    assert {item.group for item in knowledge.costs.values()} == set(GROUPS)
    travel = {key for key, item in knowledge.costs.items() if item.per == "interview"}
    assert travel == {k for k, item in knowledge.costs.items() if item.group == "interviews"}


# --- The pages --------------------------------------------------------------------------------


def built(text: str, folder: Path) -> Path:
    profile = folder / "profile.yaml"
    profile.write_text(text, encoding="utf-8")
    build(Request(profile, folder / "site", AS_OF, with_pdf=False), lambda line: None)
    return folder / "site"


def test_both_pages_name_the_own_rate_and_whose_it_is(tmp_path: Path) -> None:
    site = built(MONEY + KNOWN_ENOUGH, tmp_path)
    for name in ("budget", "lost-year"):
        text = page(site / f"{name}.html").text
        assert "PKR 280 for one US dollar" in text, name
        assert "your own entry" in text, name


def test_without_a_rate_no_column_is_empty(tmp_path: Path) -> None:
    site = built("season: 2028\n" + KNOWN_ENOUGH, tmp_path)
    for name in ("budget", "lost-year"):
        (table,) = page(site / f"{name}.html").all("table", cls="budget")
        assert "Your currency" not in table.text
        cells = {len(row.all("td", "th")) for row in table.all("tr")}
        assert len(cells) == 1


def test_who_needs_no_visa_reads_about_none(tmp_path: Path) -> None:
    site = built(FINISHED, tmp_path)
    assert "J-1" not in page(site / "budget.html").all("main")[0].text
    assert "You need no sponsor" in page(site / "lost-year.html").text


def test_a_page_that_knows_little_says_what_it_did_without(tmp_path: Path) -> None:
    text = page(built(KNOWN_ENOUGH, tmp_path) / "lost-year.html").text
    assert "This page had to do without: your income" in text
    assert "None" not in text
