"""The view of the page on immigration and jobs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.explain import long_date, number, owner_short
from sitegen.facts.immigration import LastDay
from sitegen.knowledge.guide import Policy
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import SourceKind
from sitegen.plan.guide.immigration import Demand, Immigration, Scenario, Waiver
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.profile.fields import ExamState, VisaKind, VisaNeed
from sitegen.render.background import background
from sitegen.render.quantities import dated
from sitegen.render.shown import ReasonView
from sitegen.render.views import Views
from sitegen.render.words import date_span
from sitegen.rules import Finding

OUTCOMES = {
    "breaks": "Breaks",
    "narrows": "Narrows",
    "holds": "Holds",
    "not_concerned": "Not about you",
    "": "Open",
}
"""What an order does to the plan, as the word beside it."""

PURPOSES = {
    "programs": "To be seen when you apply",
    "rank": "Before rank lists close",
    "petition": "At the latest, for a petition before the start",
}
DEMAND = {"wanted": "strong", "narrow": "less sure", "open": "open", "": "open"}


def immigration_view(plan: Plan, views: Views) -> dict[str, Any]:
    """Orders and dates before the start, and jobs after training, for this person."""
    it, p, k = plan.guide.immigration, plan.read.profile, plan.knowledge
    shown = [_scenario(each, k, views) for each in it.scenarios]
    lawyer = [told(f, views, k) for f in it.lawyer if f.outcome != "clear"]
    counts_on_h1b = plan.facts["applicant.takes_h1b"].value is not False
    step3 = it.concerned and (counts_on_h1b or it.planned is not None)
    needs_waiver = plan.facts["applicant.takes_j1"].value is not False
    return {
        "lead": _lead(p),
        "lasting": p.visa.need is VisaNeed.GREEN_CARD,
        "concerned": it.concerned,
        "start": told(it.start, views, k),
        "late_start": {key: cite(key, k) for key in ("nrmp-waiver-policy", "nrmp-statement-2025")},
        "j1": VisaKind.J1 in (p.visa.accepts or ()),
        "scenarios": [s for s in shown if s["outcome"] != "not_concerned"],
        "others": [s for s in shown if s["outcome"] == "not_concerned"],
        "summary": _summary(it),
        "lawyer": lawyer,
        "lawyer_none": not lawyer,
        "step3": [told(f, views, k) for f in it.step3 if _tells(f)] if step3 else [],
        "last_days": _last_days(it, plan),
        "safer": long_date(it.safer) if it.safer and it.safer > plan.as_of else "",
        "safer_cite": [cite("ecfmg-step3-2021", k)],
        "weeks": _weeks(plan),
        "no_season": plan.season is None and not it.step3[0].settled,
        "jobs": [told(f, views, k) for f in it.jobs],
        "demand": [_demand(d, views, k) for d in it.demand],
        "waivers": [_waiver(w, plan) for w in it.waivers] if needs_waiver and it.concerned else [],
        "waiver_notes": [(w.program.title, w.program.note) for w in it.waivers if w.program.note],
        "no_waiver": it.concerned and not needs_waiver,
        "background": background("immigration"),
    }


def told(finding: Finding, views: Views, knowledge: Knowledge) -> dict[str, Any]:
    """A finding in words, with the sources of its rule."""
    return {"reason": views.reason(finding), "cites": rule_cites(finding, knowledge)}


def _tells(finding: Finding) -> bool:
    """Whether a finding on Step 3 says more than that it is done."""
    return finding.rule.id == "step3.time" or finding.outcome != "done"


def cite(key: str, knowledge: Knowledge, year: int = 0) -> tuple[str, str]:
    """The short words of a source, with its key. `year` is the year told of; else its own."""
    source = knowledge.sources[key]
    if source.kind is SourceKind.JUDGEMENT:
        return "judgement", key
    return f"{owner_short(source).split(',')[0]} {year or source.year}", key


def rule_cites(finding: Finding, knowledge: Knowledge) -> list[tuple[str, str]]:
    """The sources behind a rule, published ones first."""
    cites = [cite(key, knowledge) for key in finding.rule.sources]
    published = [pair for pair in cites if pair[0] != "judgement"]
    return published + [pair for pair in cites if pair[0] == "judgement"][-1:]


def _lead(p: Profile) -> str:
    if p.visa.need is VisaNeed.GREEN_CARD:
        return (
            "You hold a green card. No order on visas stops your first day, and after "
            "training you may work wherever you like."
        )
    if p.visa.need is VisaNeed.WORK_AUTHORISATION:
        return (
            "You may work without sponsorship. Make sure that your permission lasts through "
            "the whole of training, and renew it early."
        )
    if p.visa.need is None:
        return (
            "You have not said whether a program must sponsor a visa for you. Until you do, "
            "most of this page stays open."
        )
    return (
        "Three questions follow a match: will the visa come in time, how long may you stay, "
        "and where will you work afterwards?"
    )


def _summary(it: Immigration) -> str:
    words = [s.finding.outcome for s in it.scenarios]
    narrow = "narrow it" if "breaks" in words else "narrow your plan"
    parts = [
        f"{words.count(word)} would {verb}"
        for word, verb in (("breaks", "break a part of your plan"), ("narrows", narrow))
        if word in words
    ]
    parts += [f"{words.count(None)} cannot be judged yet"] if None in words else []
    start = f"Of {len(words)} orders and proposals that were read, "
    return (
        start
        + (
            " and ".join(parts)
            if parts
            else "none would break or narrow your plan as they were read"
        )
        + "."
    )


def _scenario(scenario: Scenario, knowledge: Knowledge, views: Views) -> dict[str, Any]:
    policy: Policy = knowledge.policies[scenario.policy]
    reason = views.reason(scenario.finding)
    own = cite(policy.source, knowledge)
    others = [c for c in rule_cites(scenario.finding, knowledge) if c[1] != policy.source]
    return {
        "id": scenario.policy,
        "title": policy.title,
        "says": policy.says,
        "stands": policy.stands,
        "since": long_date(policy.since),
        "as_of": long_date(policy.as_of),
        "cite": [own],
        "outcome": reason.outcome,
        "word": OUTCOMES[reason.outcome],
        "reason": reason,
        "cites": others,
    }


def _last_days(it: Immigration, plan: Plan) -> list[dict[str, Any]]:
    """The last days, where H-1B counts and Step 3 is still to pass."""
    step3 = plan.read.profile.exams.step3
    passed = step3 is not None and step3.state is ExamState.PASSED
    if passed or not it.concerned or plan.facts["applicant.takes_h1b"].value is False:
        return []
    return [
        {
            "purpose": PURPOSES[each.id],
            "day": dated(f"last-day.{each.id}", each.day),
            "span": date_span(each.low, each.high, f"last-day.{each.id}"),
            "over": each.day < plan.as_of,
            "yours": _spare(it.planned, each),
        }
        for each in it.last_days
    ]


def _spare(planned: dt.date | None, last: LastDay) -> str:
    if planned is None:
        return "no date planned"
    days = (last.day - planned).days
    if days < 0:
        return f"late by {_length(-days)}"
    return f"in time, {_length(days)} to spare" if days else "just in time"


def _length(days: int) -> str:
    if days < 14:
        return f"{days} {'day' if days == 1 else 'days'}"
    return f"{days // 7} weeks"


def _weeks(plan: Plan) -> str:
    """The assumptions behind the last days, as a sentence."""
    result = plan.knowledge.parameter("visa.step3-weeks", plan.as_of)
    petition = plan.knowledge.parameter("visa.petition-weeks", plan.as_of)
    spans = [
        f"{number(float(str(v.value)))} weeks (judgement, {number(v.low or 0)} to "
        f"{number(v.high or 0)})"
        for v in (result, petition)
    ]
    return (
        f"Counted back with {spans[0]} from the exam until a program can read the result, and "
        f"{spans[1]} for a petition."
    )


def _demand(demand: Demand, views: Views, knowledge: Knowledge) -> dict[str, Any]:
    reason: ReasonView = views.reason(demand.finding)
    card = views.card(demand.card)
    return {
        "title": card.title,
        "page": card.page,
        "mark": card.mark,
        "word": DEMAND[reason.outcome],
        "reason": reason,
        "cites": rule_cites(demand.finding, knowledge),
    }


def _waiver(waiver: Waiver, plan: Plan) -> dict[str, Any]:
    program = waiver.program
    names = [c.specialty.name for c in waiver.takes]
    without = [c.specialty.name for c in waiver.leaves_out]
    fields = "any field" if not program.specialties else ""
    if program.specialties:
        fields = f"names {_and(names)}" if names else "names none of yours"
        fields += f"; not {_and(without)}" if names and without else ""
    covers = _and(list(waiver.states)) if program.states else "every state"
    wish = plan.read.profile.constraints.states
    every = () if wish and wish.preferred else program.states
    gone = _and(list(waiver.used_up))
    return {
        "title": program.title,
        "says": program.says,
        "fields": fields,
        "states": covers or _and(list(every)) or "none of yours",
        "used_up": f"All places of the {program.used_up_in} were gone in {gone}." if gone else "",
        "cites": [cite(program.source, plan.knowledge)],
    }


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
