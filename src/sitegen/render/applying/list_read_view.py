"""The view of how the columns of the applicant's own program list were read."""

from __future__ import annotations

from typing import Any

from sitegen.diagnostics import flatten
from sitegen.plan.model import Plan
from sitegen.programs import COLUMNS, LAYOUT
from sitegen.render.guide.own_words import capital
from sitegen.render.phrases import phrase
from sitegen.tables import MOST_GUESSED
from sitegen.understanding import ColumnRead, Understanding


def list_read_view(plan: Plan) -> dict[str, Any] | None:
    """A table for each part of the list; None where there is no list."""
    lists = [each for each in plan.read.lists if each.noun == LAYOUT.noun]
    if not lists:
        return None
    doubts = any(each.doubts for each in lists)
    return {
        "summary": phrase(plan, "list-read-doubts" if doubts else "list-read"),
        "lead": phrase(plan, "list-read-lead"),
        "parts": [_part(each, plan) for each in lists],
    }


def _part(found: Understanding, plan: Plan) -> dict[str, Any]:
    """One table; the file by its name alone, for the folders above it are nobody's business."""
    file = flatten(found.file.replace("\\", "/").rpartition("/")[2])
    name = "list-read-sheet" if found.sheet else "list-read-caption"
    return {
        "caption": phrase(plan, name, file=file, sheet=flatten(found.sheet)),
        "columns": [_column(each, plan) for each in found.columns[:MOST_GUESSED]],
    }


def _column(each: ColumnRead, plan: Plan) -> dict[str, str]:
    """One heading. What is not read may hold anything, so its cells stay off the page."""
    column = each.column
    return {
        "title": flatten(each.title, 40) or phrase(plan, "list-read-untitled"),
        "meant": capital(COLUMNS[column].meaning) if column else phrase(plan, "list-read-not"),
        "note": phrase(plan, "list-read-doubt", column=column or "") if each.doubtful else "",
        "examples": ", ".join(each.examples) if column else "",
    }
