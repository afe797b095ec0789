"""The view of the page on commitment: one worksheet for each specialty."""

from __future__ import annotations

from typing import Any

from sitegen.plan.guide.commitment import Worksheet
from sitegen.plan.model import Plan
from sitegen.render.background import background, story
from sitegen.render.views import Views


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Worksheets with what is told, and blank lines where nothing is."""
    record = plan.guide.commitment
    return {
        "verdict": plan.choice.verdict,
        "sheets": [_sheet(each, views) for each in record.sheets],
        "vetoed": [each.card.specialty.name for each in record.vetoed],
        "reapply": views.reason(record.reapply),
        "background": background("commitment"),
    }


def _sheet(sheet: Worksheet, views: Views) -> dict[str, Any]:
    about, told = sheet.card.specialty, story(sheet.card.id)
    return {
        "id": about.id,
        "title": about.title,
        "name": about.name,
        "page": f"specialty.{about.id}",
        "role": sheet.role,
        "verdict": views.reason(sheet.verdict),
        "state": sheet.verdict.outcome or "open",
        "findings": [views.reason(f) for f in sheet.findings],
        "deeds": sheet.deeds,
        "respect": told.respect,
        "daily_work": told.daily_work,
        "talk_to": told.talk_to,
        "doubt": sheet.doubt,
        "may_disagree": sheet.may_disagree,
    }
