"""The view of the page on the rank list, SOAP and the year after."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.season.ranking import Check, Day, Length
from sitegen.profile.choices import VisaKind, VisaNeed
from sitegen.render.background import background
from sitegen.render.guide.statements import statements
from sitegen.render.quantities import counted, dated
from sitegen.render.views import Views
from sitegen.render.words import date_span

BESIDE = {
    "ranking.attend": ("rol-unwilling",),
    "ranking.order": ("rol-preference", "rol-every"),
    "ranking.mixed": ("rol-mixed", "rol-alternate"),
    "ranking.visa": ("programs-tell-visa",),
    "ranking.certify": ("rol-certify",),
}
"""The cited sentences beside each check."""

SIGNS = {"fine": "good", "free": "good", "over": "good", "wrong": "bad"}


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The checks of the list, the medians, and the steps from February to the next season."""
    made = plan.in_season.ranking
    after = {finding.rule.id: views.reason(finding) for finding in made.after}
    free = after["after.visa"].outcome == "free"
    return {
        "told": made.told,
        "checks": [_check(check, plan, views) for check in made.checks],
        "entries": made.entries,
        "specialties": plan.knowledge.specialties,
        "free": free,
        "listed": counted("rank-list.programs", len(made.entries)),
        "rated": any(e.immigration or e.jobs or e.life for e in made.entries),
        "lengths": [_length(length, views) for length in made.lengths],
        "supplemental": [views.reason(finding) for _, finding in made.supplemental],
        "supplemental_rule": statements(plan.knowledge, "rol-supplemental", "rol-partial"),
        "estimated": any(day.low for day in made.days),
        "after": {name.partition(".")[2]: reason for name, reason in after.items()},
        "days": {day.name: _when(day) for day in made.days},
        "entry_notes": views.notes("entry-"),
        "rules": _rules(plan),
        "prose": background("ranking"),
    }


def _rules(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """The cited sentences of each step; those on visas only for whom they concern."""
    visa = plan.read.profile.visa
    needs = visa.need is None or visa.need is VisaNeed.SPONSORSHIP
    accepts = (tuple(VisaKind) if visa.accepts is None else visa.accepts) if needs else ()
    papers = [f"{kind.value}-papers" for kind in VisaKind if kind in accepts]
    return {
        "february": statements(plan.knowledge, "exams-verified", "certificate-to-start"),
        "monday": statements(plan.knowledge, "soap-who", "soap-count", "soap-contact", "soap-few"),
        "offers": statements(plan.knowledge, "soap-rounds", "soap-binding"),
        "out": statements(plan.knowledge, "soap-out"),
        "binding": statements(
            plan.knowledge,
            "match-binding",
            "match-waiver",
            "match-no-change",
            "match-deferral",
            "match-breach",
            *(("match-visa-2025",) if needs else ()),
        ),
        "papers": statements(plan.knowledge, *papers),
        "unfilled": statements(plan.knowledge, "after-soap"),
    }


def _check(check: Check, plan: Plan, views: Views) -> dict[str, Any]:
    beside = () if check.finding.outcome == "free" else BESIDE.get(check.finding.rule.id, ())
    return {
        "reason": views.reason(check.finding),
        "sign": SIGNS.get(check.finding.outcome or "", "unknown"),
        "lines": check.lines,
        "rules": statements(plan.knowledge, *beside),
        "why": "" if check.finding.outcome == "free" else check.finding.rule.why,
    }


def _length(length: Length, views: Views) -> dict[str, Any]:
    matched, unmatched = (
        each and views.figure(each) for each in (length.matched, length.unmatched)
    )
    both = [each for each in (matched, unmatched) if each]
    return {
        "title": length.specialty.title,
        "mine": counted(f"rank-list.{length.specialty.id}", length.mine or 0),
        "matched": matched.value if matched else "",
        "unmatched": unmatched.value if unmatched else "",
        "notes": "; ".join(each.note for each in both if each.note),
        "cites": list(dict.fromkeys((each.cite, each.source) for each in both)),
    }


def _when(day: Day) -> dict[str, str]:
    """The day and the span of an estimate, each of them empty where there is none."""
    if day.date is None:
        return {"day": "", "span": ""}
    key = f"date.{day.name.replace('_', '-')}"
    span = date_span(day.low, day.high, key) if day.low and day.high and day.low != day.high else ""
    return {"day": dated(key, day.date), "span": span}
