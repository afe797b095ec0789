"""Things to do: what to find out first, what the profile shows missing, and the guide's phases.

Most tasks come from the templates in `data/tasks`. Ids are stable from build to build, so that
calendars and ticks can follow a task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.explain import filled, long_date, quoted, slots
from sitegen.facts.model import Fact, Facts
from sitegen.knowledge.guide import Before, SeasonWords, TaskTemplate
from sitegen.knowledge.model import Service
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.conclusions import RESTS_ON, facts_at, prepared
from sitegen.plan.decided import Decided, Task
from sitegen.plan.identity import identities
from sitegen.plan.latest_start import WEEK, pulled
from sitegen.plan.season.invitations import interview_tasks
from sitegen.profile.fields import ExamState, LetterState
from sitegen.profile.read import unanswered
from sitegen.rules import Outcome, leaves, weigh

FIND_OUT = "find-out"

Days = tuple[dt.date, dt.date, dt.date]
"""A day, and the earliest and latest day that it may turn out to be."""


def tasks(plan: Decided) -> tuple[Task, ...]:
    """Every task, in the order to do them; those that are too late stand last."""
    guide = list(_templates(plan))
    found = [
        *_find_out(plan),
        *guide,
        *_planned_exams(plan, guide),
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


def _find_out(plan: Decided) -> Iterator[Task]:
    """One task for each unknown fact that a conclusion waits for."""
    waiting = _waiting(plan)
    asked: set[str] = set()
    for ask, path in waiting.items():
        if path in asked:
            continue
        asked.add(path)
        yield Task(id=f"find-out.{path}", text=ask, phase=FIND_OUT, path=path, state="now")


def _waiting(plan: Decided) -> dict[str, str]:
    """Questions that are open, each with the path of the answer in the profile."""
    kinds = plan.knowledge.facts
    waiting: dict[str, str] = {}
    cards = list(prepared(plan)) or [c.card for c in plan.choice.runners_up]
    veto = kinds["fit.vetoed"].ask
    if veto and plan.choice.provisional and "interests.not_for_life" in plan.choice.missing:
        waiting[veto] = "interests.not_for_life"
    for name in RESTS_ON:
        _ask(waiting, kinds[name].ask, plan.facts[name], plan)
    for card in cards:
        for rating in (card.likelihood, card.visa, card.fit):
            for finding in rating.findings:
                if finding.settled:
                    continue
                for fact in finding.compared:
                    _ask(waiting, kinds[fact.name].ask, fact, plan)
    if veto and any(c.facts["fit.vetoed"].value is None for c in cards):
        waiting[veto] = "interests.not_for_life"
    for name in (
        "applicant.step2_ck",
        "applicant.has_primary",
        "applicant.can_lose_year",
        "applicant.ready_to_reapply",
        "applicant.budget",
        "applicant.earlier_matches",
        "applicant.has_gap",
        "applicant.certified",
        "season.weeks_left",
    ):
        _ask(waiting, kinds[name].ask, plan.facts[name], plan)
    return waiting


def _ask(waiting: dict[str, str], ask: str | None, fact: Fact, plan: Decided) -> None:
    """Add the question about an unknown fact, where an answer of the applicant is missing.

    A figure that nobody published makes a fact unknown as well, and no answer changes that.
    """
    known_today = (_known_today(path, plan) for path in fact.missing)
    open_paths = (path for path in known_today if path and unanswered(plan.read, path))
    path = None if fact.known or not ask else next(open_paths, None)
    if ask and path:
        waiting.setdefault(ask, path)


def _known_today(path: str, plan: Decided) -> str | None:
    """What can be told today in place of an answer: before an exam its day, and no score."""
    _, name, *part = *path.split("."), ""
    exam = getattr(plan.read.profile.exams, name, None) if path.startswith("exams.") else None
    if exam is None or part[0] != "score" or exam.state in (None, ExamState.PASSED):
        return path
    return None if exam.planned else f"exams.{name}.planned"


PLANNED = {
    "exam-step1": ("step1", "Step 1"),
    "exam-step2-ck": ("step2_ck", "Step 2 CK"),
    "exam-step3": ("step3", "Step 3"),
    "exam-step3-only": ("step3", "Step 3"),
    "step3-if-entry": ("step3", "Step 3"),
    "oet": ("oet", "OET Medicine"),
}
"""Templates about an exam, with its field in the profile and its name."""


def _planned_exams(plan: Decided, found: Sequence[Task]) -> Iterator[Task]:
    """Exams with a planned day that no template asks for, such as Step 3 without H-1B."""
    asked = {PLANNED[task.id][0] for task in found if task.id in PLANNED}
    templates = {template.id: template for template in plan.knowledge.task_templates}
    for template_id, (name, _) in PLANNED.items():
        if name not in asked and _planned_day(plan, template_id):
            asked.add(name)
            like = templates.get(template_id)
            takes, after = (like.takes, like.after) if like else (0.0, ())
            yield _as_planned(
                plan, Task(id=template_id, text="", phase="", takes=takes, after=after)
            )


def _planned_day(plan: Decided, template_id: str) -> dt.date | None:
    """The day that the profile plans for the exam of a template."""
    return _exam_day(plan, PLANNED[template_id][0]) if template_id in PLANNED else None


def _exam_day(plan: Decided, name: str) -> dt.date | None:
    """The day that the profile plans for an exam."""
    exam = getattr(plan.read.profile.exams, name)
    return exam.planned if exam and exam.state is ExamState.PLANNED else None


def _as_planned(plan: Decided, task: Task) -> Task:
    """The task of an exam on the day that the applicant planned."""
    day = _planned_day(plan, task.id)
    assert day is not None
    name, label = PLANNED[task.id]
    if day <= plan.as_of:
        return replace(
            task, text=_worded(plan, "planned-exam-passed", exam=label),
            phase=FIND_OUT, state="now", due=None, path=f"exams.{name}", missing=(),
        )  # fmt: skip
    text, why = _planned_words(plan, name, label)
    return replace(
        task, text=text, phase=phase_on(plan, day), state="open",
        why=_too_late(plan, task.id, day) or why or task.why, due=day, due_low=day, due_high=day,
        missing=(), fixed=True,
    )  # fmt: skip


def _planned_words(plan: Decided, name: str, label: str) -> tuple[str, str]:
    """The task of a planned exam and its reason; Step 3 asks for a journey, which may be shut."""
    if name == "step3" and plan.facts["applicant.entry_named"].value is True:
        named = "planned-step3-named"
        return _worded(plan, named), _worded(plan, f"{named}-why")
    return _worded(plan, "planned-exam", exam=label), ""


def _worded(plan: Decided, name: str, **slots: str) -> str:
    """A sentence of the data with what stands in braces filled in."""
    return plan.knowledge.phrases[name].format(**slots)


def _too_late(plan: Decided, template_id: str, planned: dt.date) -> str:
    """A warning where a planned exam stands after the last useful day of its template."""
    for template in plan.knowledge.task_templates:
        if template.id == template_id and template.before:
            days = before(plan, template.before)
            if days and days[0] < planned:
                return _worded(plan, "planned-too-late", day=long_date(days[0]))
    return ""


def _letters_to_ask(plan: Decided) -> Iterator[Task]:
    """Letters that somebody has to be asked for, or reminded of."""
    due = before(plan, Before(date="applications_open", weeks=16))
    letters = plan.read.profile.letters or ()
    names = identities([((each.writer,), (each.specialty,)) for each in letters])
    for letter, name in zip(letters, names, strict=True):
        task = None
        if letter.state is LetterState.TO_ASK:
            task = Task(
                id=f"letter.ask.{name}", text=f"Ask for the letter from: {letter.writer}.",
                phase="months-3-6", page="documents", takes=6,
                why="The sooner after your work together, the more the writer remembers.",
            )  # fmt: skip
        elif letter.state is LetterState.PROMISED:
            task = Task(
                id=f"letter.remind.{name}", phase="months-3-6", page="documents", takes=1,
                text=f"Send a reminder of the promised letter to: {letter.writer}.",
                why="A promise fades. The request sheet has the message to copy.",
            )  # fmt: skip
        if task:
            yield _placed(task, due, _anchor(plan, "applications_open"), plan.as_of)


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
    if _planned_day(plan, template.id):
        return _as_planned(plan, task)
    if template.before is None:
        return task
    anchor = _exam_before(plan, template.before) or _anchor(plan, template.before.date)
    return _placed(task, before(plan, template.before), anchor, plan.as_of)


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


def before(plan: Decided, when: Before) -> Days | None:
    """A day some weeks before a date of the season, or before a planned exam, with its span."""
    exam = _exam_before(plan, when)
    if exam:
        day = exam - when.exam_weeks * WEEK
        return day, day, day
    entry = plan.season_dates.get(when.date)
    if entry is None:
        return None
    shift = when.weeks * WEEK
    low, high = entry.low or entry.date, entry.high or entry.date
    return entry.date - shift, low - shift, high - shift


def _exam_before(plan: Decided, when: Before) -> dt.date | None:
    """The planned day, still to come, of the exam that a task is counted back from."""
    day = _exam_day(plan, when.exam) if when.exam else None
    return day if day and day > plan.as_of else None


def _anchor(plan: Decided, name: str) -> dt.date | None:
    entry = plan.season_dates.get(name)
    return entry.date if entry else None


def phase_on(plan: Decided, day: dt.date) -> str:
    """The phase of the season in which a day lies; the last one where no season is known."""
    starts = phase_starts(plan)
    begun = [name for name, start in starts.items() if start <= day]
    return begun[-1] if begun else plan.knowledge.phases[0].id


def phase_starts(plan: Decided) -> Mapping[str, dt.date]:
    """The first day of each phase, in order; empty where the season has no dates."""
    opens = _anchor(plan, "applications_open")
    if opens is None:
        return {}
    found = {}
    for phase in plan.knowledge.phases:
        if phase.months_high is not None:
            found[phase.id] = months_before(opens, int(phase.months_high))
        elif phase.starts and (day := _anchor(plan, phase.starts)):
            found[phase.id] = day
    return found


def months_before(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months earlier."""
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def _services(plan: Decided) -> Iterator[Task]:
    """Specialties that do not use ERAS need an account elsewhere."""
    for card in prepared(plan):
        if card.specialty.about.service is Service.RESIDENCYCAS:
            yield _placed(
                Task(
                    id=f"service.{card.id}",
                    text=f"Get your ResidencyCAS account for {card.specialty.name}. As a graduate "
                    "from abroad you receive the link from ECFMG.",
                    phase="season", specialty=card.id, takes=1,
                    why="This specialty does not use ERAS. It has its own form, fees and "
                    "documents.",
                ),
                before(plan, Before(date="eras_opens", weeks=-2)),
                _anchor(plan, "applications_open"), plan.as_of,
            )  # fmt: skip


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
            id=f"season.{season.year}.{name.replace('_', '-')}", text=words.text,
            phase=words.phase, due=entry.date, due_low=entry.low if estimate else None,
            due_high=entry.high if estimate else None, event=True,
        )  # fmt: skip


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
