"""Exams, and deeds to know a field, on the days for which the applicant planned them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.plan.decided import Decided, Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.task_days import before, exam_day, phase_on
from sitegen.written import long_date

PLANNED = {
    "exam-step1": ("step1", "Step 1"),
    "exam-step2-ck": ("step2_ck", "Step 2 CK"),
    "exam-step3": ("step3", "Step 3"),
    "exam-step3-only": ("step3", "Step 3"),
    "step3-if-entry": ("step3", "Step 3"),
    "oet": ("oet", "OET Medicine"),
}
"""Templates about an exam, with its field in the profile and its name."""


def planned_exams(plan: Decided, found: Sequence[Task]) -> Iterator[Task]:
    """Exams with a planned day that no template asks for, such as Step 3 without H-1B."""
    asked = {PLANNED[task.id][0] for task in found if task.id in PLANNED}
    templates = {template.id: template for template in plan.knowledge.task_templates}
    for template_id, (name, _) in PLANNED.items():
        if name not in asked and planned_day(plan, template_id):
            asked.add(name)
            like = templates.get(template_id)
            takes, after = (like.takes, like.after) if like else (0.0, ())
            yield as_planned(
                plan, Task(id=template_id, text="", phase="", takes=takes, after=after)
            )


def planned_day(plan: Decided, template_id: str) -> dt.date | None:
    """The day that the profile plans for the exam of a template."""
    return exam_day(plan, PLANNED[template_id][0]) if template_id in PLANNED else None


def as_planned(plan: Decided, task: Task) -> Task:
    """The task of an exam on the day that the applicant planned."""
    day = planned_day(plan, task.id)
    assert day is not None
    name, label = PLANNED[task.id]
    if day <= plan.as_of:
        return replace(
            task,
            text=plan.knowledge.say("planned-exam-passed", exam=label),
            phase=FIND_OUT,
            state="now",
            due=None,
            path=f"exams.{name}",
            missing=(),
        )
    text, why = _planned_words(plan, name, label)
    return replace(
        task,
        text=text,
        phase=phase_on(plan, day),
        state="open",
        why=_too_late(plan, task.id, day) or why or task.why,
        due=day,
        due_low=day,
        due_high=day,
        missing=(),
        fixed=True,
    )


def _planned_words(plan: Decided, name: str, label: str) -> tuple[str, str]:
    """The task of a planned exam and its reason; Step 3 asks for a journey, which may be shut."""
    if name == "step3" and plan.facts["applicant.entry_named"].value is True:
        named = "planned-step3-named"
        return plan.knowledge.say(named), plan.knowledge.say(f"{named}-why")
    return plan.knowledge.say("planned-exam", exam=label), ""


def _too_late(plan: Decided, template_id: str, planned: dt.date) -> str:
    """A warning where a planned exam stands after the last useful day of its template."""
    for template in plan.knowledge.task_templates:
        if template.id == template_id and template.before:
            days = before(plan, template.before)
            if days and days[0] < planned:
                return plan.knowledge.say("planned-too-late", day=long_date(days[0]))
    return ""


DEEDS = {
    "see-the-field": ("planned-deed-see", ("saw_daily_work", "talked_with")),
    "introduce-yourself": ("planned-deed-introduce", ("wrote_introduction",)),
}
"""Templates about a deed, with the sentence of a planned one and its fields in the profile."""


def deed_as_planned(plan: Decided, template_id: str, task: Task) -> Task:
    """The task of a deed on the applicant's own day, where that is not later than the guide's."""
    if template_id not in DEEDS or task.specialty is None:
        return task
    name, fields = DEEDS[template_id]
    day = _deed_day(plan, task.specialty, fields)
    if day is None or task.state != "open" or task.due is None or day > task.due:
        return task
    text = plan.knowledge.say(name, field=plan.knowledge.specialties[task.specialty].name)
    own = replace(task, text=text, phase=phase_on(plan, day), fixed=True)
    return replace(own, due=day, due_low=day, due_high=day)


def _deed_day(plan: Decided, specialty: str, fields: Sequence[str]) -> dt.date | None:
    """The day by which all of it is planned; None where a part has no day, or all is done."""
    told = (plan.read.profile.commitment or {}).get(specialty)
    days: list[dt.date | None] = [getattr(told, name, None) for name in fields]
    known = [day for day in days if day is not None]
    if len(known) < len(fields) or max(known) <= plan.as_of:
        return None
    return max(known)
