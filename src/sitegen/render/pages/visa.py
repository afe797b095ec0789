"""The view of the visa page."""

from __future__ import annotations

from typing import Any

from sitegen.explain import value_words
from sitegen.facts.model import Fact
from sitegen.knowledge.model import Knowledge, VisaTopic
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import column_key
from sitegen.profile.fields import VisaKind, VisaNeed
from sitegen.render.applying.coordinator import message
from sitegen.render.chance.chance_words import range_words
from sitegen.render.citing import cite
from sitegen.render.phrases import phrase
from sitegen.render.views import Views
from sitegen.statuses import OF_INTERVIEWS
from sitegen.tracker import SaidVisa

ROWS = 14
LOG_ROWS = 8
"""Lines of the log for answers of programs."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """J-1 and H-1B for this person, and the doors of each specialty."""
    assessment = plan.guide.assessment
    p = plan.read.profile
    needs = p.visa.need is VisaNeed.SPONSORSHIP or p.visa.need is None
    wants_h1b = needs and (p.visa.accepts is None or VisaKind.H1B in p.visa.accepts)
    return {
        "lead": _lead(plan),
        "needs": needs,
        "notes": views.notes("entry-"),
        "topics": [_topic(each, plan.knowledge) for each in plan.knowledge.visa_topics]
        if needs
        else [],
        "road": _road(plan, views) if needs else None,
        "readiness": [views.reason(f) for f in assessment.h1b] if wants_h1b else [],
        "doors": _doors(plan, views),
        "ask": message(plan, interviews=_interviewed(plan)) if needs else None,
        "log": _log(plan) if needs else [],
        "applied": plan.facts["applicant.applied"].value is True,
    }


def _interviewed(plan: Plan) -> bool:
    """Whether the message goes to programs that interview, as soon as applications are out."""
    out = plan.facts["applicant.applied"].value is True
    return out and any(e.status in OF_INTERVIEWS for e in plan.read.interviews)


def _lead(plan: Plan) -> str:
    visa = plan.read.profile.visa
    if visa.need is VisaNeed.SPONSORSHIP and visa.accepts is not None:
        names = " or ".join({"j1": "J-1", "h1b": "H-1B"}[each] for each in visa.accepts)
        return phrase(plan, "visa-lead-accepts", visas=names)
    return phrase(plan, f"visa-lead-{visa.need or 'untold'}")


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


def _topic(topic: VisaTopic, knowledge: Knowledge) -> dict[str, Any]:
    """One question with the answer of either visa, each with its citation."""
    return {
        "topic": topic.topic,
        "answers": [
            (said.text, cite(said.source, knowledge, said.year)) for said in (topic.j1, topic.h1b)
        ],
    }


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
    return [
        {
            "card": views.card(card),
            "j1": _share(card.facts["field.j1_share"], views),
            "h1b": _share(card.facts["field.h1b_share"], views),
            "interview": _share(card.facts["field.doors"], views),
        }
        for card in cards[:ROWS]
    ]


def _share(fact: Fact, views: Views) -> dict[str, Any]:
    """One share with its own source; one of the applicant's list has none but the list."""
    figures = [views.figure(citation) for citation in fact.citations]
    return {
        "text": value_words(fact) if fact.known else "",
        "own": any(origin.path == "programs" for origin in fact.origins),
        "cites": tuple(dict.fromkeys((each.cite, each.source) for each in figures)),
    }
