"""The view of the page of the applicant's own program list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.diagnostics import flatten
from sitegen.explain import explain
from sitegen.facts.program import NAMES
from sitegen.facts.specialty import OWN_ROWS
from sitegen.grid import half_up
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.candidates import Candidacy, Group
from sitegen.plan.applying.own_list import (
    PATTERNS,
    Conflict,
    FieldCount,
    OwnList,
    Share,
    VisaPattern,
)
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaKind
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.words import VisaClass
from sitegen.render.applying.coordinator import ask_section
from sitegen.render.applying.list_length import list_length
from sitegen.render.citing import cite, told
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted
from sitegen.render.views import Views
from sitegen.rules import Finding
from sitegen.tables import MOST_GUESSED
from sitegen.understanding import ColumnRead, Understanding
from sitegen.written import number

MOST_ROWS = 400
"""Up to so many rows, all are shown; above, the first `IN_LIST` that are not out."""
IN_LIST = 150

OUTSIDE = ("other", "vetoed", "bridge")
"""Parts of a specialty that put its programs out."""

NO_LIMIT = (
    "programs.role",
    "programs.visa",
    "programs.sources",
    "programs.step3",
    "programs.place",
)


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The list with its reasons, visa patterns, conflicts, and whom to ask."""
    it, k = plan.applying.own_list, plan.knowledge
    kept = [each for each in it.rows if each.open is not False]
    out = [each for each in it.rows if each.open is False]
    large = len(it.rows) > MOST_ROWS
    far = {each.specialty.id for each in it.fields if each.role in OUTSIDE}
    near = {each.specialty.id for each in it.patterns} - far
    known = sum(bool(each.program.my_people) for each in out)
    return {
        "told": bool(plan.read.profile.programs),
        "has_rows": bool(it.rows),
        "count": len(it.rows),
        "rows": counted("list", len(it.rows)),
        "wanted": list_length(plan),
        "doors": {
            word: counted(f"list.{word}", sum(each.open is door for each in it.rows))
            for word, door in (("in", True), ("ask", None), ("out", False))
        },
        "names": {
            each.line: each.name or phrase(plan, "list-line", line=str(each.line))
            for each in it.rows
        },
        "free": plan.facts["applicant.needs_visa"].value is False,
        "fields": [_field(each, k) for each in it.fields if each.role not in OUTSIDE],
        "others": _outside([each for each in it.fields if each.role in OUTSIDE]),
        "findings": [told(f, views, k) for f in it.findings] if it.rows else [],
        "reach": _judged(plan, "tier-reach"),
        "safety": _judged(plan, "tier-safety"),
        "patterns": [_pattern(each, k) for each in it.patterns if each.specialty.id in near],
        "far": [_pattern(each, k) for each in it.patterns if each.specialty.id not in near],
        "least_answers": OWN_ROWS,
        "conflicts": [_conflict(each) for each in it.conflicts],
        "asking": ask_section(plan, it),
        "people": [each for each in kept if each.program.my_people],
        "people_out": known,
        "people_out_shown": counted("list.people-out", known),
        "wider": "programs.place" in it.alone,
        "alone": sorted(it.alone.items(), key=lambda pair: -pair[1]),
        "large": large,
        "kept": [_row(each, it) for each in (kept[:IN_LIST] if large else kept)],
        "kept_count": len(kept),
        "out": [] if large else [_row(each, it) for each in out],
        "out_count": len(out),
        "out_by": sorted(it.out_by.items(), key=lambda pair: -pair[1]),
        "checked": _checked(it),
        "read": [_read(each) for each in plan.read.lists if each.noun == LAYOUT.noun],
        "stale": _judged(plan, "stale-weeks"),
    }


def _read(found: Understanding) -> dict[str, Any]:
    """How the columns of one part of the list were read.

    The file stands by its name alone, for the folders above it are nobody's business.
    """
    return {
        "file": flatten(found.file.replace("\\", "/").rpartition("/")[2]),
        "sheet": flatten(found.sheet),
        "doubts": found.doubts,
        "columns": [_column(each) for each in found.columns[:MOST_GUESSED]],
    }


def _column(each: ColumnRead) -> dict[str, Any]:
    """One heading. What is not read may hold anything, so its cells stay off the page."""
    return {
        "title": flatten(each.title, 40),
        "column": each.column,
        "meant": COLUMNS[each.column].meaning if each.column else "",
        "doubtful": each.doubtful,
        "examples": ", ".join(each.examples) if each.column else "",
    }


def _field(each: FieldCount, k: Knowledge) -> dict[str, Any]:
    key = f"list.{each.specialty.id}"
    return {
        "title": each.specialty.title,
        "page": f"specialty.{each.specialty.id}",
        "role": each.role,
        "open": counted(f"{key}.in", each.open),
        "ask": counted(f"{key}.ask", each.ask),
        "out": counted(f"{key}.out", each.out),
        "groups": [counted(f"{key}.{word}", each.groups.get(word, 0)) for word in Group],
        "rate": _figure(each.rate, k),
    }


def _outside(fields: list[FieldCount]) -> dict[str, int] | None:
    """The specialties outside of the plan, as one row."""
    rows = sum(each.rows for each in fields)
    return {"fields": len(fields), "rows": rows} if fields else None


def _figure(figure: Figure | None, k: Knowledge) -> dict[str, Any] | None:
    if figure is None:
        return None
    name = cite(figure.source, k)[0].rsplit(" ", 1)[0]
    return {"value": figure.value, "cite": (f"{name} {figure.year}", figure.source)}


def _judged(plan: Plan, name: str) -> dict[str, str]:
    """A judged quantity of the page, with the two ends of its range."""
    it = plan.knowledge.parameter(f"portfolio.{name}", plan.as_of)
    assert isinstance(it.value, (int, float))
    return {"use": number(it.value), "low": number(it.low or 0), "high": number(it.high or 0)}


def _pattern(each: VisaPattern, k: Knowledge) -> dict[str, Any]:
    return {
        "title": each.specialty.title,
        "rows": each.rows,
        "shares": [
            {"visa": name, **_share(share, k)}
            for name, share in (("J-1", each.j1), ("H-1B", each.h1b))
        ],
        "classes": [(word, each.classes[word]) for word in PATTERNS if word in each.classes],
    }


def _share(it: Share, k: Knowledge) -> dict[str, Any]:
    percent = f"{half_up(100 * it.yes / it.said):.0f}" if it.said else ""
    return {
        "yes": it.yes,
        "said": it.said,
        "percent": percent,
        "own": it.own,
        "national": _figure(it.national, k),
    }


def _conflict(each: Conflict) -> dict[str, Any]:
    p = each.row.program
    pairs = {VisaKind.J1: (p.freida_j1, p.site_j1), VisaKind.H1B: (p.freida_h1b, p.site_h1b)}
    return {
        "row": each.row,
        "says": [(NAMES[visa], *pairs[visa]) for visa in each.visas],
        "do": _to_do(each),
    }


def _to_do(each: Conflict) -> str:
    """In a word, what to do about sources that differ."""
    p = each.row.program
    if not each.matters:
        return "nothing"
    if each.row.open is False:
        return _out(each)
    if p.answer:
        return "answered"
    return "asked" if p.asked or p.asked_on else "ask"


def _out(each: Conflict) -> str:
    """In a word, what puts the program out: the site, the own note, or something else."""
    p = each.row.program
    if [f.rule.id for f in each.row.against] != ["programs.visa"]:
        return "out"
    held = {VisaKind.J1: (p.j1, p.site_j1), VisaKind.H1B: (p.h1b, p.site_h1b)}
    return "site" if all(held[visa][0] is held[visa][1] for visa in each.visas) else "own"


def _row(each: Candidacy, it: OwnList) -> dict[str, Any]:
    p = each.program
    place = ", ".join(part for part in (p.city, p.state or "") if part)
    return {
        "row": each,
        "small": [part for part in (each.field, place, p.code) if part],
        "read": "" if p.visa_class is VisaClass.SILENT else p.visa_class.value,
        "interviews": _interviews(each),
        "parts": each.planned.parts if each.planned else (),
        "first": _said(_first(each)),
        "reasons": _said(_others(each)),
        "check": it.checks[each.line],
    }


def _interviews(each: Candidacy) -> str:
    """Interviews for 100 applications like it, as a range; empty where nothing is computed."""
    if each.planned is None:
        return ""
    low, high = (100 * end for end in (each.planned.interviews.low, each.planned.interviews.high))
    first = "under 1" if low < 1 else number(round(low))
    return first if high < 1 else f"{first} to {number(max(round(high), 1))}"


def _first(each: Candidacy) -> Sequence[Finding]:
    """What stands beside the answer: what puts the program out, else what has to be asked.

    Where its specialty is not in the plan, no other reason matters.
    """
    if each.open is not False:
        return each.questions
    return [f for f in each.against if f.rule.id == "programs.role"] or each.against


def _others(each: Candidacy) -> Sequence[Finding]:
    """What was checked beside that and passed, the visa first; nothing of a program that is out."""
    if each.open is False:
        return ()
    asked = [f.rule.id for f in each.questions]
    passed = [f for f in each.reasons if f.outcome == "in" and f.rule.id not in NO_LIMIT]
    return [f for f in (each.reason("visa"), *passed) if f.rule.id not in asked]


def _said(findings: Sequence[Finding]) -> list[str]:
    return [explain(finding).text for finding in findings]


def _checked(it: OwnList) -> list[tuple[str, int]]:
    """How fresh the rows are that are not out; each is counted once."""
    rows = [it.checks[each.line] for each in it.rows if each.open is not False]
    never, old = sum(c.on is None for c in rows), sum(c.old for c in rows)
    waiting = sum(c.on is not None and not c.old and c.state == "waiting" for c in rows)
    recent = len(rows) - never - old - waiting
    counts = (("recent", recent), ("old", old), ("waiting", waiting), ("never", never))
    return [(age, n) for age, n in counts if n]
