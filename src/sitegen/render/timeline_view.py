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
from sitegen.plan.quantities.counted import fact_key
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.timeline import Chain, PhaseSpan
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, dated, marked, within
from sitegen.render.views import Views
from sitegen.render.words import date_span, missing_words

MOST_ON_WALL = 12
"""Tasks for now on the wall plan; the checklists hold them all."""


def task_view(task: Task, plan: Plan) -> dict[str, Any]:
    """A task as words."""
    begin = task.begin if task.state == "open" and task.takes >= 1 else None
    return {
        "id": task.id,
        "text": quoting(task, plan),
        "when": _when(task, plan),
        "when_short": _when(task, plan, short=True),
        "begin": dated(f"begin.{task.id}", begin) if begin else "",
        "begin_now": begin is not None and begin <= plan.as_of,
        "why": task.why,
        "path": task.path,
        "page": task.page,
        "page_title": next((page.title for page in plan.pages if page.id == task.page), ""),
        "perhaps": "; ".join(missing_words(plan, task.missing)[:3]),
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


def _when(task: Task, plan: Plan, *, short: bool = False) -> str:
    """The day in words, with the span of an estimate; short for paper, with the word alone."""
    if task.due is None:
        return ""
    key = day_key(task)
    if task.month_only:
        return phrase(plan, "in-month", month=dated(key, task.due, told_date))
    day = dated(key, task.due)
    fixed = task.event or (task.fixed and task.state == "open")
    when = day if fixed else phrase(plan, "by-day", day=day)
    if not task.due_low or not task.due_high or task.due_low == task.due_high:
        return when
    span = "" if short else date_span(task.due_low, task.due_high, key)
    return phrase(plan, "estimate-span" if span else "estimate", day=when, span=span)


def estimate_text(plan: Plan) -> str:
    """What an estimate is, where one is shown."""
    marked = any(t.due_low != t.due_high for t in plan.tasks)
    return " ".join(filter(None, [phrase(plan, "estimates") if marked else "", _aged(plan)]))


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
    key, start, end = f"phase.{phase.id}", phase.start, phase.end
    return {
        "title": phase.title,
        "begin": dated(f"{key}.low", start) if start else "",
        "span": date_span(start, end, key) if start and end else "",
        "state": phase.state,
        "tasks": tasks,
    }


def _chain(key: str, chain: Chain, by_id: dict[str, Task], plan: Plan) -> dict[str, Any]:
    """The steps of a row, with its weeks and those that its first step may wait."""
    slack = chain.slack
    return {
        "weeks": counted(f"{key}.weeks", chain.weeks) if chain.weeks else "",
        "one_week": chain.weeks == 1,
        "slack": slack,
        "room": counted(f"{key}.room", slack) if slack and slack >= 1 else "",
        "steps": [
            {"text": quoting(step, plan), "when": _from_to(step, plan)}
            for step in (by_id[i] for i in chain.tasks)
        ],
    }


def _from_to(task: Task, plan: Plan) -> str:
    """From when to when a step of a row is worked on; a month alone stays a month."""
    if task.fixed:
        return _when(task, plan)
    begin = _begin(task, plan)
    if begin and task.due and not task.month_only:
        return f"{begin} to {dated(day_key(task), task.due)}"
    return _when(replace(task, due_low=None, due_high=None), plan, short=True)


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
    for due, line in _merged(dated, plan):
        title = f"{MONTHS[due.month - 1]} {due.year}"
        found.setdefault(title, {"title": title, "lines": []})["lines"].append(line)
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


def _merged(dated: Sequence[Task], plan: Plan) -> Iterator[tuple[dt.date, dict[str, Any]]]:
    """Each day with its line: the number of the day, and what happens or is to be done."""
    for first, text in in_order(((task.due, task) for task in dated if task.due), plan):
        assert first.due, "only tasks with a day are put in order"
        day = "" if first.month_only else marked(day_key(first), first.due, str(first.due.day))
        yield (
            first.due,
            {
                "day": day,
                "event": first.event or first.fixed,
                "estimate": first.due_low != first.due_high,
                "text": text,
            },
        )


def checklist_view(plan: Plan) -> dict[str, Any]:
    """Everything to do, by phase, and in each phase by specialty."""
    alive = [t for t in plan.tasks if t.state != "dropped"]
    now = [t for t in alive if t.state == "now" and t.phase != FIND_OUT]
    later = [t for t in alive if t not in now]
    groups = [
        (FIND_OUT, "", [t for t in later if t.phase == FIND_OUT]),
        ("now", "", now),
        *((p.id, p.title, [t for t in later if t.phase == p.id]) for p in plan.knowledge.phases),
    ]
    return {
        "groups": [
            {"id": key, "title": title, "parts": _parts(tasks, plan)}
            for key, title, tasks in groups
            if tasks
        ],
        "given_up": [task_view(t, plan) for t in plan.tasks if t.state == "dropped" and t.late],
        "estimate": estimate_text(plan),
    }


def _parts(tasks: Sequence[Task], plan: Plan) -> list[dict[str, Any]]:
    """Tasks for every specialty first, whose part has no title, then those of each specialty."""
    parts: dict[str | None, list[dict[str, Any]]] = {None: []}
    for task in tasks:
        parts.setdefault(task.specialty, []).append(task_view(task, plan))
    return [
        {"title": plan.card(specialty).specialty.title if specialty else "", "tasks": shown}
        for specialty, shown in parts.items()
        if shown
    ]


def wall_view(plan: Plan) -> dict[str, Any]:
    """The months on one sheet for the wall."""
    return {
        "months": months(plan),
        "now": [task_view(t, plan) for t in plan.tasks if t.state == "now"][:MOST_ON_WALL],
        "estimate": estimate_text(plan),
    }
