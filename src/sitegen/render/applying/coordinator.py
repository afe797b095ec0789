"""What to ask a coordinator: whom first, what the message holds, and who was asked when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.own_list import OwnList
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaKind
from sitegen.render.quantities import dated

MOST_FIRST = 5
"""So many programs stand among those to ask first."""


def ask_section(plan: Plan, it: OwnList) -> dict[str, Any]:
    """Whom to ask first, the message, and the log of answers."""
    asked = [each.row for each in it.ask]
    fields = list(dict.fromkeys(row.field for row in asked))
    differ = any(c.matters and c.row in asked for c in it.conflicts)
    free = plan.facts["applicant.needs_visa"].value is False
    return {
        "first": it.ask[:MOST_FIRST],
        "more": max(0, len(it.ask) - MOST_FIRST),
        "unsure": plan.facts["applicant.needs_visa"].value is None,
        "message": None if free else message(plan, *fields, differ=differ),
        "log": sorted((row for row in it.rows if _noted(row)), key=_newest_first),
        "old": {line: check.old for line, check in it.checks.items()},
    }


def message(
    plan: Plan, *fields: str, differ: bool = False, interviews: bool = False
) -> dict[str, Any]:
    """What fills the message, for the first of these fields or of the plan's; no score is in it.

    `differ` says that sources differ on the visas of a program that is asked; `interviews`, that
    only programs are asked that interview. Of any other nobody knows whether it got an application.
    """
    p = plan.read.profile
    accepts = p.visa.accepts or (VisaKind.J1, VisaKind.H1B)
    starts = plan.season_dates.get("training_starts")
    return {
        "interviews": interviews,
        "applied": plan.facts["applicant.applied"].value is True,
        "fields": fields or tuple(card.specialty.name for card in prepared(plan)),
        "season": p.season,
        "starts": dated("date.training-starts", starts.date) if starts else "",
        "j1": VisaKind.J1 in accepts,
        "h1b": VisaKind.H1B in accepts,
        "abroad": p.visa.in_us is not True,
        "step3": p.exams.step3,
        "passed3": plan.facts["applicant.step3_passed"].value is True,
        "certified": plan.facts["applicant.certified"].value is True,
        "differ": differ,
        "name": p.applicant.name or "",
    }


def _noted(row: Candidacy) -> bool:
    return bool(row.program.asked or row.program.asked_on or row.program.answer)


def _newest_first(row: Candidacy) -> tuple[int, int]:
    """Days that are not told stand last."""
    return -(row.program.asked_on or dt.date.min).toordinal(), row.line
