"""The view of the page on commitment: one worksheet for each specialty."""

from __future__ import annotations

from typing import Any

from sitegen.explain import told_date
from sitegen.plan.guide.commitment import Deed, Worksheet, Worksheets
from sitegen.plan.model import Plan
from sitegen.render.background import background, story
from sitegen.render.phrases import phrase
from sitegen.render.views import Views

ROLES = {
    "first": "first choice",
    "backup": "backup",
    "second": "second backup",
    "named": "named by you",
}
DEEDS = {
    "saw_daily_work": "Learn its daily work and its culture",
    "talked_with": "Talk with residents and attendings",
    "wrote_introduction": "Write how you introduce yourself",
}
LEADS = {
    "recommended": "A backup is real only if it could be your whole career. Answer for each "
    "specialty below, with dates. No score outvotes your answer.",
    "not_needed": "You plan with one specialty. The same questions decide whether it could be your "
    "whole career, and whether any backup ever could.",
    "undecided": "No backup is settled yet. These questions can be answered today, and they may "
    "rule one out or make one real.",
    "nothing_adds": "No second specialty adds enough today. What you could do with pride is still "
    "worth knowing: it says which gap is worth closing.",
}


def commitment_view(plan: Plan, record: Worksheets, views: Views) -> dict[str, Any]:
    """Worksheets with what is told, and blank lines where nothing is."""
    return {
        "lead": LEADS[plan.choice.verdict],
        "sheets": [_sheet(each, views) for each in record.sheets],
        "vetoed": [each.card.specialty.name for each in record.vetoed],
        "reapply": views.reason(record.reapply),
        "background": background("commitment"),
    }


def _sheet(sheet: Worksheet, views: Views) -> dict[str, Any]:
    plan = views.plan
    about, told = sheet.card.specialty, story(sheet.card.id)
    return {
        "id": about.id,
        "title": about.title,
        "name": about.name,
        "page": f"specialty.{about.id}",
        "role": ROLES[sheet.role],
        "prepared": sheet.role != "named",
        "verdict": views.reason(sheet.verdict),
        "state": sheet.verdict.outcome or "open",
        "findings": [views.reason(f) for f in sheet.findings],
        "deeds": [_deed(deed, plan) for deed in sheet.deeds],
        "respect": told.respect,
        "daily_work": told.daily_work,
        "talk_to": told.talk_to,
        "written": any(d.name == "wrote_introduction" and d.done for d in sheet.deeds),
        "doubt": sheet.doubt,
        "may_disagree": sheet.may_disagree,
    }


def _deed(deed: Deed, plan: Plan) -> dict[str, str]:
    if deed.done and deed.day is None:
        when, state = phrase(plan, "deed-worked"), "good"
    elif deed.day is None:
        when, state = "no date yet", "unknown"
    elif deed.done:
        when, state = f"done, {told_date(deed.day)}", "good"
    else:
        when, state = f"planned for {told_date(deed.day)}, not done yet", "unknown"
    return {"name": deed.name, "title": DEEDS[deed.name], "when": when, "state": state}
