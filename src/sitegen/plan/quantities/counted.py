"""Numbers of programs and applications, and what they cost."""

from __future__ import annotations

from sitegen.facts.model import Facts
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import CountOption, Counts
from sitegen.plan.guide.budget import GROUPS, Budget, Line, added
from sitegen.plan.guide.year import Ledger
from sitegen.plan.quantities.value import Pairs, spanned


def sent_key(plan: Decided, specialty: str) -> str:
    """The key of the number of applications with which the chance in a specialty is counted.

    It is the advised number where there is one above 0, else the usual effort.
    """
    advice = plan.counts.advice if plan.counts else ()
    advised = {cost.specialty.id for cost in advice if cost.programs}
    return f"{'applications' if specialty in advised else 'effort'}.{specialty}"


FACTS = {
    "plan.programs": "applications.all",
    "plan.cost": "cost.applications",
    "plan.list_wanted": "list.wanted",
    "plan.list_held": "list.held",
    "plan.list_j1_missing": "list.missing.j1",
    "plan.list_h1b_missing": "list.missing.h1b",
    "list.reaches": "list.reaches",
    "list.judged": "list.judged",
    "list.safeties": "list.safeties",
    "ranking.run": "rank-list.run",
    "season.weeks_left": "weeks.applications-open",
}
"""Facts that tell a quantity, by name."""


def fact_key(name: str, plan: Decided) -> str:
    """The key of the quantity that a fact of the plan tells; empty for any other fact."""
    backups = plan.choice.backups
    of_one = {
        "plan.programs_first": plan.primary,
        "plan.programs_backup": backups and backups[0].card,
    }
    card = of_one.get(name)
    if card:
        return f"applications.{card.id}"
    return FACTS.get(name, "")


PARTS = {
    "part.luck_low": ".low",
    "part.luck_high": ".high",
    "part.begins": ".steadied",
    "part.rate": "",
}
"""Facts of a part of a chance that tell a printed rate, with the end of its key."""


def part_key(name: str, facts: Facts, plan: Decided) -> str:
    """The key of the rate that a fact of a part tells; empty for any other fact."""
    if name not in PARTS:
        return ""
    here = facts["here.name"].value
    of = next(s.id for s in plan.knowledge.specialties.values() if s.name == here)
    return f"base.{of}{PARTS[name]}"


def counts_of(plan: Decided) -> Pairs:
    """The advised numbers in USD and programs, both readings of the guide, and the supply."""
    counts = plan.counts
    planned = plan.read.profile.constraints.application_budget
    if planned is not None:
        yield "budget.applications", planned
    if counts is None:
        return
    yield "cost.transcripts", counts.advice_transcripts
    if counts.advice:
        yield from _advice(counts)
    for option in counts.options:
        yield from _option(option)
    for supply in counts.supplies:
        yield f"programs.{supply.specialty.id}", supply.programs
        yield from spanned(f"supply.{supply.specialty.id}", supply.open_low, supply.open_high)


def _advice(counts: Counts) -> Pairs:
    yield "applications.all", sum(c.programs for c in counts.advice)
    yield "cost.applications", counts.advice_total
    for cost in counts.advice:
        yield f"applications.{cost.specialty.id}", cost.programs
        yield f"cost.applications.{cost.specialty.id}", cost.fee


def _option(option: CountOption) -> Pairs:
    key = f"guide.{option.name}"
    ends = (option.low, option.high)
    low, high = (sum(c.programs for c in end) for end in ends)
    yield from spanned(f"{key}.applications", low, high)
    yield from spanned(f"{key}.cost", option.low_total, option.high_total)
    yield f"{key}.transcripts", option.transcripts
    for first, last in zip(*ends, strict=True):
        name = first.specialty.id
        yield from spanned(f"{key}.applications.{name}", first.programs, last.programs)
        yield from spanned(f"{key}.cost.{name}", first.fee, last.fee)


def budget_of(record: Budget) -> Pairs:
    """Every price of the cycle, the sums of the groups, and the whole, in USD."""
    yield from spanned("budget.total", *record.total)
    for line in record.due:
        key = line_key(line)
        if key:
            yield key, line.low
        else:
            yield from spanned(f"budget.line.{line.id}", line.low, line.high)
    for name in GROUPS:
        lines = [line for line in record.due if line.group == name]
        if lines:
            yield from spanned(f"budget.{name}", *added(lines))
    purse = record.purse
    for name in ("income_month", "costs_month", "savings"):
        mine = purse.usd(getattr(purse, name))
        if mine is not None:
            yield f"purse.{name.replace('_', '-')}", mine
    if record.living is not None:
        yield f"purse.living-{record.living_word}", abs(record.living)
    if record.short is not None:
        yield from spanned("purse.short", *record.short)
    fees, rest = fees_and_rest(record)
    if record.applications != "advised":
        yield from spanned("budget.fees", *fees)
    yield from spanned("budget.rest", *rest)


def line_key(line: Line) -> str:
    """The key of a line that tells a cost of the advised applications; empty for any other."""
    if line.id == "transcripts":
        return "cost.transcripts"
    return f"cost.{line.id}" if line.id.startswith("applications.") else ""


def fees_and_rest(record: Budget) -> tuple[tuple[float, float], tuple[float, float]]:
    """What applications and transcripts take, and all the rest, in USD."""
    fees = [line for line in record.due if line.id.startswith(("applications", "transcripts"))]
    return added(fees), added([line for line in record.due if line not in fees])


def year_of(ledger: Ledger) -> Pairs:
    """What a lost year costs, in USD."""
    yield from spanned("year.salary", ledger.salary, ledger.salary)
    if ledger.own_year is not None:
        yield from spanned("year.own", ledger.own_year, ledger.own_year)
    yield from spanned("year.gap", *ledger.gap)
    yield from spanned("year.fees", *ledger.fees)
    yield from spanned("year.price", *ledger.price)
    yield from spanned("year.pay-months", *ledger.pay_months)
