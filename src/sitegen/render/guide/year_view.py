"""The view of the page on a lost year: a ledger of four losses and its price."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.explain import cite_words, month, number
from sitegen.facts.model import Citation
from sitegen.plan.guide.year import Ledger
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.chance.chance_lines import by_the_end
from sitegen.render.chance.chance_words import range_words
from sitegen.render.guide.money_words import about, both, dollars, own, rate
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.views import Views

PARTS = {
    "progress": ("year.progress",),
    "money": ("year.money", "year.afford"),
    "visa": ("year.visa", "year.exams", "year.certificate"),
    "momentum": ("year.momentum", "year.cycles"),
}
"""The four losses, with the rules that speak about each."""


def year_view(plan: Plan, ledger: Ledger, views: Views) -> dict[str, Any]:
    """The four losses in this person's words and numbers, and what a year has to be worth."""
    found = {f.rule.id: views.reason(f) for f in ledger.findings}
    return {
        "weigh": found["year.weigh"],
        **{name: [found[rule] for rule in rules] for name, rules in PARTS.items()},
        "dates": _dates(ledger),
        "little": little_view(plan),
        "purse": _purse(plan, ledger),
        "clocks": _clocks(plan, ledger),
        "rows": _rows(plan, ledger),
        "has_own": bool(own(ledger.purse, 1, 1)),
        "rate": rate(ledger.purse),
        "worth": _worth(plan, ledger),
        "without": _without(plan, ledger),
        "left_out": LEFT_OUT,
        "background": background("year"),
    }


LEFT_OUT = (
    "Taxes and the cost of living in the US, which take a part of the pay.",
    "The year of a specialist's pay that is missing at the end of a career that starts later.",
    "What you learn, earn or build in the year instead.",
)


def _dates(ledger: Ledger) -> str:
    if ledger.start is None or ledger.later is None:
        return "You have not chosen a season, so the dates of a lost year are open."
    return (
        f"Residency would begin about {month(ledger.start)} after this season, and about "
        f"{month(ledger.later)} after a lost year."
    )


def _purse(plan: Plan, ledger: Ledger) -> list[str]:
    """The own money in sentences."""
    purse, said = ledger.purse, []
    if purse.income_month is not None and purse.costs_month is not None:
        earned = both(purse, purse.income_month, "purse.income-month")
        spent = both(purse, purse.costs_month, "purse.costs-month")
        said.append(f"You earn {earned} in a month and spend {spent}.")
    if ledger.lasts_until and purse.savings is not None:
        said.append(
            f"Your savings of {both(purse, purse.savings, 'purse.savings')} last until about "
            f"{month(ledger.lasts_until)}, if nothing else is paid from them."
        )
    if ledger.after_fees:
        said.append(_after_fees(plan.as_of, *ledger.after_fees))
    return said


def _after_fees(as_of: dt.date, soon: dt.date, late: dt.date) -> str:
    if late <= as_of:
        return "The fees of this cycle alone are more than your savings. They need other money."
    if soon <= as_of:
        return (
            f"If the fees of this cycle come from them too, they last until {month(late)} at "
            "the most. At the high end of the fees, nothing is left."
        )
    first, last = month(soon), month(late)
    span = f"about {first}" if first == last else f"some day between {first} and {last}"
    return f"If the fees of this cycle come from them too, they last until {span}."


OET = (
    "A Pathway takes an OET result that is about two years old at the most: for 2026, one from "
    "1 January 2024 on. After a lost year yours may be too old."
)


def _clocks(plan: Plan, ledger: Ledger) -> list[dict[str, Any]]:
    """Windows that close, each with its citation."""
    found: list[tuple[str, str]] = []
    facts = plan.facts
    certified = facts["applicant.certified"].value
    if ledger.clock and ledger.first_step and facts["year.exam_clock"].value != "done":
        text = (
            f"You passed your first Step in {month(ledger.first_step)}. Seven years from it "
            f"end in {month(ledger.clock)}. "
        )
        text += (
            "Your certificate is in hand, so this matters for Step 3 only."
            if certified
            else ("All exams for the certificate have to be passed by then.")
        )
        found.append((text, "visa.certificate-years"))
    if facts["applicant.oet_passed"].value and certified is False:
        found.append((OET, "year.oet-lasts"))
    used = plan.read.profile.visa.h1b_years_used
    if used and facts["applicant.needs_visa"].value:
        limit = plan.knowledge.parameter("visa.h1b-years", plan.as_of).value
        text = (
            f"You have used {number(used)} of the {limit} years that H-1B usually allows. A "
            "further year in H-1B uses one more."
        )
        found.append((text, "visa.h1b-years"))
    return [{"text": text, "cites": [_parameter(plan, name)]} for text, name in found]


def _parameter(plan: Plan, name: str) -> tuple[str, str]:
    about_it = plan.knowledge.parameters[name]
    value = plan.knowledge.parameter(name, plan.as_of)
    assert isinstance(value.value, (int, float))
    citation = Citation(
        value.source,
        value.year,
        value.locator,
        value.kind,
        about_it.label,
        value.value,
        about_it.unit,
        value.low,
        value.high,
        value.note,
    )
    return cite_words(citation, plan.knowledge), value.source


def _rows(plan: Plan, ledger: Ledger) -> list[dict[str, Any]]:
    """The price in money, line by line."""
    purse = ledger.purse
    pay = (ledger.salary, ledger.salary)
    cite = [(cite_words(ledger.salary_from, plan.knowledge), ledger.salary_from.source)]
    mine = (0.0, ledger.salary) if ledger.own_year is None else (ledger.own_year, ledger.own_year)
    told = ledger.own_year is not None
    again = {
        "advised": "fees and trips (trips: judgement) of another season: token, applications, "
        "interviews, Match",
        "options": "fees and trips (trips: judgement) of another season, for both readings "
        "of the guide",
        "open": "fees of another season, without applications",
    }[ledger.applications]
    rows = [
        ("pay in the first year of residency, before taxes", pay, "year.salary", cite, True),
        ("less what you earn in a year now", mine, "year.own", [], told),
        ("income that a lost year takes", ledger.gap, "year.gap", [], True),
        (again, ledger.fees, "year.fees", [], True),
        ("price of the year", ledger.price, "year.price", [], True),
    ]
    return [
        {
            "label": label,
            "usd": dollars(*span, key) if known else "not told: anything from nothing to this pay",
            "own": own(purse, *span) if known else "not told",
            "cites": cites,
            "total": i == len(rows) - 1,
        }
        for i, (label, span, key, cites, known) in enumerate(rows)
    ]


def _worth(plan: Plan, ledger: Ledger) -> list[str]:
    """What one more year has to be worth. The pay counts only for those who would have matched."""
    price, fees = about(*ledger.price, "year.price"), about(*ledger.fees, "year.fees")
    if ledger.own_year is not None and ledger.gap[1] <= 0:
        said = [phrase(plan, "year-no-income", fees=fees)]
    else:
        said = [
            _in_hand(plan),
            phrase(plan, "year-for-them", price=price, months=_months(*ledger.pay_months)),
            phrase(plan, "year-for-others", fees=fees),
        ]
    if plan.facts["year.last_try"].value is True:
        return [*said, phrase(plan, "year-last")]
    return [*said, _sense(plan), phrase(plan, "year-same-file")]


def _in_hand(plan: Plan) -> str:
    """How many would have that pay: those who match, as far as a visa can be issued.

    Once interviews are tracked, they say more than the chance of before the season.
    """
    tracked = by_the_end(plan)
    chance, key = tracked or (plan.whatif.present.somewhere, "chance.somewhere")
    if chance is None or (tracked is None and plan.counts is None):
        return phrase(plan, "year-not-in-hand")
    named = plan.facts["applicant.entry_named"].value is True
    told = "year-in-hand-named" if named else "year-in-hand"
    return phrase(plan, told, chance=range_words(chance, key))


def _sense(plan: Plan) -> str:
    """When waiting makes sense."""
    backups = plan.choice.backups if plan.choice.verdict == "recommended" else ()
    if plan.facts["plan.hardly"].value is True:
        return phrase(plan, "year-hardly")
    if plan.primary is None:
        return phrase(plan, "year-any-field")
    first = plan.primary.specialty.name
    if not backups:
        return phrase(plan, "year-alone", first=first)
    return phrase(plan, "year-beside", first=first, backup=backups[0].card.specialty.name)


def _months(low: float, high: float) -> str:
    """The price as months of a resident's pay."""
    first, last = round(low), round(high)
    if first < 1:
        unit = "month" if last <= 1 else "months"
        return f"That is the pay of up to {max(1, last)} {unit} of residency."
    span = number(first) if first == last else f"{number(first)} to {number(last)}"
    return f"That is the pay of about {span} {'month' if last == 1 else 'months'} of residency."


def _without(plan: Plan, ledger: Ledger) -> list[str]:
    """What the ledger had to do without."""
    purse, missing = ledger.purse, []
    if purse.income_month is None:
        missing.append("your income, so the income that is lost is a range")
    elif purse.per_usd is None:
        missing.append("the price of a US dollar in your currency, so your income is not compared")
    if purse.costs_month is None or purse.savings is None:
        missing.append("your monthly costs or your savings, so it cannot say how long they last")
    if not plan.facts["year.exam_clock"].known:
        missing.append("which Steps you passed, and when, so the seven years are not counted")
    if ledger.years_now is None:
        missing.append("your graduation date or your season, so years since then are not counted")
    if ledger.applications == "open":
        why = "year-without-count" if plan.primary else "year-without-first"
        missing.append(phrase(plan, why))
    return missing
