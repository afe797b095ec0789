"""The view of the page of the applicant's own program list."""

from __future__ import annotations

from typing import Any

from sitegen.explain import explain, long_date, number
from sitegen.facts.specialty import OWN_ROWS
from sitegen.grid import half_up
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.own_list import (
    PATTERNS,
    Check,
    Conflict,
    FieldCount,
    OwnList,
    Share,
    VisaPattern,
)
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaKind
from sitegen.programs import Program, VisaClass
from sitegen.render.applying.coordinator import ask_section
from sitegen.render.applying.list_read_view import list_read_view
from sitegen.render.guide.immigration_view import cite, told
from sitegen.render.guide.own_words import capital
from sitegen.render.quantities import counted
from sitegen.render.views import Views

MOST_ROWS = 400
"""Up to so many rows, all are shown; above, the first `IN_LIST` that are not out."""
IN_LIST = 150

DOOR = {True: "In", None: "Ask", False: "Out"}
STANDS = {True: "in", None: "to ask", False: "out"}
ROLE = {"first": "first choice", "backup": "backup", "": "not settled yet"}
OUTSIDE = ("other", "vetoed", "bridge")
"""Parts of a specialty that put its programs out."""

CLASSES = {
    "both": "J-1 and H-1B",
    "j1_only": "J-1 only",
    "h1b_only": "H-1B only",
    "h1b_exceptional": "H-1B for exceptional candidates",
    "none": "no visa",
    "partly": "only one visa told",
    "silent": "nothing about visas",
}
PARTS = {
    "img_share": "share of IMGs",
    "interview_rate": "its own interview rate",
    "setting": "kind of hospital",
    "signal": "your signal",
}
NO_LIMIT = (
    "programs.role",
    "programs.visa",
    "programs.sources",
    "programs.step3",
    "programs.place",
)
NAMES = {VisaKind.J1: "J-1", VisaKind.H1B: "H-1B"}
ALONE = {
    "programs.visa": "no visa that you accept",
    "programs.graduation": "years since graduation",
    "programs.step2": "Step 2 CK score",
    "programs.attempts": "tries at a Step",
    "programs.weeks": "weeks in the US",
    "programs.place": "the place",
}
SAID = {True: "yes", False: "no", None: "says nothing"}
RULES = {
    "programs.role": "specialty not in this plan",
    "programs.visa": "no visa that you accept",
    "programs.graduation": "too many years since graduation",
    "programs.step2": "Step 2 CK score too low",
    "programs.attempts": "too many tries at a Step",
    "programs.weeks": "too few weeks in the US",
    "programs.place": "a place you ruled out",
}


def programs_view(plan: Plan, views: Views) -> dict[str, Any]:
    """The list with its reasons, visa patterns, conflicts, and whom to ask."""
    it, k = plan.applying.own_list, plan.knowledge
    free = plan.facts["applicant.needs_visa"].value is False
    kept = [each for each in it.rows if each.open is not False]
    out = [each for each in it.rows if each.open is False]
    large = len(it.rows) > MOST_ROWS
    far = {each.specialty.id for each in it.fields if each.role in OUTSIDE}
    near = {each.specialty.id for each in it.patterns} - far
    return {
        "told": bool(plan.read.profile.programs),
        "has_rows": bool(it.rows),
        "lead": _lead(it, free),
        "free": free,
        "fields": [_field(each, k) for each in it.fields if each.role not in OUTSIDE],
        "others": _others([each for each in it.fields if each.role in OUTSIDE]),
        "findings": [told(f, views, k) for f in it.findings] if it.rows else [],
        "groups": _groups(plan),
        "patterns": [_pattern(each, k) for each in it.patterns if each.specialty.id in near],
        "far": [_pattern(each, k) for each in it.patterns if each.specialty.id not in near],
        "least_answers": OWN_ROWS,
        "conflicts": [_conflict(each) for each in it.conflicts],
        "asking": ask_section(plan, it),
        "people": [_person(each) for each in kept if each.program.my_people],
        "people_out": sum(bool(each.program.my_people) for each in out),
        "people_out_shown": counted(
            "list.people-out", sum(bool(each.program.my_people) for each in out)
        ),
        "wider": "programs.place" in it.alone,
        "alone": [(ALONE[rule], n) for rule, n in sorted(it.alone.items(), key=lambda p: -p[1])],
        "large": large,
        "count": len(it.rows),
        "kept": [_row(each, it) for each in (kept[:IN_LIST] if large else kept)],
        "kept_count": len(kept),
        "out": [] if large else [_row(each, it) for each in out],
        "out_count": len(out),
        "out_by": [(RULES[rule], n) for rule, n in sorted(it.out_by.items(), key=lambda p: -p[1])],
        "checked": _checked(it),
        "read": list_read_view(plan),
        "old": _old(plan),
    }


def _lead(it: OwnList, free: bool) -> str:
    if not it.rows:
        return (
            "A list of programs, with what each one says, is worth more than any national figure. "
            "This page shows what to gather, and what the figures say until then."
        )
    n = [sum(each.open is door for each in it.rows) for door in (True, None, False)]
    plural = "program" if len(it.rows) == 1 else "programs"
    order = "" if free else " Visa facts come before everything else in each order."
    doors = (
        counted(f"list.{door}", each) for door, each in zip(("in", "ask", "out"), n, strict=True)
    )
    in_list, to_ask, out = doors
    return (
        f"Your list holds {counted('list', len(it.rows))} {plural}: {in_list} in, {to_ask} to ask, "
        f"{out} out. Each one has its reason below. What a row does not say never puts a "
        f"program out.{order}"
    )


def _field(each: FieldCount, k: Knowledge) -> dict[str, Any]:
    key = f"list.{each.specialty.id}"
    return {
        "title": each.specialty.title,
        "page": f"specialty.{each.specialty.id}",
        "role": ROLE.get(each.role, "not in this plan"),
        "rows": each.rows,
        "open": counted(f"{key}.in", each.open),
        "ask": counted(f"{key}.ask", each.ask),
        "out": counted(f"{key}.out", each.out),
        "groups": [
            counted(f"{key}.{word}", each.groups.get(word, 0))
            for word in ("reach", "target", "safety")
        ],
        "rate": _figure(each.rate, k, "", "not published"),
    }


def _others(fields: list[FieldCount]) -> dict[str, int] | None:
    """The specialties outside of the plan, as one row."""
    rows = sum(each.rows for each in fields)
    return {"fields": len(fields), "rows": rows} if fields else None


def _figure(figure: Figure | None, k: Knowledge, unit: str, missing: str) -> dict[str, Any]:
    if figure is None:
        return {"text": missing, "cites": []}
    name = cite(figure.source, k)[0].rsplit(" ", 1)[0]
    return {
        "text": f"{number(figure.value)}{unit}",
        "cites": [(f"{name} {figure.year}", figure.source)],
    }


def _judged(plan: Plan, name: str) -> tuple[str, str, str]:
    """A judged quantity of the page, with the two ends of its range."""
    it = plan.knowledge.parameter(f"portfolio.{name}", plan.as_of)
    assert isinstance(it.value, (int, float)), "checked when data is loaded"
    return number(it.value), number(it.low or 0), number(it.high or 0)


def _groups(plan: Plan) -> str:
    reach, safety = (_judged(plan, name) for name in ("tier-reach", "tier-safety"))

    def words(use: str, low: str, high: str) -> str:
        return f"{use} times (judgement, {low} to {high})"

    return (
        "The groups compare one application of yours with the national mean for one application. "
        f"Up to {words(*reach)} the invitations of that mean, a program is a reach. From "
        f"{words(*safety)}, it is a safety. Between them it is a target. A program that must still "
        "answer is never a safety. No single program is safe, not even a safety."
    )


def _pattern(each: VisaPattern, k: Knowledge) -> dict[str, Any]:
    counts = [f"{CLASSES[word]} {each.classes[word]}" for word in PATTERNS if word in each.classes]
    return {
        "title": each.specialty.title,
        "rows": each.rows,
        "shares": [
            {"visa": name, **_share(share, each.rows, k)}
            for name, share in (("J-1", each.j1), ("H-1B", each.h1b))
        ],
        "classes": ", ".join(counts),
    }


def _share(it: Share, rows: int, k: Knowledge) -> dict[str, Any]:
    mine = "no row says it" if rows else "no row on your list"
    if it.said:
        noun = "row that says" if it.said == 1 else "rows that say"
        mine = f"{it.yes} of {it.said} {noun} it ({half_up(100 * it.yes / it.said):.0f} %)"
    if it.own:
        used = f"your list: at least {OWN_ROWS} rows say it"
    elif it.national:
        used = f"the national figure: fewer than {OWN_ROWS} of your rows say it"
    else:
        used = "neither: too little is known"
    return {"mine": mine, "national": _figure(it.national, k, " %", "not published"), "used": used}


def _conflict(each: Conflict) -> dict[str, Any]:
    p = each.row.program
    pairs = {VisaKind.J1: (p.freida_j1, p.site_j1), VisaKind.H1B: (p.freida_h1b, p.site_h1b)}
    says = "; ".join(
        f"{NAMES[v]}: FREIDA {SAID[pairs[v][0]]}, site {SAID[pairs[v][1]]}" for v in each.visas
    )
    if not each.matters:
        do = "Nothing: for you it does not decide."
    elif each.row.open is False:
        do = _out(each)
    elif p.answer:
        do = f"Answered{_on(p)}: {p.answer}"
    elif p.asked or p.asked_on:
        do = f"Asked{_on(p)}. Ask again if no answer comes within two weeks."
    else:
        do = "Ask the coordinator. Until then, count on the stricter of the two."
    return {"name": each.row.name, "says": says, "do": do, "matters": each.matters}


def _out(each: Conflict) -> str:
    """What to do about sources that differ where the program is out."""
    p = each.row.program
    if [f.rule.id for f in each.row.against] != ["programs.visa"]:
        return "Nothing: it is out for another reason."
    held = {VisaKind.J1: (p.j1, p.site_j1), VisaKind.H1B: (p.h1b, p.site_h1b)}
    if all(held[v][0] is held[v][1] for v in each.visas):
        return "The plan believes the site, so it is out. If the site looks old, ask."
    return "Nothing: what you noted yourself comes first, and it puts the program out."


def _on(p: Program) -> str:
    return f" on {long_date(p.asked_on)}" if p.asked_on else ""


def _person(each: Candidacy) -> dict[str, str]:
    n = each.program.my_people or 0
    return {
        "name": each.name,
        "people": f"{n} {'person' if n == 1 else 'people'}",
        "stands": STANDS[each.open],
    }


def _row(each: Candidacy, it: OwnList) -> dict[str, Any]:
    p = each.program
    place = ", ".join(part for part in (p.city, p.state or "") if part)
    return {
        "name": each.name,
        "small": "; ".join(part for part in (capital(each.field), place, p.code) if part),
        "door": DOOR[each.open],
        "visa": capital(each.visa_words),
        "sentence": _sentence(p),
        "img": "not told" if p.img_share is None else f"{number(p.img_share)} % of residents",
        "group": capital(each.group.value) if each.group else "not judged",
        "per": _per(each),
        "parts": _parts(each),
        "reasons": _reasons(each),
        "checked": check_words(it.checks[each.line]),
    }


def _sentence(p: Program) -> str:
    """The program's own sentence on visas, and how it was read."""
    if not p.visa_sentence:
        return ""
    how = CLASSES.get(p.visa_class.value, "") if p.visa_class is not VisaClass.SILENT else ""
    return f"“{p.visa_sentence}” " + (f"Read as: {how}." if how else "Not read: see for yourself.")


def _per(each: Candidacy) -> str:
    """Interviews for 100 applications like it, as a range."""
    if each.planned is None:
        return "not computed"
    low, high = (100 * end for end in (each.planned.interviews.low, each.planned.interviews.high))
    first = "under 1" if low < 1 else number(round(low))
    if high < 1:
        return "under 1"
    return f"{first} to {number(max(round(high), 1))}"


def _parts(each: Candidacy) -> str:
    """What moves it against the typical program, with the range of the judgement."""
    parts = each.planned.parts if each.planned else ()
    return "; ".join(
        f"{PARTS[part.id]} × {part.by.use:.1f} (judgement, {part.by.low:.1f} to {part.by.high:.1f})"
        for part in parts
    )


def _reasons(each: Candidacy) -> list[str]:
    """What puts it out; else the questions, then what was checked and passed."""
    if each.open is False:
        return [_says(f) for f in each.against]
    passed = [f for f in each.reasons if f.outcome == "in" and f.rule.id not in NO_LIMIT]
    asked = [f.rule.id for f in each.questions]
    visa = [f for f in (each.reason("visa"),) if f.rule.id not in asked]
    return [_says(f) for f in (*each.questions, *visa, *passed)]


def _says(finding: Any) -> str:
    return explain(finding).text


def check_words(check: Check) -> str:
    """When a row was last checked or answered, and whether that is too long ago."""
    words = {
        "answered": "Answered",
        "waiting": "Asked, no answer",
        "checked": "Checked",
        "never": "Never checked",
    }[check.state]
    day = f", {long_date(check.on)}" if check.on else ""
    return f"{words}{day}{' (old: check again)' if check.old else ''}"


def _checked(it: OwnList) -> list[tuple[str, int]]:
    """How fresh the rows are that are not out; each is counted once."""
    rows = [it.checks[each.line] for each in it.rows if each.open is not False]
    never, old = sum(c.on is None for c in rows), sum(c.old for c in rows)
    waiting = sum(c.on is not None and not c.old and c.state == "waiting" for c in rows)
    counts = (
        ("recent", len(rows) - never - old - waiting),
        ("old, check again", old),
        ("asked, without an answer yet", waiting),
        ("without a date", never),
    )
    return [(words, n) for words, n in counts if n]


def _old(plan: Plan) -> str:
    use, low, high = _judged(plan, "stale-weeks")
    return f"Older than {use} weeks counts as old (judgement, {low} to {high})."
