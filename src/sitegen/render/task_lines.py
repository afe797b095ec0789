"""Tasks as the lines that pages, the wall plan and the handout show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sitegen.knowledge.aging import is_due
from sitegen.plan.decided import Task
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import fact_key
from sitegen.plan.quantities.judged import day_key
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated, marked, within
from sitegen.render.words import date_span, missing_words
from sitegen.written import MONTHS, long_date, told_date


def task_view(task: Task, plan: Plan) -> dict[str, Any]:
    """A task as words."""
    begin = task.begin if task.state == "open" and task.takes >= 1 else None
    return {
        "id": task.id,
        "text": quoting(task, plan),
        "when": when_words(task, plan),
        "when_short": when_words(task, plan, short=True),
        "begin": dated(f"begin.{task.id}", begin) if begin else "",
        "begin_now": begin is not None and begin <= plan.as_of,
        "why": task.why,
        "path": task.path,
        "page": task.page,
        "page_title": next(
            (page.menu or page.title for page in plan.pages if page.id == task.page), ""
        ),
        "perhaps": "; ".join(missing_words(plan, task.missing)[:3]),
        "late": task.late,
        "event": task.event,
    }


def quoting(task: Task, plan: Plan) -> str:
    """The text of a task, with marks on the quantities that it quotes."""
    told, rest = "", task.text
    # In their order, so that a short number is not found inside a longer one that stands before.
    for name, quote in task.quoted:
        before, words, behind = rest.partition(quote)
        if not words:
            continue
        key, value = fact_key(name, plan), plan.facts[name].value if name in plan.facts else None
        if key and isinstance(value, (int, float)):
            words = within(key, value, words)
        told, rest = told + before + words, behind
    return told + rest


def when_words(task: Task, plan: Plan, *, short: bool = False) -> str:
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
