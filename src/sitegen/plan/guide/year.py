"""What a lost year costs this applicant, beside matching into the backup now."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.cited import cited
from sitegen.facts.model import Citation, Interval
from sitegen.facts.purse import Purse
from sitegen.facts.year import clock_end, first_passed, one_year_later, training_starts
from sitegen.plan.decided import Decided, Scheduled
from sitegen.plan.guide.budget import AGAIN, Budget, budget
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

SALARY = "money.resident-salary"


@record
class Ledger:
    """The price of one more year. Amounts are in USD.

    `salary` is the first year of residency, `own_year` what the applicant earns now in a year,
    `gap` the difference, `fees` what another season costs again, `price` gap and fees together.
    Two numbers are a low and a high end. `start` is the first day of residency after this season,
    `later` one year after. `lasts_until` is the day savings end; `after_fees` the same once the
    fees of this cycle are paid from them, at their high and their low end. `clock` is the day on
    which the years since the first Step, passed on `first_step`, end.
    """

    start: dt.date | None
    later: dt.date | None
    salary: float
    salary_from: Citation
    own_year: float | None
    gap: tuple[float, float]
    fees: tuple[float, float]
    price: tuple[float, float]
    pay_months: tuple[float, float]
    purse: Purse
    lasts_until: dt.date | None
    after_fees: tuple[dt.date, dt.date] | None
    years_now: float | None
    years_next: float | None
    first_step: dt.date | None
    clock: dt.date | None
    applications: str
    findings: tuple[Finding, ...]


def lost_year(plan: Scheduled, costs: Budget) -> Ledger:
    """The ledger of one more year. What is not told makes a range, never a zero."""
    p = plan.read.profile
    purse = Purse.of(p.constraints.money)
    start = training_starts(p, plan.knowledge)
    figure = cited(SALARY, plan.knowledge, plan.as_of)
    salary = figure.value
    month = purse.usd(purse.income_month)
    own_year = None if month is None else 12 * month
    gap = (0.0, salary) if own_year is None else (salary - own_year, salary - own_year)
    next_time = budget(plan, again=True)
    fees = next_time.of(*AGAIN)
    price = max(0.0, gap[0] + fees[0]), max(0.0, gap[1] + fees[1])
    return Ledger(
        start=start,
        later=one_year_later(start) if start else None,
        salary=salary,
        salary_from=figure,
        own_year=own_year,
        gap=gap,
        fees=fees,
        price=price,
        pay_months=(12 * price[0] / salary, 12 * price[1] / salary),
        purse=purse,
        lasts_until=purse.lasts_until(plan.as_of),
        after_fees=_after_fees(purse, costs.total, plan.as_of),
        years_now=_number(plan, "applicant.years_since_graduation"),
        years_next=_number(plan, "year.years_next"),
        first_step=first_passed(p),
        clock=clock_end(p, plan.knowledge, plan.as_of),
        applications=next_time.applications,
        findings=evaluate_group("year", plan.facts, plan.knowledge, plan.as_of),
    )


def _after_fees(
    purse: Purse, total: tuple[float, float], as_of: dt.date
) -> tuple[dt.date, dt.date] | None:
    """When savings end once the whole cycle is paid from them: at its high and its low end."""
    soon, late = purse.lasts_until(as_of, total[1]), purse.lasts_until(as_of, total[0])
    return (soon, late) if soon and late else None


def _number(plan: Decided, name: str) -> float | None:
    value = plan.facts[name].value
    if isinstance(value, Interval) or not isinstance(value, (int, float)):
        return None
    return float(value)
