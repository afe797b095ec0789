"""The view of the visa page."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short, told_date, value_words
from sitegen.facts.model import Fact
from sitegen.knowledge.model import Knowledge, Statement
from sitegen.knowledge.units import SourceKind
from sitegen.plan.assessment import Assessment
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import column_key
from sitegen.profile import Profile
from sitegen.profile.fields import ExamState, VisaKind, VisaNeed
from sitegen.render.chance.chance_words import range_words
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated
from sitegen.render.views import Views
from sitegen.statuses import OF_INTERVIEWS
from sitegen.tracker import SaidVisa

ROWS = 14
LOG_ROWS = 8
"""Lines of the log for answers of programs."""


def visa_view(plan: Plan, assessment: Assessment, views: Views) -> dict[str, Any]:
    """J-1 and H-1B for this person, and the doors of each specialty."""
    p = plan.read.profile
    needs = p.visa.need is VisaNeed.SPONSORSHIP or p.visa.need is None
    wants_h1b = needs and (p.visa.accepts is None or VisaKind.H1B in p.visa.accepts)
    readiness = [views.reason(f) for f in assessment.h1b] if wants_h1b else []
    return {
        "lead": _lead(p),
        "needs": needs,
        "notes": views.notes("entry-"),
        "lawyer": "See an immigration lawyer before you decide, above all if you have overstayed, "
        "were refused a visa, changed status, or hold more than one citizenship."
        if needs
        else "If your permission to work has conditions or a last day, ask an immigration lawyer.",
        "topics": [
            {
                "topic": t.topic,
                "j1": _statement(t.j1, plan.knowledge),
                "h1b": _statement(t.h1b, plan.knowledge),
            }
            for t in plan.knowledge.visa_topics
        ]
        if needs
        else [],
        "road": _road(plan, views) if needs else None,
        "readiness": readiness,
        "readiness_text": _readiness_text([r.outcome for r in readiness]),
        "doors": _doors(plan, views),
        "ask": _ask(plan) if needs else None,
        "log": _log(plan) if needs else [],
        "applied": plan.facts["applicant.applied"].value is True,
    }


def _lead(p: Profile) -> str:
    if p.visa.need is None:
        return (
            "You have not said whether a program must sponsor a visa for you. Say it first: "
            "it decides which doors exist."
        )
    if p.visa.need is VisaNeed.GREEN_CARD:
        return (
            "You hold a green card. No program has to sponsor you, so every door is open in "
            "this respect. Programs count you as a non-US IMG all the same."
        )
    if p.visa.need is VisaNeed.WORK_AUTHORISATION:
        return (
            "You may work without sponsorship. Make sure that it covers the whole time of "
            "training, and say so plainly in your application."
        )
    if p.visa.accepts is None:
        return (
            "You need sponsorship, but have not said which visas you would accept. "
            "Compare the two visas, then add visa.accepts to your profile."
        )
    names = " or ".join({"j1": "J-1", "h1b": "H-1B"}[v.value] for v in p.visa.accepts)
    return f"You need sponsorship and would accept {names}."


def _road(plan: Plan, views: Views) -> dict[str, Any]:
    """What the accepted visas mean, and whether to ask for H-1B too; empty where it is no question.

    The number beside it counts H-1B alone: with J-1 suspended, nothing else would be left.
    """
    accepts, h1b = plan.guide.immigration.road
    told = plan.read.profile.visa.accepts is not None
    asked = h1b.settled and h1b.outcome != "silent"
    named = plan.facts["applicant.entry_named"].value is True
    return {
        "accepts": views.reason(accepts) if told else None,
        "h1b": views.reason(h1b) if asked else None,
        "brings": _h1b_alone(plan) if h1b.outcome == "ask" and named else "",
    }


def _h1b_alone(plan: Plan) -> str:
    """What the same applications bring where only programs that file H-1B count."""
    column = next((each for each in plan.whatif.columns if each.id == "h1b"), None)
    after = column.after.somewhere if column else None
    today = plan.whatif.present.somewhere
    if column is None or after is None or today is None:
        return ""
    alone = range_words(after, f"{column_key(column)}.somewhere")
    return phrase(plan, "h1b-alone", after=alone, today=range_words(today, "chance.somewhere"))


def _readiness_text(outcomes: list[str]) -> str:
    if outcomes and all(o == "have" for o in outcomes):
        return "Yes, as far as your file goes. Whether a program files for H-1B is its own choice."
    if "missing" in outcomes:
        return "Not yet. This is what is missing:"
    return "It cannot be said yet:"


def _statement(statement: Statement, knowledge: Knowledge) -> dict[str, Any]:
    source = knowledge.sources[statement.source]
    return {
        "text": statement.text,
        "cite": "judgement"
        if source.kind is SourceKind.JUDGEMENT
        else f"{owner_short(source).split(',')[0]} {statement.year}",
        "source": statement.source,
    }


def _ask(plan: Plan) -> dict[str, Any]:
    """What fills the message to a program coordinator."""
    p = plan.read.profile
    names = [card.specialty.name for card in prepared(plan)]
    accepts = p.visa.accepts or (VisaKind.J1, VisaKind.H1B)
    starts = plan.season_dates.get("training_starts")
    return {
        "field": names[0] if names else "",
        "others": " and ".join(names[1:]),
        "season": p.season,
        "starts": dated("date.training-starts", starts.date)
        if starts
        else "the first day of training",
        "j1": VisaKind.J1 in accepts,
        "h1b": VisaKind.H1B in accepts,
        "abroad": p.visa.in_us is not True,
        "step3": _step3(p),
        "passed3": plan.facts["applicant.step3_passed"].value is True,
        "certified": plan.facts["applicant.certified"].value is True,
        "name": p.applicant.name or "",
    }


def _step3(p: Profile) -> str:
    """Step 3 as a sentence of the message; nothing while it is not told."""
    exam = p.exams.step3
    if exam is None or exam.state is None:
        return ""
    if exam.state is ExamState.PASSED:
        return "I have passed Step 3."
    if exam.planned:
        return f"I plan to take Step 3 in {told_date(exam.planned.replace(day=1))}."
    return "I have not passed Step 3 yet."


def _log(plan: Plan) -> list[str]:
    """Programs that say nothing on an accepted visa, then empty lines.

    Those that interview come first. Before applications are out, those of the own list in the
    fields of the plan follow; of no other is anything asked.
    """
    silent = [
        e.program
        for e in plan.read.interviews
        if e.visa is SaidVisa.UNKNOWN and e.status in OF_INTERVIEWS
    ]
    if plan.facts["applicant.applied"].value is not True:
        silent += _silent_rows(plan)
    return [*silent, *[""] * LOG_ROWS][: max(LOG_ROWS, min(len(silent), 2 * LOG_ROWS))]


def _silent_rows(plan: Plan) -> list[str]:
    """Programs of the own list, in the fields of the plan, that say nothing on a visa."""
    accepts = plan.read.profile.visa.accepts or (VisaKind.J1, VisaKind.H1B)
    fields = {card.id for card in prepared(plan)}
    return [
        each.name
        for each in plan.read.programs
        if each.name
        and (not fields or each.specialty in fields)
        and any(getattr(each, kind.value) is None for kind in accepts)
    ]


def _doors(plan: Plan, views: Views) -> list[dict[str, Any]]:
    marked = {c.card.id for c in plan.choice.backups}
    cards = [c for c in plan.cards if c.is_primary or c.id in marked]
    cards += [c for c in plan.cards if c not in cards]
    rows = []
    for card in cards[:ROWS]:
        view = views.card(card)
        j1, h1b, interview = (
            _share(card.facts[name], views)
            for name in ("field.j1_share", "field.h1b_share", "field.doors")
        )
        rows.append(
            {
                "title": view.title,
                "page": view.page,
                "mark": view.mark,
                "j1": j1,
                "h1b": h1b,
                "interview": interview,
                "visa": view.visa.shown,
                "img": view.friendliness.shown,
            }
        )
    return rows


def _share(fact: Fact, views: Views) -> dict[str, Any]:
    """One share with its own source; one of the applicant's list has none but the list."""
    figures = [views.figure(citation) for citation in fact.citations]
    return {
        "text": value_words(fact) if fact.known else "not published",
        "own": any(origin.path == "programs" for origin in fact.origins),
        "cites": tuple(dict.fromkeys((each.cite, each.source) for each in figures)),
    }
