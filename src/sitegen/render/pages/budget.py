"""The view of the budget page: every fee of the cycle by group, in two currencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.units import ValueKind
from sitegen.plan.guide.budget import GROUPS, Budget, Line, added
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import fees_and_rest, line_key
from sitegen.render.background import background
from sitegen.render.guide.money_words import about, amount, dollars, own, rate
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, marked, priced
from sitegen.render.views import Views
from sitegen.render.words import missing_words
from sitegen.written import month, number, usd

SIDE = ("-abroad", "-trip")
"""Ends of ids of what only goes with another cost."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Groups with their lines and sums, the total, and what it stands against."""
    record = plan.guide.budget
    purse = record.purse
    low, high = record.total
    groups = [
        {
            "id": name,
            "lines": [_line(plan, line, record) for line in lines],
            "sum": dollars(*added(lines), f"budget.{name}"),
            "own": own(purse, *added(lines)),
        }
        for name in GROUPS
        if (lines := [line for line in record.due if line.group == name])
    ]
    return {
        "little": little_view(plan),
        "groups": groups,
        "total": dollars(low, high, "budget.total"),
        "total_own": own(purse, low, high),
        "rate": rate(purse),
        "applications": record.applications,
        "no_season": plan.season is None,
        "perhaps": any(line.state == "perhaps" for line in record.due),
        "behind": _behind(plan, record.not_due),
        "compared": _compared(plan, record),
        "left_out": _left_out(plan),
        "ask_money": not purse.per_usd,
        "background": background("budget"),
    }


def _line(plan: Plan, line: Line, record: Budget) -> dict[str, Any]:
    key = line_key(line)
    return {
        "label": _label(plan, line),
        "count": _span(line.count) if line.count != (1, 1) else "",
        "usd": priced(key, line.low)
        if key
        else dollars(line.low, line.high, f"budget.line.{line.id}"),
        "own": own(record.purse, line.low, line.high),
        "due": month(line.due) if line.due else "",
        "cites": [(_cite(plan, line), line.source)],
        "note": line.note,
        "missing": missing_words(plan, line.missing),
    }


def _label(plan: Plan, line: Line) -> str:
    """What is paid for, with the mark of an advised number of applications."""
    name = line.id.removeprefix("applications.")
    if name == line.id or plan.counts is None:
        return line.label
    cost = next(c for c in plan.counts.advice if c.specialty.id == name)
    programs = counted(line.id, cost.programs)
    return phrase(plan, "budget-applications", programs=programs, specialty=cost.specialty.name)


def _span(count: tuple[int, int]) -> str:
    low, high = map(number, count)
    return low if low == high else f"{low} to {high}"


def _cite(plan: Plan, line: Line) -> str:
    if line.kind is ValueKind.JUDGEMENT:
        return "judgement"
    return f"{owner_short(plan.knowledge.sources[line.source])} {line.year}"


def _behind(plan: Plan, lines: Sequence[Line]) -> str:
    """Exams and papers that are not to pay any more."""
    later = set() if plan.facts["applicant.step3_passed"].value else {"step3"}
    kept = [
        line.label
        for line in lines
        if line.group in ("exams", "certification")
        and not line.id.endswith(SIDE)
        and line.id not in later
    ]
    return "; ".join(kept)


def _compared(plan: Plan, record: Budget) -> dict[str, Any]:
    """What the sum stands against: the own application budget and the own savings."""
    fees, rest = fees_and_rest(record)
    applying = record.applications != "paid"
    taken = dollars(*fees, "budget.fees")
    if record.applications == "advised":
        taken = priced("cost.applications", fees[0])
    planned = record.planned if applying and fees != (0, 0) else None
    return {
        "no_budget": record.planned is None and applying,
        "planned": "" if planned is None else priced("budget.applications", planned),
        "taken": taken,
        "rest": dollars(*rest, "budget.rest"),
        **_savings(record),
    }


def _savings(record: Budget) -> dict[str, Any]:
    """The own savings, and whether they reach to the first day of residency with living paid."""
    purse = record.purse
    mine = purse.usd(purse.savings)
    if mine is None or purse.savings is None:
        return {"savings": ""}
    shown = amount(purse, purse.savings, purse.savings)
    in_usd: str = marked("purse.savings", mine, usd(round(mine)))
    if purse.currency == "USD":
        shown, in_usd = marked("purse.savings", mine, shown), ""
    found = {"savings": shown, "savings_usd": in_usd, "living": ""}
    if record.short is None or record.living is None:
        return {**found, "reach": _reach(mine, *record.total)}
    taken = abs(record.living)
    return {
        **found,
        "living": marked(f"purse.living-{record.living_word}", taken, usd(round(taken, -2))),
        "takes": record.living_word == "takes",
        "reach": _reach(mine - record.living, *record.total),
        "short": about(*record.short, "purse.short"),
    }


def _reach(savings: float, low: float, high: float) -> str:
    return "all" if savings >= high else "low" if savings >= low else "none"


def _left_out(plan: Plan) -> dict[str, bool]:
    """What the sum leaves out, beside what it leaves out for everybody."""
    value = {name: fact.value for name, fact in plan.facts.items()}
    return {
        "petition": value["applicant.takes_h1b"] is not False
        and bool(value["applicant.needs_visa"]),
        "new_fees": value["applicant.needs_visa"] is not False,
        "step3": value["applicant.step3_wanted"] is False
        and value["applicant.step3_passed"] is False,
    }
