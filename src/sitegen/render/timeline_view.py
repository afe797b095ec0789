"""What the timeline, the checklists and the wall plan show. All from the one list of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sitegen.explain import MONTHS, long_date, told_date
from sitegen.knowledge.aging import is_due
from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.pages import FIXED
from sitegen.plan.quantities.counted import fact_key
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.timeline import Chain, PhaseSpan
from sitegen.render.quantities import counted, dated, marked, within
from sitegen.render.views import Views, missing_words
from sitegen.render.words import date_span

TITLES = {page.id: page.title for page in FIXED}
PHASE_NOTES = {"past": "over", "now": "now", "next": "", "undated": ""}
MOST_ON_WALL = 12
"""Tasks for now on the wall plan; the checklists hold them all."""

ALL = "For every specialty"


def task_view(task: Task, plan: Plan) -> dict[str, Any]:
    """A task as words."""
    beginning = ""
    if task.state == "open" and task.begin and task.takes >= 1:
        by = dated(f"begin.{task.id}", task.begin)
        beginning = "begin now" if task.begin <= plan.as_of else f"begin by {by}"
    return {
        "id": task.id,
        "text": quoting(task, plan),
        "when": _when(task),
        "when_short": _when(task, short=True),
        "begin": beginning,
        "why": task.why,
        "path": task.path,
        "page": task.page,
        "page_title": TITLES.get(task.page or "", ""),
        "perhaps": "; ".join(missing_words(task.missing)[:3]),
        "late": task.late,
        "event": task.event,
    }


def quoting(task: Task, plan: Plan) -> str:
    """The text of a task, with marks on the quantities that it quotes."""
    text = task.text
    for name, words in task.quoted:
        key, value = fact_key(name, plan), plan.facts[name].value if name in plan.facts else None
        if key and isinstance(value, (int, float)):
            text = text.replace(words, within(key, value, words), 1)
    return text


def _when(task: Task, *, short: bool = False) -> str:
    """The day in words, with the span of an estimate; short for paper, with the word alone."""
    if task.due is None:
        return ""
    key = day_key(task)
    if task.month_only:
        return f"in {dated(key, task.due, told_date)}"
    day = dated(key, task.due)
    when = day if task.event or (task.fixed and task.state == "open") else f"by {day}"
    if task.due_low and task.due_high and task.due_low != task.due_high:
        span = date_span(task.due_low, task.due_high, key)
        when += " (estimate)" if short else f" (estimate, {span})"
    return when


def estimate_text(plan: Plan) -> str:
    """What an estimate is, where one is shown."""
    found = []
    if any(t.due_low != t.due_high for t in plan.tasks):
        found.append(
            "Days marked as estimates follow the pattern of earlier seasons (judgement, with the "
            "span shown). Check them on the pages of AAMC and NRMP."
        )
    return " ".join([*found, *filter(None, [_aged(plan)])])


def _aged(plan: Plan) -> str:
    """That printed days of this season had to be looked up again, with the first such day."""
    sources = plan.knowledge.sources
    cited = {date.source for date in plan.season_dates.values()}
    due = [sources[key].look_again for key in cited if is_due(sources.get(key), plan.as_of)]
    days = [day for day in due if day]
    return plan.knowledge.aging["dates"].format(day=long_date(min(days))) if days else ""


def timeline_view(plan: Plan, views: Views) -> dict[str, Any]:
    """The page of the timeline."""
    it = plan.timeline
    by_id = {t.id: t for t in plan.tasks}

    def shown(ids: Iterable[str]) -> list[dict[str, Any]]:
        return [task_view(by_id[i], plan) for i in ids]

    return {
        "findings": [views.reason(f) for f in it.findings],
        "now": shown(it.for_now),
        "given_up": shown(it.given_up),
        "phases": [_phase(p, shown(p.tasks)) for p in it.phases],
        "chains": [_chain(f"chain.{i}", c, by_id, plan) for i, c in enumerate(it.chains, 1)],
        "estimate": estimate_text(plan),
    }


def _phase(phase: PhaseSpan, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    span = ""
    if phase.start:
        key = f"phase.{phase.id}"
        first = f"{key}.low"
        span = f"from {dated(first, phase.start)}"
        if phase.end:
            span = date_span(phase.start, phase.end, key)
    return {
        "id": phase.id,
        "title": phase.title,
        "span": span,
        "state": phase.state,
        "note": PHASE_NOTES[phase.state],
        "tasks": tasks,
    }


def _chain(key: str, chain: Chain, by_id: dict[str, Task], plan: Plan) -> dict[str, Any]:
    steps = [by_id[i] for i in chain.tasks]
    weeks = ""
    if chain.weeks:
        unit = "week" if chain.weeks == 1 else "weeks"
        weeks = f"{counted(f'{key}.weeks', chain.weeks)} {unit}"
    if chain.slack is None:
        room = ""
    elif chain.slack < 1:
        room = "There is no week to lose: the first step begins now."
    else:
        unit = "week" if chain.slack == 1 else "weeks"
        room = (
            f"The first step may wait {counted(f'{key}.room', chain.slack)} {unit}. "
            "After that, the last step is too late."
        )
    return {
        "weeks": weeks,
        "room": room,
        "steps": [
            {
                "text": quoting(s, plan),
                "takes": f"{counted(f'takes.{s.id}', s.takes)} w" if s.takes else "",
                "when": _from_to(s, plan),
            }
            for s in steps
        ],
    }


def _from_to(task: Task, plan: Plan) -> str:
    """From when to when a step of a row is worked on; a month alone stays a month."""
    if task.fixed:
        return _when(task)
    begin = _begin(task, plan)
    if begin and task.due and not task.month_only:
        return f"{begin} to {dated(day_key(task), task.due)}"
    return _when(replace(task, due_low=None, due_high=None), short=True)


def _begin(task: Task, plan: Plan) -> str:
    """The first day to work on a task, or nothing if that is its last day as well."""
    begin = max(task.begin, plan.as_of) if task.begin else None
    if not begin or begin == task.due:
        return ""
    return dated(f"begin.{task.id}", begin) if begin == task.begin else long_date(begin)


def months(plan: Plan) -> list[dict[str, Any]]:
    """Each month from now to the start of training that holds a day or a task, by days."""
    dated = [t for t in plan.tasks if t.due and t.state == "open"]
    found: dict[str, dict[str, Any]] = {}
    for day, title, event, text in _merged(dated, plan):
        month = found.setdefault(title, {"title": title, "lines": []})
        month["lines"].append({"day": day, "text": text, "event": event})
    return list(found.values())


def in_order(tasks: Iterable[tuple[dt.date, Task]], plan: Plan) -> Iterator[tuple[Task, str]]:
    """Tasks by their days, each with its text; those that differ only in specialty are one."""
    groups: dict[tuple[str, dt.date], list[Task]] = {}
    for day, task in tasks:
        groups.setdefault((task.template, day), []).append(task)
    for _, group in sorted(groups.items(), key=lambda pair: pair[0][1]):
        text = quoting(group[0], plan)
        names = [plan.card(t.specialty).specialty.name for t in group if t.specialty]
        if len(names) > 1:
            text = text.replace(names[0], " and ".join(names), 1)
        yield group[0], text


def _merged(dated: Sequence[Task], plan: Plan) -> Iterator[tuple[str, str, bool, str]]:
    """Day, month, whether it is an event, and text."""
    for first, text in in_order(((task.due, task) for task in dated if task.due), plan):
        assert first.due, "only tasks with a day are put in order"
        due, event = first.due, first.event or first.fixed
        about = "about " if event and first.due_low != first.due_high else ""
        key = day_key(first)
        day = "in this month" if first.month_only else f"{about}{marked(key, due, str(due.day))}"
        yield day, f"{MONTHS[due.month - 1]} {due.year}", event, text


def checklist_view(plan: Plan) -> dict[str, Any]:
    """Everything to do, by phase, and in each phase by specialty."""
    alive = [t for t in plan.tasks if t.state != "dropped"]
    titles = {FIND_OUT: "Find out first"}
    titles |= {phase.id: phase.title for phase in plan.knowledge.phases}
    groups = []
    now = [t for t in alive if t.state == "now" and t.phase != FIND_OUT]
    if now:
        groups.append({"id": "now", "title": "Do now", "parts": _parts(now, plan)})
    for phase, title in titles.items():
        here = [t for t in alive if t.phase == phase and t not in now]
        if here:
            groups.append({"id": phase, "title": title, "parts": _parts(here, plan)})
    groups.sort(key=lambda g: g["id"] != FIND_OUT)
    return {
        "lead": "Everything to do, from one list: the same tasks stand in the timeline, in the "
        "PDF and in the calendar file.",
        "groups": groups,
        "given_up": [task_view(t, plan) for t in plan.tasks if t.state == "dropped" and t.late],
        "estimate": estimate_text(plan),
    }


def _parts(tasks: Sequence[Task], plan: Plan) -> list[dict[str, Any]]:
    """Tasks for every specialty first, then those of each specialty."""
    order = [None, *dict.fromkeys(t.specialty for t in tasks if t.specialty)]
    parts = []
    for specialty in order:
        here = [task_view(t, plan) for t in tasks if t.specialty == specialty]
        if here:
            title = plan.card(specialty).specialty.title if specialty else ALL
            parts.append({"title": title, "tasks": here})
    if len(parts) == 1 and parts[0]["title"] == ALL:
        parts[0]["title"] = ""
    return parts


def wall_view(plan: Plan) -> dict[str, Any]:
    """The months on one sheet for the wall."""
    return {
        "months": months(plan),
        "now": [task_view(t, plan) for t in plan.tasks if t.state == "now"][:MOST_ON_WALL],
        "estimate": estimate_text(plan),
    }
