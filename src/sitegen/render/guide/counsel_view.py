"""The view of counsel: what the guide says to this applicant at the foot of a page."""

from __future__ import annotations

from typing import Any

from sitegen.explain import cite_words
from sitegen.plan.guide.counsel import Word
from sitegen.plan.guide.counsel_tables import Row, Table
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.guide.statements import statements
from sitegen.render.views import Views

SAID = {
    "counsel.backup.older": ("community-img-share",),
    "counsel.pathways.scientist": ("research-award",),
}
"""Cited statements that stand beside counsel, by rule."""

PROSE = {"counsel.commitment.undecided": "undecided", "counsel.programs.lookup": "look-up"}
"""Texts of `content/` that stand below counsel, by rule."""

ON_PAPER = {
    "counsel.backup.older",
    "counsel.commitment.undecided",
    "counsel.scorecard.example",
    "counsel.tasks.graduation",
}
"""What is to be acted on with a pen in hand; the site has all of it."""


def counsel_view(plan: Plan, page: str, views: Views) -> list[dict[str, Any]]:
    """Everything that is said on one page, in order."""
    return [_word(plan, word, views) for word in plan.guide.counsel if word.page == page]


def _word(plan: Plan, word: Word, views: Views) -> dict[str, Any]:
    rule = word.finding.rule
    return {
        "key": rule.id.rpartition(".")[2],
        "title": rule.title,
        "on_paper": rule.id in ON_PAPER,
        "reason": views.reason(word.finding),
        "statements": statements(plan.knowledge, *SAID.get(rule.id, ())),
        "prose": background(PROSE[rule.id]) if rule.id in PROSE else "",
        "table": _table(plan, word.table) if word.table else None,
    }


def _table(plan: Plan, table: Table) -> dict[str, Any]:
    return {
        "head": table.head,
        "rows": [_row(plan, row) for row in table.rows],
        "blank": table.blank,
    }


def _row(plan: Plan, row: Row) -> dict[str, Any]:
    cites = dict.fromkeys((cite_words(c, plan.knowledge), c.source) for c in row.citations)
    return {"label": row.label, "cells": row.cells, "cites": tuple(cites)}
