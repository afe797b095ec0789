"""The view of the glossary: every term by topic, with what it means for this person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.explain import value_words
from sitegen.knowledge.units import ValueKind
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaNeed
from sitegen.profile.exams import English, Step1, Step2CK, Step3
from sitegen.render.quantities import dated
from sitegen.render.terms import TOPICS, Term, glossary
from sitegen.render.views import Views
from sitegen.written import number

DATES = {
    "eras": "applications_open",
    "rank-order-list": "rank_deadline",
    "soap": "match_status",
    "match-day": "match_day",
}
"""Terms that have a day in a season, by what their ids end in."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Every term by topic."""
    return explained(plan)


def explained(plan: Plan, used: frozenset[str] | None = None) -> dict[str, Any]:
    """Terms by topic; on paper only those that the printed pages use and that need a word."""
    chosen = [t for t in glossary() if used is None or (t.linked and t.name in used)]
    own = {f"term-{name}": told for name, told in _own(plan)}
    free = plan.facts["applicant.needs_visa"].value is False
    order = [t for t in TOPICS if t != "visa"] + ["visa"] if free else list(TOPICS)
    groups = [
        {
            "id": topic,
            "entries": [_entry(t, own.get(t.anchor)) for t in chosen if t.topic == topic],
        }
        for topic in order
    ]
    return {
        "free": free,
        "own": len([t for t in chosen if t.anchor in own]),
        "count": len(chosen),
        "groups": [group for group in groups if group["entries"]],
    }


def _entry(term: Term, own: dict[str, Any] | None) -> dict[str, Any]:
    known = {_bare(term.name)}
    also = []
    for spelling in term.spellings[1:]:
        if _bare(spelling) not in known:
            known.add(_bare(spelling))
            also.append(spelling)
    return {
        "id": term.anchor,
        "name": term.name,
        "text": term.text,
        "also": ", ".join(also),
        "own": own,
    }


def _bare(spelling: str) -> str:
    """A spelling without case and plural, to leave out what is said already."""
    return spelling.casefold().replace("s", "")


def _own(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """What stands in the profile, or in the season, about a term; only what is known."""
    p = plan.read.profile
    e = p.exams
    for name, exam in (
        ("step-1", e.step1),
        ("step-2-ck", e.step2_ck),
        ("step-3", e.step3),
        ("oet", e.oet),
    ):
        if exam and exam.state:
            yield name, _exam(exam)
    if e.ecfmg:
        yield "ecfmg", {"kind": "certificate", "state": e.ecfmg.value}
    if p.school.graduated:
        yield "yog", {"kind": "year", "year": p.school.graduated.year}
    if plan.facts["applicant.us_weeks"].known:
        yield "usce", {"kind": "weeks", "weeks": value_words(plan.facts["applicant.us_weeks"])}
    yield from _visa(plan)
    for name, key in DATES.items():
        day = plan.season_dates.get(key)
        if day:
            yield (
                name,
                {
                    "kind": "day",
                    "label": day.label,
                    "day": dated(f"date.{key.replace('_', '-')}", day.date),
                    "estimate": day.kind is not ValueKind.PUBLISHED,
                },
            )


def _exam(exam: Step1 | Step2CK | Step3 | English) -> dict[str, Any]:
    assert exam.state is not None
    score = getattr(exam, "score", None)
    return {
        "kind": "exam",
        "state": exam.state.value,
        "score": number(score) if score else "",
    }


def _visa(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    if plan.read.profile.visa.need is VisaNeed.GREEN_CARD:
        yield "green-card", {"kind": "held"}
    for name, fact in (("j-1", "applicant.takes_j1"), ("h-1b", "applicant.takes_h1b")):
        takes = plan.facts[fact].value
        if plan.facts["applicant.needs_visa"].value and takes is not None:
            yield name, {"kind": "accepted" if takes else "refused"}
