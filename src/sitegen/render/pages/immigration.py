"""The view of the page on immigration and jobs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sitegen.knowledge.model import Knowledge
from sitegen.plan.guide.immigration import Demand, Immigration, Scenario, Waiver
from sitegen.plan.model import Plan
from sitegen.profile.fields import ExamState, VisaKind
from sitegen.render.background import background
from sitegen.render.citing import cite, rule_cites, told
from sitegen.render.quantities import dated
from sitegen.render.views import Views
from sitegen.render.words import date_span
from sitegen.rules import Finding

WEEKS = ("visa.step3-weeks", "visa.petition-weeks")
"""From the exam until a program can read the result, and for a petition."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Orders and dates before the start, and jobs after training, for this person."""
    it, p, k = plan.guide.immigration, plan.read.profile, plan.knowledge
    shown = [_scenario(each, k, views) for each in it.scenarios]
    lawyer = [told(f, views, k) for f in it.lawyer if f.outcome != "clear"]
    counts_on_h1b = plan.facts["applicant.takes_h1b"].value is not False
    step3 = it.concerned and (counts_on_h1b or it.planned is not None)
    needs_waiver = plan.facts["applicant.takes_j1"].value is not False
    return {
        "need": p.visa.need,
        "concerned": it.concerned,
        "start": told(it.start, views, k),
        "late_start": {key: cite(key, k) for key in ("nrmp-waiver-policy", "nrmp-statement-2025")},
        "j1": VisaKind.J1 in (p.visa.accepts or ()),
        "scenarios": [s for s in shown if s["outcome"] != "not_concerned"],
        "others": [s for s in shown if s["outcome"] == "not_concerned"],
        "effects": Counter(each["outcome"] for each in shown),
        "lawyer": lawyer,
        "step3": [told(f, views, k) for f in it.step3 if _tells(f)] if step3 else [],
        "last_days": _last_days(it, plan),
        "safer": it.safer if it.safer and it.safer > plan.as_of else None,
        "safer_cite": [cite("ecfmg-step3-2021", k)],
        "weeks": [plan.knowledge.parameter(name, plan.as_of) for name in WEEKS],
        "no_season": plan.season is None and not it.step3[0].settled,
        "jobs": [told(f, views, k) for f in it.jobs],
        "demand": [_demand(d, views, k) for d in it.demand],
        "waivers": [_waiver(w, plan) for w in it.waivers] if needs_waiver and it.concerned else [],
        "waiver_notes": [w.program for w in it.waivers if w.program.note],
        "no_waiver": it.concerned and not needs_waiver,
        "background": background("immigration"),
    }


def _tells(finding: Finding) -> bool:
    """Whether a finding on Step 3 says more than that it is done."""
    return finding.rule.id == "step3.time" or finding.outcome != "done"


def _scenario(scenario: Scenario, knowledge: Knowledge, views: Views) -> dict[str, Any]:
    policy = knowledge.policies[scenario.policy]
    reason = views.reason(scenario.finding)
    others = [c for c in rule_cites(scenario.finding, knowledge) if c[1] != policy.source]
    return {
        "policy": policy,
        "cite": [cite(policy.source, knowledge)],
        "outcome": reason.outcome,
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
            "id": each.id,
            "day": dated(f"last-day.{each.id}", each.day),
            "span": date_span(each.low, each.high, f"last-day.{each.id}"),
            "over": each.day < plan.as_of,
            "spare": (each.day - it.planned).days if it.planned else None,
        }
        for each in it.last_days
    ]


def _demand(demand: Demand, views: Views, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "card": views.card(demand.card),
        "reason": views.reason(demand.finding),
        "cites": rule_cites(demand.finding, knowledge),
    }


def _waiver(waiver: Waiver, plan: Plan) -> dict[str, Any]:
    program, wish = waiver.program, plan.read.profile.constraints.states
    every = () if wish and wish.preferred else program.states
    return {
        "program": program,
        "takes": [c.specialty.name for c in waiver.takes],
        "leaves_out": [c.specialty.name for c in waiver.leaves_out],
        "states": waiver.states or every,
        "used_up": waiver.used_up,
        "cites": [cite(program.source, plan.knowledge)],
    }
