"""The view of the budget page: every fee of the cycle by group, in two currencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.explain import month, number, owner_short, usd
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

TITLES = {
    "exams": "Exams",
    "certification": "ECFMG certificate",
    "experience": "Work in the US",
    "application": "Applications",
    "interviews": "Interviews",
    "match": "Match",
    "visa": "Papers for the first day",
}
APPLICATIONS = {
    "advised": "The numbers of programs are those advised on the page about counts and cost.",
    "options": "No number of programs is advised yet, so both readings of the guide stand here as "
    "a range.",
    "paid": "Your applications are out, so the fees for them, the token and the transcript are not "
    "in the sum.",
    "open": "Application fees are not in the sum. They appear once enough is known to count "
    "programs.",
}
SIDE = ("-abroad", "-trip")
"""Ends of ids of what only goes with another cost."""


def budget_view(plan: Plan, record: Budget, views: Views) -> dict[str, Any]:
    """Groups with their lines and sums, the total, and what it stands against."""
    purse = record.purse
    low, high = record.total
    groups = [
        {
            "title": TITLES[name],
            "lines": [_line(plan, line, record) for line in lines],
            "sum": dollars(*added(lines), f"budget.{name}"),
            "own": own(purse, *added(lines)),
        }
        for name in GROUPS
        if (lines := [line for line in record.due if line.group == name])
    ]
    return {
        "little": little_view(plan),
        "lead": _lead(plan, record),
        "groups": groups,
        "total": dollars(low, high, "budget.total"),
        "total_own": own(purse, low, high),
        "rate": rate(purse),
        "applications": APPLICATIONS[record.applications],
        "no_season": plan.season is None,
        "perhaps": any(line.state == "perhaps" for line in record.due),
        "behind": _behind(plan, record.not_due),
        "compared": _compared(plan, record),
        "not_counted": _not_counted(plan),
        "ask_money": ""
        if purse.per_usd
        else "Add constraints.money to your profile (currency "
        "and per_usd), and every sum stands here in your own currency too.",
        "background": background("budget"),
    }


def _lead(plan: Plan, record: Budget) -> str:
    whole = dollars(*record.total, "budget.total")
    sums = own(record.purse, *record.total)
    beside = f", about {sums} at your own rate" if sums else ""
    until = "from today to the first day of residency"
    fewer = "" if record.applications != "open" else " without applications"
    return (
        f"This is what you still have to pay {until}{fewer}: {whole}{beside}. What you have "
        "paid already is left out."
    )


def _line(plan: Plan, line: Line, record: Budget) -> dict[str, Any]:
    many, key = line.count != (1, 1), line_key(line)
    return {
        "label": _label(plan, line),
        "count": f"{_span(line.count)} of them" if many else "",
        "usd": priced(key, line.low)
        if key
        else dollars(line.low, line.high, f"budget.line.{line.id}"),
        "own": own(record.purse, line.low, line.high),
        "due": month(line.due) if line.due else "open",
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
    return f"{counted(line.id, cost.programs)} applications in {cost.specialty.name}"


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


def _compared(plan: Plan, record: Budget) -> list[str]:
    """What the sum stands against: the own application budget and the own savings."""
    found = []
    fees, rest = fees_and_rest(record)
    if record.planned is not None and record.applications != "paid" and fees != (0, 0):
        planned = priced("budget.applications", record.planned)
        taken = dollars(*fees, "budget.fees")
        if record.applications == "advised":
            taken = priced("cost.applications", fees[0])
        found.append(
            f"Your application budget is {planned}. Applications and transcripts take "
            f"{taken} of it. All the rest comes on top: {dollars(*rest, 'budget.rest')}."
        )
    elif record.planned is None and record.applications != "paid":
        found.append(
            "You set no budget for application fees yet. Add constraints.application_budget."
        )
    purse = record.purse
    mine = purse.usd(purse.savings)
    if mine is not None and purse.savings is not None:
        shown = amount(purse, purse.savings, purse.savings)
        savings = marked("purse.savings", mine, usd(round(mine)))
        other = f", about {savings} at your own rate"
        if purse.currency == "USD":
            shown, other = marked("purse.savings", mine, shown), ""
        found.append(f"Your savings are {shown}{other}. {_enough(plan, record, mine)}")
    return found


def _enough(plan: Plan, record: Budget, savings: float) -> str:
    """Whether savings reach to the first day of residency, with living where it is told."""
    if record.short is None or record.living is None:
        return phrase(plan, f"money-{_reach(savings, *record.total)}-bare")
    taken = abs(record.living)
    living = marked(f"purse.living-{record.living_word}", taken, usd(round(taken, -2)))
    reach = _reach(savings - record.living, *record.total)
    said = [
        phrase(plan, f"money-living-{record.living_word}", living=living),
        phrase(plan, f"money-{reach}", short=about(*record.short, "purse.short")),
    ]
    return " ".join(said)


def _reach(savings: float, low: float, high: float) -> str:
    return "all" if savings >= high else "low" if savings >= low else "none"


def shortage(plan: Plan, record: Budget) -> str:
    """What is missing even at the low end of the sum, in a sentence; empty where nothing is."""
    if record.short is None or record.short[0] <= 0:
        return ""
    return phrase(plan, "money-short", short=about(*record.short, "purse.short"))


def _not_counted(plan: Plan) -> list[str]:
    """What the sum leaves out, for this person."""
    facts = plan.facts
    left_out = [
        "Study material, courses, further rotations in the US, and failed or repeated exams.",
        "Living costs until the first salary, and the move and first rent after the Match.",
    ]
    if facts["applicant.takes_h1b"].value is not False and facts["applicant.needs_visa"].value:
        left_out.append(
            "The H-1B petition and its fast track: the employer pays for them. The visa "
            "application at the consulate is yours; no current price could be cited."
        )
    if facts["applicant.needs_visa"].value is not False:
        left_out.append("New government fees that began after the cited pages were read.")
    if facts["applicant.step3_wanted"].value is False and (
        facts["applicant.step3_passed"].value is False
    ):
        left_out.append("Step 3, because you do not plan it before residency.")
    return left_out
