"""Things to do: what to find out first, what the profile shows missing, and the guide's phases.

Most tasks come from the templates in `data/tasks`. Ids are stable from build to build, so that
calendars and ticks can follow a task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.explain import filled, quoted, slots
from sitegen.facts.model import Facts
from sitegen.knowledge.guide import Before, SeasonWords, TaskTemplate
from sitegen.knowledge.model import Service
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, prepared
from sitegen.plan.decided import Decided, Task
from sitegen.plan.find_out import FIND_OUT, find_out
from sitegen.plan.identity import identities
from sitegen.plan.latest_start import WEEK, pulled
from sitegen.plan.planned import as_planned, deed_as_planned, planned_day, planned_exams
from sitegen.plan.season.invitations import interview_tasks
from sitegen.plan.task_days import Days, anchor, before, exam_before
from sitegen.profile.fields import LetterState
from sitegen.rules import Outcome, leaves, weigh

LETTER_TASKS = {LetterState.TO_ASK: ("ask", 6), LetterState.PROMISED: ("remind", 1)}
"""What is to do for a letter that is not there yet, and how many weeks it takes."""


def tasks(plan: Decided) -> tuple[Task, ...]:
    """Every task, in the order to do them; those that are too late stand last."""
    guide = list(_templates(plan))
    found = [
        *find_out(plan),
        *guide,
        *planned_exams(plan, guide),
        *_letters_to_ask(plan),
        *_services(plan),
        *interview_tasks(plan),
        *_season(plan),
    ]
    return ordered(pulled(found, plan.as_of), plan)


def ordered(found: Sequence[Task], plan: Decided) -> tuple[Task, ...]:
    """What is urgent and what to do now come first, then by day; what is too late comes last."""
    phases = [FIND_OUT, *(phase.id for phase in plan.knowledge.phases)]
    ranks = {"now": 0, "open": 1, "dropped": 2}

    def key(task: Task) -> tuple[bool, int, dt.date, int]:
        first = task.urgent and task.state != "dropped"
        return not first, ranks[task.state], task.due or plan.as_of, phases.index(task.phase)

    return tuple(sorted(found, key=key))


def _letters_to_ask(plan: Decided) -> Iterator[Task]:
    """Letters that somebody has to be asked for, or reminded of."""
    due = before(plan, Before(date="applications_open", weeks=16))
    letters = plan.read.profile.letters or ()
    names = identities([((each.writer,), (each.specialty,)) for each in letters])
    for letter, name in zip(letters, names, strict=True):
        if letter.state not in LETTER_TASKS:
            continue
        kind, weeks = LETTER_TASKS[letter.state]
        task = Task(
            id=f"letter.{kind}.{name}",
            text=plan.knowledge.say(f"task-letter-{kind}", writer=letter.writer),
            phase="months-3-6",
            page="documents",
            takes=weeks,
            why=plan.knowledge.say(f"task-letter-{kind}-why"),
        )
        yield _placed(task, due, anchor(plan, "applications_open"), plan.as_of)


def _templates(plan: Decided) -> Iterator[Task]:
    """The tasks of the guide that apply to this person, once for each specialty concerned."""
    cards = prepared(plan)
    for template in plan.knowledge.task_templates:
        for card in _concerned(template, cards):
            facts = facts_at(plan, card) if card else plan.facts
            missing: tuple[str, ...] = ()
            if template.when:
                node = weigh(template.when, facts, plan.knowledge, plan.as_of)
                if node.outcome is Outcome.NOT_MET:
                    continue
                if node.outcome is Outcome.UNKNOWN and not template.if_unknown:
                    continue
                unknown = [leaf.fact for leaf in leaves(node) if leaf.outcome is Outcome.UNKNOWN]
                missing = tuple(dict.fromkeys(m for f in unknown if f for m in f.missing))
            text = _text(template, facts)
            if text:
                yield _from_template(plan, replace(template, text=text), card, facts, missing)


def _concerned(template: TaskTemplate, cards: Sequence[Card]) -> Sequence[Card | None]:
    chosen = {
        "once": (None,),
        "first": tuple(c for c in cards if c.is_primary),
        "backup": tuple(c for c in cards if not c.is_primary),
        "each": tuple(cards),
    }
    return chosen[template.whom]


def _text(template: TaskTemplate, facts: Facts) -> str:
    """The words of a task; where a fact in them is not known, those that do without it."""
    known = all(facts[name].known for name in slots(template.text))
    return template.text if known else template.text_unknown or ""


def _from_template(
    plan: Decided, template: TaskTemplate, card: Card | None, facts: Facts, missing: tuple[str, ...]
) -> Task:
    suffix = f".{card.id}" if card else ""
    task = Task(
        id=template.id + suffix,
        text=filled(template.text, facts),
        phase=template.phase,
        specialty=card.id if card else None,
        why=filled(template.why, facts),
        takes=template.takes,
        late=filled(template.late or "", facts),
        after=template.after,
        page=template.page,
        missing=missing,
        urgent=template.urgent,
        front=template.front,
        quoted=quoted(template.text, facts),
    )
    if planned_day(plan, template.id):
        return as_planned(plan, task)
    if template.before is None:
        return task
    last = exam_before(plan, template.before) or anchor(plan, template.before.date)
    placed = _placed(task, before(plan, template.before), last, plan.as_of)
    return deed_as_planned(plan, template.id, placed)


def _placed(task: Task, days: Days | None, anchor: dt.date | None, as_of: dt.date) -> Task:
    """A task on its day: open, to be done now, or too late for this season."""
    if days is None or anchor is None:
        return task
    last = max(days[0], anchor)
    if days[0] > as_of:
        return replace(task, due=days[0], due_low=days[1], due_high=days[2])
    if last > as_of and as_of + task.takes * WEEK <= last:
        return replace(task, state="now")
    return replace(task, state="dropped")


def _services(plan: Decided) -> Iterator[Task]:
    """Specialties that do not use ERAS need an account elsewhere."""
    for card in prepared(plan):
        if card.specialty.about.service is Service.RESIDENCYCAS:
            yield _placed(
                Task(
                    id=f"service.{card.id}",
                    text=plan.knowledge.say("task-residencycas", field=card.specialty.name),
                    phase="season",
                    specialty=card.id,
                    takes=1,
                    why=plan.knowledge.say("task-residencycas-why"),
                ),
                before(plan, Before(date="eras_opens", weeks=-2)),
                anchor(plan, "applications_open"),
                plan.as_of,
            )


def _season(plan: Decided) -> Iterator[Task]:
    """The dates of the season itself."""
    season = plan.season
    if season is None:
        return
    for name, words in plan.knowledge.season_words.items():
        entry = season.dates.get(name)
        if entry is None or entry.date <= plan.as_of or not _meant(plan, words):
            continue
        estimate = entry.kind is ValueKind.JUDGEMENT
        yield Task(
            id=f"season.{season.year}.{name.replace('_', '-')}",
            text=words.text,
            phase=words.phase,
            due=entry.date,
            due_low=entry.low if estimate else None,
            due_high=entry.high if estimate else None,
            event=True,
        )


def _meant(plan: Decided, words: SeasonWords) -> bool:
    """Whether a date of the season is for this person: their services, and whom it is for.

    Before a specialty is named, the dates of ERAS stand for all. What is open counts.
    """
    services = {card.specialty.about.service.value for card in prepared(plan)} or {"eras"}
    if words.service is not None and words.service not in services:
        return False
    if words.when is None:
        return True
    return weigh(words.when, plan.facts, plan.knowledge, plan.as_of).outcome is not Outcome.NOT_MET
