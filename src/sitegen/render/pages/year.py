"""The view of the page on a lost year: a ledger of four losses and its price."""

from __future__ import annotations

from typing import Any

from sitegen.explain import cite_words
from sitegen.facts.cited import cited
from sitegen.plan.guide.year import Ledger
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.chance.chance_lines import by_the_end
from sitegen.render.chance.chance_words import range_words
from sitegen.render.guide.money_words import about, both, dollars, own, rate
from sitegen.render.little_known import little_view
from sitegen.render.views import Views

PARTS = {
    "progress": ("year.progress",),
    "money": ("year.money", "year.afford"),
    "visa": ("year.visa", "year.exams", "year.certificate"),
    "momentum": ("year.momentum", "year.cycles"),
}
"""The four losses, with the rules that speak about each."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The four losses in this person's words and numbers, and what a year has to be worth."""
    ledger = plan.guide.lost_year
    found = {f.rule.id: views.reason(f) for f in ledger.findings}
    return {
        "weigh": found["year.weigh"],
        **{name: [found[rule] for rule in rules] for name, rules in PARTS.items()},
        "it": ledger,
        "as_of": plan.as_of,
        "little": little_view(plan),
        "purse": _purse(ledger),
        "clocks": _clocks(plan, ledger),
        "certified": plan.facts["applicant.certified"].value,
        "h1b_used": plan.read.profile.visa.h1b_years_used,
        "rows": _rows(plan, ledger),
        "has_own": bool(own(ledger.purse, 1, 1)),
        "rate": rate(ledger.purse),
        "worth": _worth(plan, ledger),
        "first": plan.primary.specialty.name if plan.primary else "",
        "clock_known": plan.facts["year.exam_clock"].known,
        "background": background("year"),
    }


def _purse(ledger: Ledger) -> dict[str, str]:
    """The own amounts that are told, in both currencies."""
    purse = ledger.purse
    told = {
        "income": ("purse.income-month", purse.income_month),
        "costs": ("purse.costs-month", purse.costs_month),
        "savings": ("purse.savings", purse.savings),
    }
    return {
        name: "" if value is None else both(purse, value, key)
        for name, (key, value) in told.items()
    }


def _clocks(plan: Plan, ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Windows that close, each with its parameter, and whether it closes on this applicant."""
    facts, used = plan.facts, plan.read.profile.visa.h1b_years_used
    uncertified = facts["applicant.certified"].value is False
    counting = facts["year.exam_clock"].value != "done" and ledger.first_step and ledger.clock
    windows = {
        "exams": ("visa.certificate-years", counting),
        "oet": ("year.oet-lasts", facts["applicant.oet_passed"].value and uncertified),
        "h1b": ("visa.h1b-years", used and facts["applicant.needs_visa"].value),
    }
    return {name: _window(plan, key, bool(closes)) for name, (key, closes) in windows.items()}


def _window(plan: Plan, parameter: str, closes: bool) -> dict[str, Any]:
    found = cited(parameter, plan.knowledge, plan.as_of)
    cites = [(cite_words(found, plan.knowledge), found.source)]
    return {"closes": closes, "years": int(found.value), "note": found.note, "cites": cites}


def _rows(plan: Plan, ledger: Ledger) -> list[dict[str, Any]]:
    """The price in money, line by line; in US dollars nothing where it is not told."""
    pay = (ledger.salary, ledger.salary)
    cite = (cite_words(ledger.salary_from, plan.knowledge), ledger.salary_from.source)
    mine = (0.0, 0.0) if ledger.own_year is None else (ledger.own_year, ledger.own_year)
    spans = {
        "salary": pay,
        "own": mine,
        "gap": ledger.gap,
        "fees": ledger.fees,
        "price": ledger.price,
    }
    return [
        {
            "id": name,
            "told": name != "own" or ledger.own_year is not None,
            "usd": dollars(*span, f"year.{name}"),
            "own": own(ledger.purse, *span),
            "cites": [cite] if name == "salary" else [],
        }
        for name, span in spans.items()
    ]


def _worth(plan: Plan, ledger: Ledger) -> dict[str, Any]:
    """What one more year has to be worth. The pay counts only for those who would have matched."""
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    low, high = ledger.pay_months
    return {
        "price": about(*ledger.price, "year.price"),
        "fees": about(*ledger.fees, "year.fees"),
        "no_income": ledger.own_year is not None and ledger.gap[1] <= 0,
        "months": (round(low), round(high)),
        "chance": _in_hand(plan),
        "named": plan.facts["applicant.entry_named"].value is True,
        "last": plan.facts["year.last_try"].value is True,
        "hardly": plan.facts["plan.hardly"].value is True,
        "backup": backups[0].card.specialty.name if backups else "",
    }


def _in_hand(plan: Plan) -> str:
    """How many would have that pay: those who match, as far as a visa can be issued.

    Once interviews are tracked, they say more than the chance of before the season. Empty where
    nothing can be counted.
    """
    tracked = by_the_end(plan)
    chance, key = tracked or (plan.whatif.present.somewhere, "chance.somewhere")
    if chance is None or (tracked is None and plan.counts is None):
        return ""
    return range_words(chance, key)
