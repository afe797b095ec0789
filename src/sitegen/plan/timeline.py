"""The timeline: phases on real dates, what is given up, and the chains that decide the date.

Each task that can still be done stands in it once: for now, or in one phase.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from sitegen.plan.decided import Scheduled, Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.task_days import phase_starts
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

MOST_CHAINS = 3
WEEK = 7


@record
class PhaseSpan:
    """One phase: first and last day, where today stands to it, and the ids of its tasks.

    `state` is past, now, next or undated. What has to begin today is for now, in no phase. What is
    left of a phase that is past stands in the one of today, as it has to begin only later.
    """

    id: str
    title: str
    start: dt.date | None
    end: dt.date | None
    state: str
    tasks: tuple[str, ...]


@record
class Chain:
    """Tasks that wait for each other. `weeks` is the least time they take together.

    `slack` is the number of weeks that may still be lost; None without dates.
    """

    tasks: tuple[str, ...]
    weeks: float
    slack: int | None


@record
class Timeline:
    """What to do when, and what no longer fits. Tasks are named by id."""

    findings: tuple[Finding, ...]
    phases: tuple[PhaseSpan, ...]
    for_now: tuple[str, ...]
    given_up: tuple[str, ...]
    chains: tuple[Chain, ...]


def timeline(plan: Scheduled) -> Timeline:
    """The whole way to the Match for one applicant on one day."""
    alive = [t for t in plan.tasks if t.state != "dropped"]
    for_now = [t for t in alive if t.state == "now" or (t.begin and t.begin <= plan.as_of)]
    later = [t for t in alive if t not in for_now]
    return Timeline(
        findings=evaluate_group("timeline", plan.facts, plan.knowledge, plan.as_of),
        phases=tuple(_phases(plan, later)),
        for_now=tuple(t.id for t in for_now),
        given_up=tuple(t.id for t in plan.tasks if t.state == "dropped" and t.late),
        chains=_chains(plan, alive),
    )


def _phases(plan: Scheduled, later: Sequence[Task]) -> Iterator[PhaseSpan]:
    spans = list(_spans(plan))
    today = next((span.id for span in spans if span.state == "now"), None)
    past = {span.id for span in spans if span.state == "past"}
    for span in spans:
        held = {span.id} - past | (past if span.id == today else set())
        yield replace(span, tasks=tuple(t.id for t in later if t.phase in held))


def _spans(plan: Scheduled) -> Iterator[PhaseSpan]:
    """The phases with their days, and no tasks yet."""
    starts = phase_starts(plan)
    for i, phase in enumerate(plan.knowledge.phases):
        following = [starts[p.id] for p in plan.knowledge.phases[i + 1 :] if p.id in starts]
        start = starts.get(phase.id)
        end = following[0] - dt.timedelta(days=1) if start and following else None
        yield PhaseSpan(
            id=phase.id,
            title=phase.title,
            start=start,
            end=end,
            state=_state(start, end, plan.as_of),
            tasks=(),
        )


def _state(start: dt.date | None, end: dt.date | None, as_of: dt.date) -> str:
    if start is None:
        return "undated"
    if end is not None and end < as_of:
        return "past"
    return "now" if start <= as_of else "next"


def _chains(plan: Scheduled, alive: Sequence[Task]) -> tuple[Chain, ...]:
    """The longest chains: each ends in a task that nothing else waits for."""
    waiting = [t for t in alive if t.state == "open" and not t.event and t.phase != FIND_OUT]
    earlier = _earlier(waiting)
    followed = {t.id for others in earlier.values() for t in others}
    ways = _longest(waiting, earlier)
    ends = [t for t in waiting if t.after and t.id not in followed]
    found = [_chain(plan, ways[end.id]) for end in ends]
    found = [chain for chain in found if len(chain.tasks) > 1 and chain.weeks > 0]
    found.sort(key=lambda c: (-c.weeks, c.slack is None, c.slack or 0, c.tasks))
    return tuple(_different(found))[:MOST_CHAINS]


def _earlier(pool: Sequence[Task]) -> dict[str, list[Task]]:
    """For each task the tasks that have to be done before it, in the order of all."""
    named: dict[str, list[tuple[int, Task]]] = {}
    for i, task in enumerate(pool):
        named.setdefault(task.template, []).append((i, task))
    found = {}
    for task in pool:
        places = sorted(
            i
            for name in set(task.after)
            for i, t in named.get(name, ())
            if None in (t.specialty, task.specialty) or t.specialty == task.specialty
        )
        found[task.id] = [pool[i] for i in places]
    return found


def _longest(
    pool: Sequence[Task], earlier: Mapping[str, Sequence[Task]]
) -> Mapping[str, list[Task]]:
    """For each task the chain up to it that takes most time, first task first."""
    tasks = {task.id: task for task in pool}
    ways: dict[str, list[Task]] = {}
    graph = {key: [t.id for t in others] for key, others in earlier.items()}
    for key in TopologicalSorter(graph).static_order():
        before = [ways[name] for name in graph[key]]
        best = max(before, key=lambda way: (math.fsum(t.takes for t in way), way[0].id), default=[])
        ways[key] = [*best, tasks[key]]
    return ways


def _chain(plan: Scheduled, way: Sequence[Task]) -> Chain:
    begin = None if way[0].fixed else way[0].begin or way[0].due
    return Chain(
        tasks=tuple(t.id for t in way),
        weeks=math.fsum(t.takes for t in way),
        slack=None if begin is None else (begin - plan.as_of).days // WEEK,
    )


def _different(found: Sequence[Chain]) -> Iterator[Chain]:
    """Chains that begin with different tasks; two that begin alike tell the same story."""
    begun: set[str] = set()
    for chain in found:
        first = chain.tasks[0].partition(".")[0]
        if first not in begun:
            begun.add(first)
            yield chain
