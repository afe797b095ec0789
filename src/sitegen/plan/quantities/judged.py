"""Ratings, priorities, and days."""

from __future__ import annotations

from sitegen.plan.card import Card, Rating
from sitegen.plan.decided import Decided, Scheduled, Task
from sitegen.plan.model import Guide
from sitegen.plan.quantities.value import Pairs, spanned
from sitegen.plan.season.ranking import Ranking
from sitegen.plan.timeline import Timeline


def ratings_of(plan: Decided) -> Pairs:
    """The four ratings of every specialty, and its priority."""
    for card in plan.every:
        yield from _card(card)


def _card(card: Card) -> Pairs:
    for name, rating in (
        ("match", card.likelihood),
        ("visa", card.visa),
        ("img", card.friendliness),
        ("doors", card.doors),
        ("fit", card.fit),
    ):
        yield from _rating(f"rating.{card.id}.{name}", rating)
    yield f"priority.{card.id}", card.priority.word
    yield from spanned(f"priority.{card.id}", card.priority.low, card.priority.high)
    yield f"priority.{card.id}.product", card.priority.product


def _rating(key: str, rating: Rating) -> Pairs:
    yield key, rating.value
    yield from spanned(key, rating.low, rating.high)
    yield from spanned(f"{key}.open", rating.open_low, rating.open_high)


def day_key(task: Task) -> str:
    """The key of the day of a task; an event of the season is named without its year."""
    return f"date.{task.id.split('.', 2)[2] if task.id.startswith('season.') else task.id}"


def days_of(plan: Scheduled, days: Timeline, guide: Guide, rank_list: Ranking) -> Pairs:
    """The day of each event and task, with the span of an estimate, and weeks of work."""
    for name, day in plan.season_dates.items():
        key = f"date.{name.replace('_', '-')}"
        yield key, day.date
        yield from spanned(key, day.low or day.date, day.high or day.date)
    left = plan.facts["season.weeks_left"].value
    if isinstance(left, (int, float)):
        yield "weeks.applications-open", left
    for task in plan.tasks:
        if task.due:
            yield day_key(task), task.due
        elif done := task.done_by(plan.as_of):
            yield f"done.{task.id}", done
        if task.due_low and task.due_high:
            yield from spanned(day_key(task), task.due_low, task.due_high)
        if task.begin:
            yield f"begin.{task.id}", task.begin
        if task.takes:
            yield f"takes.{task.id}", task.takes
    yield from _timeline(days)
    yield from _guide(guide, rank_list)


def _timeline(it: Timeline) -> Pairs:
    """First and last day of each phase; weeks that a chain of tasks takes, and may still wait."""
    for phase in it.phases:
        if phase.start:
            yield from spanned(f"phase.{phase.id}", phase.start, phase.end or phase.start)
    for number, chain in enumerate(it.chains, 1):
        yield f"chain.{number}.weeks", chain.weeks
        if chain.slack is not None:
            yield f"chain.{number}.room", chain.slack


def _guide(guide: Guide, made: Ranking) -> Pairs:
    """Days of the rank order list, of letters, and the last days to sit Step 3."""
    yield "rank-list.programs", len(made.entries)
    for length in made.lengths:
        yield f"rank-list.{length.specialty.id}", length.mine or 0
    for check in made.checks[:1]:
        run = check.finding.facts["ranking.run"].value
        if isinstance(run, int):
            yield "rank-list.run", run
    for day in made.days:
        if day.date:
            key = f"date.{day.name.replace('_', '-')}"
            yield key, day.date
            yield from spanned(key, day.low or day.date, day.high or day.date)
    deadline = guide.documents.letters.deadline
    for name, days in (("ask", deadline.ask), ("upload", deadline.upload)):
        if days:
            yield f"letters.{name}", days[0]
            yield from spanned(f"letters.{name}", days[1], days[2])
    for last in guide.immigration.last_days:
        yield f"last-day.{last.id}", last.day
        yield from spanned(f"last-day.{last.id}", last.low, last.high)
