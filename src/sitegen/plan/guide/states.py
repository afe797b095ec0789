"""Limits of state boards, against the states, the tries and the exam dates of one applicant."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.applicant import DAYS_A_YEAR
from sitegen.facts.immigration import Window, window
from sitegen.facts.model import Facts, Interval
from sitegen.grid import half_up
from sitegen.knowledge.guide import StateLimit
from sitegen.plan.decided import Decided
from sitegen.profile.choices import ExamState
from sitegen.profile.exams import Step3
from sitegen.records import record
from sitegen.rules import Finding, evaluate

OLDER_YEARS = 5
"""Years since graduation from which a board may ask for recent practice (judgement)."""


@record
class StateRow:
    """One preferred state: what could be read of it, and what to ask its board.

    `ask` holds words: training, tries, step3, graduation, license.
    """

    state: str
    known: tuple[StateLimit, ...]
    ask: tuple[str, ...]


@record
class StateLimits:
    """What boards limit, in general and for the states that this person prefers.

    `window` holds the seven years of ECFMG; `left` names the exams still missing in it.
    `step3_by` is seven years after the first Step passed, as many boards count to Step 3. Once it
    is passed, `step3_after` is the years that lie between the two.
    """

    told: bool
    open: bool | None
    few: Finding
    seven: Finding
    tries: Finding
    license: Finding
    window: Window | None
    left: tuple[str, ...]
    step3_by: dt.date | None
    step3_after: float | None
    general: tuple[StateLimit, ...]
    rows: tuple[StateRow, ...]
    special: tuple[StateLimit, ...]


def state_limits(plan: Decided, facts: Facts) -> StateLimits:
    """Join the rules of the boards with this person's states, tries and dates."""
    found = {
        rule.id: evaluate(rule, facts, plan.knowledge, plan.as_of)
        for rule in plan.knowledge.rules_in("immigration")
        if rule.id.startswith("states.")
    }
    exams, states = plan.read.profile.exams, plan.read.profile.constraints.states
    preferred = (states.preferred if states else None) or ()
    limits = plan.knowledge.state_limits
    passed = exams.step3 is not None and exams.step3.state is ExamState.PASSED
    span = window(plan.read.profile, plan.knowledge, plan.as_of)
    return StateLimits(
        told=bool(preferred),
        open=states.open_to_all if states else None,
        few=found["states.few"],
        seven=found["states.seven"],
        tries=found["states.tries"],
        license=found["states.license"],
        window=span,
        left=_left(plan),
        step3_by=span.end if span and not passed else None,
        step3_after=_years_to(exams.step3, span),
        general=tuple(each for each in limits if not each.states),
        rows=tuple(
            StateRow(
                state=state,
                known=tuple(each for each in limits if state in each.states),
                ask=_questions(plan, passed),
            )
            for state in preferred
        ),
        special=tuple(each for each in limits if set(each.states) - set(preferred)),
    )


def _years_to(step3: Step3 | None, span: Window | None) -> float | None:
    """Years from the first Step passed to Step 3; None while one of the days is not told."""
    if span is None or step3 is None or step3.passed_on is None:
        return None
    return half_up((step3.passed_on - span.first).days / DAYS_A_YEAR, 1)


def _left(plan: Decided) -> tuple[str, ...]:
    """The exams for the certificate that are certainly not passed yet."""
    facts = plan.facts
    pairs = (("Step 1", "applicant.step1_passed"), ("Step 2 CK", "applicant.step2_passed"))
    return tuple(name for name, fact in pairs if facts[fact].value is False)


def _questions(plan: Decided, passed: bool) -> tuple[str, ...]:
    """What to ask a board, as words."""
    failed = plan.facts["applicant.failed_attempts"].value
    years = plan.facts["applicant.years_since_graduation"].value
    least = failed.low if isinstance(failed, Interval) else failed
    since = years.low if isinstance(years, Interval) else years
    asked = ["training"]
    if least is None or (isinstance(least, (int, float)) and least > 0):
        asked.append("tries")
    if not passed:
        asked.append("step3")
    if isinstance(since, (int, float)) and since > OLDER_YEARS:
        asked.append("graduation")
    if plan.facts["applicant.needs_visa"].value is False:
        asked.append("license")
    return tuple(asked)
