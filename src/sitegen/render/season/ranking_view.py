"""The view of the page on the rank list, SOAP and the year after."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.season.ranking import Check, Day, Length, Ranked, Ranking
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

YES_NO = {True: "yes", False: "no", None: "not said"}
SIGNS = {"fine": "good", "free": "good", "over": "good", "wrong": "bad"}
WORDS = {"good": "in order", "bad": "look at this", "unknown": "still to do"}


def ranking_view(plan: Plan, made: Ranking, views: Views) -> dict[str, Any]:
    """The checks of the list, the medians, and the steps from February to the next season."""
    after = {finding.rule.id: views.reason(finding) for finding in made.after}
    days = {day.name: day for day in made.days}
    free = after["after.visa"].outcome == "free"
    return {
        "told": made.told,
        "checks": [_check(check, plan, views) for check in made.checks],
        "entries": [_entry(entry, plan, free) for entry in made.entries],
        "free": free,
        "listed": counted("rank-list.programs", len(made.entries)),
        "rated": any(e.immigration or e.jobs or e.life for e in made.entries),
        "lengths": [_length(length, made.told, views) for length in made.lengths],
        "supplemental": [views.reason(finding) for _, finding in made.supplemental],
        "supplemental_rule": statements(plan.knowledge, "rol-supplemental", "rol-partial"),
        "deadline": _when(days["rank_deadline"]),
        "estimated": any(day.low for day in made.days),
        "after": {name.partition(".")[2]: reason for name, reason in after.items()},
        "days": {name: _when(day) for name, day in days.items()},
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
    sign = SIGNS.get(check.finding.outcome or "", "unknown")
    beside = () if check.finding.outcome == "free" else BESIDE.get(check.finding.rule.id, ())
    return {
        "reason": views.reason(check.finding),
        "sign": sign,
        "word": WORDS[sign],
        "lines": [
            f"line {each.line}: {each.program} (rank {each.rank}, "
            f"{plan.card(each.specialty).specialty.name})"
            for each in check.lines
        ],
        "rules": statements(plan.knowledge, *beside),
        "why": "" if check.finding.outcome == "free" else check.finding.rule.why,
    }


def _entry(entry: Ranked, plan: Plan, free: bool) -> dict[str, Any]:
    ratings = (entry.jobs, entry.life) if free else (entry.immigration, entry.jobs, entry.life)
    return {
        "line": entry.line,
        "rank": entry.rank,
        "program": entry.program,
        "where": entry.state or "not said",
        "specialty": plan.card(entry.specialty).specialty.title,
        "would": YES_NO[entry.would_attend],
        "no": entry.would_attend is False,
        "preference": entry.preference or "not said",
        "visa": entry.visa,
        "ratings": [rating or "–" for rating in ratings],
    }


def _length(length: Length, told: bool, views: Views) -> dict[str, Any]:
    def shown(citation: Any) -> tuple[str, str, list[tuple[str, str]]]:
        if citation is None:
            return "not published", "", []
        figure = views.figure(citation)
        return figure.value, figure.note, [(figure.cite, figure.source)]

    matched, unmatched = shown(length.matched), shown(length.unmatched)
    mine = counted(f"rank-list.{length.specialty.id}", length.mine or 0)
    return {
        "title": length.specialty.title,
        "mine": mine if told else "no list yet",
        "matched": matched[0],
        "unmatched": unmatched[0],
        "notes": "; ".join(filter(None, (matched[1], unmatched[1]))),
        "cites": list(dict.fromkeys((*matched[2], *unmatched[2]))),
    }


def _when(day: Day) -> str:
    """The day in words, with the span of an estimate, or nothing."""
    if day.date is None:
        return ""
    key = f"date.{day.name.replace('_', '-')}"
    if day.low is None or day.high is None or day.low == day.high:
        return dated(key, day.date)
    return f"{dated(key, day.date)} (estimate, {date_span(day.low, day.high, key)})"
