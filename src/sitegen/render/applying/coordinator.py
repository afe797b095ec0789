"""What to ask a coordinator: whom first, the words to send, and who was asked when."""

from __future__ import annotations

from typing import Any

from sitegen.explain import long_date
from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.own_list import OwnList, ToAsk
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.profile.choices import ExamState, VisaKind

MOST_FIRST = 12
"""So many programs stand among those to ask first."""


def ask_section(plan: Plan, it: OwnList) -> dict[str, Any]:
    """Whom to ask first, the message for each specialty, and the log of answers."""
    return {
        "first": [_first(each) for each in it.ask[:MOST_FIRST]],
        "more": max(0, len(it.ask) - MOST_FIRST),
        "unsure": plan.facts["applicant.needs_visa"].value is None,
        "messages": [] if _free(plan) else [_message(name, plan, it) for name in _fields(plan, it)],
        "log": _log(it),
    }


def _free(plan: Plan) -> bool:
    return plan.facts["applicant.needs_visa"].value is False


def _fields(plan: Plan, it: OwnList) -> list[str]:
    """Specialties with somebody to ask; else those of the plan; else the first of the list."""
    asked = [each.row.program.specialty for each in it.ask]
    named = [card.id for card in prepared(plan)]
    return list(dict.fromkeys(asked or named or [c.id for c in plan.cards[:1]]))


def _first(each: ToAsk) -> dict[str, str]:
    p = each.row.program
    state = "Not asked yet"
    if each.check.state == "waiting":
        day = f" on {long_date(p.asked_on)}" if p.asked_on else ""
        state = f"Asked{day}, no answer yet"
    elif each.check.state == "answered":
        state = "The answer is old: ask again"
    return {
        "name": each.row.name,
        "field": each.row.field,
        "says": _doubt(each),
        "state": state,
    }


def _doubt(each: ToAsk) -> str:
    """What its row leaves open, as a sentence."""
    if each.row.reason("sources").outcome == "ask":
        return f"{each.row.reason('sources').facts['program.sources_say'].value}."
    return f"Its row says {each.row.visa_words}."


def _message(name: str, plan: Plan, it: OwnList) -> dict[str, Any]:
    """A short message that tells the visa, and nothing that need not be told."""
    visa, exams = plan.read.profile.visa, plan.read.profile.exams
    accepts = visa.accepts or (VisaKind.J1, VisaKind.H1B)
    about, season = plan.knowledge.specialties[name], plan.read.profile.season
    differ = any(c.matters and c.row.program.specialty == name for c in it.conflicts)
    passed = exams.step3 is not None and exams.step3.state is ExamState.PASSED
    questions = []
    if VisaKind.J1 in accepts:
        questions.append("Do you take residents on a J-1 visa (sponsored by ECFMG)?")
    if VisaKind.H1B in accepts:
        questions.append("Do you file H-1B petitions for new residents?")
        questions.append(
            "I have passed Step 3. Do you ask for anything else for H-1B?"
            if passed
            else "If you do, by when must Step 3 be passed?"
        )
    return {
        "title": about.title,
        "subject": f"Visa sponsorship in your {about.name} residency",
        "opening": f"I plan to apply to your {about.name} residency"
        + (f" in the {season} Match" if season else "")
        + ". I trained abroad and need a visa for residency.",
        "differ": differ,
        "questions": questions,
    }


def _day(row: Candidacy) -> int:
    asked = row.program.asked_on
    return asked.toordinal() if asked else 0


def _log(it: OwnList) -> list[dict[str, str]]:
    """Everybody who was asked, the newest first; days that are not told stand last."""
    rows = [r for r in it.rows if r.program.asked or r.program.asked_on or r.program.answer]
    rows.sort(
        key=lambda r: (-(r.program.asked_on.toordinal() if r.program.asked_on else 0), r.line)
    )
    return [
        {
            "name": r.name,
            "who": r.program.asked or "not noted",
            "day": long_date(r.program.asked_on) if r.program.asked_on else "no day noted",
            "answer": r.program.answer or "no answer yet",
            "old": "old: ask again" if it.checks[r.line].old else "",
        }
        for r in rows
    ]
