"""What the whole cycle still costs this applicant: every fee that can be cited, in USD."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.facts.purse import Purse
from sitegen.facts.year import training_starts
from sitegen.knowledge.guide import CostItem
from sitegen.knowledge.units import ValueKind
from sitegen.plan.decided import Decided, Scheduled, Task
from sitegen.plan.decision.model import Cost
from sitegen.profile.fields import ExamState
from sitegen.records import record, value_object
from sitegen.rules import Outcome, all_of, leaves, weigh

IN_PERSON = "money.in-person-interviews"

GROUPS = ("exams", "certification", "experience", "application", "interviews", "match", "visa")
"""In the order in which they are paid."""

AGAIN = ("application", "interviews", "match")
"""Groups that are paid once more in every further season."""

DATES = {
    "exams": "eras_opens",
    "certification": "rank_deadline",
    "experience": "applications_open",
    "application": "applications_open",
    "interviews": "ranking_opens",
    "match": "nrmp_standard_deadline",
    "visa": "training_starts",
}
"""The date of the season by which each group is paid, where nothing is planned."""

ITEM_DATES = {
    "token": "eras_opens",
    "step3": "applications_open",
    "step3-trip": "applications_open",
    "intealth-account": "eras_opens",
    "ecfmg-application": "eras_opens",
}
"""Costs that fall due apart from their group."""

EXAMS = {
    "step1": "step1",
    "step1-abroad": "step1",
    "step2-ck": "step2_ck",
    "step2-ck-abroad": "step2_ck",
    "step3": "step3",
    "step3-trip": "step3",
    "oet": "oet",
    "intealth-account": "step1",
    "ecfmg-application": "step1",
}
"""Exam of the profile for the costs of exams, and for what is paid before the first one."""


@value_object(kw_only=True)
class Line:
    """One price, in USD from `low` to `high`. `source` is empty for application fees.

    `state` is due; perhaps, where something missing decides whether it is paid, so that `low`
    is 0; or not_due, where nothing is due (any more) and both ends are 0.
    """

    id: str
    label: str
    group: str
    state: str
    low: float
    high: float
    due: dt.date | None = None
    source: str = ""
    year: int = 0
    locator: str = ""
    kind: ValueKind = ValueKind.PUBLISHED
    note: str = ""
    missing: tuple[str, ...] = ()
    count: tuple[int, int] = (1, 1)


@record
class Budget:
    """Every price of the cycle. Amounts are in USD; `purse` holds the applicant's own money.

    `applications` is advised, where the lines hold the advised numbers of programs; options,
    where they span both readings of the guide; open, where no number can be priced yet; or paid,
    where they are out. `living` is what living takes from savings until training starts; it is
    below zero where income leaves more, and None where something is not told.
    """

    lines: tuple[Line, ...]
    applications: str
    planned: int | None
    purse: Purse
    living: float | None = None

    @property
    def due(self) -> tuple[Line, ...]:
        """What is to pay, for certain or perhaps."""
        return tuple(line for line in self.lines if line.state != "not_due")

    @property
    def not_due(self) -> tuple[Line, ...]:
        """What is behind the applicant or does not concern them."""
        return tuple(line for line in self.lines if line.state == "not_due")

    @property
    def living_word(self) -> str:
        """Whether living takes from savings, or the income leaves something."""
        return "takes" if (self.living or 0) > 0 else "leaves"

    @property
    def short(self) -> tuple[float, float] | None:
        """What is missing at both ends of the sum, once living is paid too; never below zero."""
        savings = self.purse.usd(self.purse.savings)
        if savings is None or self.living is None:
            return None
        low, high = self.total
        left = savings - self.living
        return max(0.0, low - left), max(0.0, high - left)

    @property
    def total(self) -> tuple[float, float]:
        """The whole, from the low end to the high end."""
        return added(self.due)

    def of(self, *groups: str) -> tuple[float, float]:
        """The sum of some groups."""
        return added([line for line in self.due if line.group in groups])


def added(lines: Sequence[Line]) -> tuple[float, float]:
    """The sums of both ends."""
    return math.fsum(line.low for line in lines), math.fsum(line.high for line in lines)


def budget(plan: Scheduled, *, again: bool = False) -> Budget:
    """What is still to pay, from today to the first day of residency.

    Applications that are out are paid. With `again` they count: for another season.
    """
    state, fees = _applications(plan)
    lines = [*(_line(plan, key, item) for key, item in plan.knowledge.costs.items()), *fees]
    travel = [line for line in lines if line.group == "interviews"]
    kept = [line for line in lines if line.group != "interviews"]
    ordered = sorted([*kept, *_travel(travel)], key=lambda line: GROUPS.index(line.group))
    if plan.facts["applicant.applied"].value is True and not again:
        state, ordered = "paid", [_paid(line) for line in ordered]
    p = plan.read.profile
    purse, start = Purse.of(p.constraints.money), training_starts(p, plan.knowledge)
    return Budget(
        lines=tuple(ordered),
        applications=state,
        planned=p.constraints.application_budget,
        purse=purse,
        living=purse.usd(purse.used_up(plan.as_of, start)) if start else None,
    )


def _paid(line: Line) -> Line:
    """A line after the applications went out: those of their group are not due any more."""
    if line.group != "application":
        return line
    return replace(line, state="not_due", low=0, high=0, missing=())


def _line(plan: Scheduled, key: str, item: CostItem) -> Line:
    outcome = Outcome.MET
    missing: tuple[str, ...] = ()
    if item.when:
        node = weigh(item.when, plan.facts, plan.knowledge, plan.as_of)
        open_facts = [leaf.fact for leaf in leaves(node) if leaf.outcome is Outcome.UNKNOWN]
        outcome = node.outcome
        missing = tuple(dict.fromkeys(m for f in open_facts if f for m in f.missing))
    count = _count(plan, item.per)
    if item.per == "rotation":
        asked = advised_rotations(plan)
        outcome = all_of([outcome, _counted(count)])
        missing += tuple(dict.fromkeys(m for task in asked for m in task.missing))
    low = (item.value if item.low is None else item.low) * count[0]
    high = (item.value if item.high is None else item.high) * count[1]
    state = {Outcome.MET: "due", Outcome.UNKNOWN: "perhaps", Outcome.NOT_MET: "not_due"}[outcome]
    return Line(
        id=key,
        label=item.label,
        group=item.group,
        state=state,
        low=low if state == "due" else 0,
        high=0 if state == "not_due" else high,
        due=_due(plan, key, item.group),
        source=item.source,
        year=item.year,
        locator=item.locator,
        kind=item.kind,
        note=item.note or "",
        missing=missing if state == "perhaps" else (),
        count=count,
    )


def _count(plan: Scheduled, per: str) -> tuple[int, int]:
    """How often a price is paid, at the low and the high end: interviews, or rotations advised."""
    if per == "once":
        return 1, 1
    if per == "rotation":
        advised = advised_rotations(plan)
        return sum(not task.missing for task in advised), len(advised)
    value = plan.knowledge.parameter(IN_PERSON, plan.as_of)
    return int(value.low or 0), int(value.high or 0)


def advised_rotations(plan: Scheduled) -> list[Task]:
    """The tasks that ask for weeks in the US, those included that hang on a missing answer."""
    return [t for t in plan.tasks if t.template == "rotation" and t.state != "dropped"]


def _counted(count: tuple[int, int]) -> Outcome:
    """Whether something that is counted is paid: for certain, perhaps, or not."""
    low, high = count
    return Outcome.MET if low else Outcome.UNKNOWN if high else Outcome.NOT_MET


def _due(plan: Decided, key: str, group: str) -> dt.date | None:
    """The planned day of an exam, else the date of the season for the group."""
    exam = getattr(plan.read.profile.exams, EXAMS[key]) if key in EXAMS else None
    if exam and exam.state is ExamState.PLANNED and exam.planned:
        planned: dt.date = exam.planned
        return planned
    entry = plan.season_dates.get(ITEM_DATES.get(key, DATES[group]))
    return entry.date if entry else None


def _travel(lines: Sequence[Line]) -> Iterator[Line]:
    """Trips from two places exclude each other: while the place is open, they are one line."""
    open_ones = [line for line in lines if line.state == "perhaps"]
    yield from (line for line in lines if line.state != "perhaps")
    if open_ones:
        dearest = max(open_ones, key=lambda line: line.high)
        yield dearest


def _applications(plan: Decided) -> tuple[str, list[Line]]:
    """Application fees and transcripts of the advised numbers, or of both readings."""
    counts = plan.counts
    if counts is None:
        return "open", []
    due = _due(plan, "", "application")
    advice = [cost for cost in counts.advice if cost.programs]
    if advice:
        fees = [
            _fees(plan, f"applications.{c.specialty.id}", c, (c.fee, c.fee), due) for c in advice
        ]
        transcript = _transcript(plan, advice[0], counts.advice_transcripts, due)
        return "advised", [*fees, transcript]
    both = [o for o in counts.options if o.name in ("focused", "wide")]
    low, high = min(both, key=lambda o: o.low_total), max(both, key=lambda o: o.high_total)
    first = high.high[0]
    span = low.low_total - low.transcripts, high.high_total - high.transcripts
    return "options", [
        _fees(plan, "applications", first, span, due),
        _transcript(plan, first, high.transcripts, due, "transcripts.guide"),
    ]


def _fees(
    plan: Decided, key: str, cost: Cost, span: tuple[float, float], due: dt.date | None
) -> Line:
    """Application fees: of one advised number, or between both readings of the guide."""
    said = plan.knowledge.phrases
    label = said["budget-applications-guide"]
    if span[0] == span[1]:
        label = said["budget-applications"].format(
            programs=cost.programs, specialty=cost.specialty.name
        )
    schedule = cost.schedule
    return Line(
        id=key,
        label=label,
        group="application",
        state="due",
        low=span[0],
        high=span[1],
        due=due,
        source=schedule.source,
        year=schedule.season,
        locator=schedule.locator,
        kind=schedule.kind,
    )


def _transcript(
    plan: Decided, cost: Cost, price: float, due: dt.date | None, key: str = "transcripts"
) -> Line:
    one = cost.schedule.transcript
    return Line(
        id=key,
        label=plan.knowledge.phrases["budget-transcript"],
        group="application",
        state="due",
        low=price,
        high=price,
        due=due,
        source=one.source,
        year=one.year,
        locator=one.locator,
        kind=one.kind,
    )
