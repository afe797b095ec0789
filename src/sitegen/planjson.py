"""The plan as data: plan.json, and the scorecard that `score --json` prints."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sitegen import __version__
from sitegen.diagnostics import Location
from sitegen.explain import cite_words, explain
from sitegen.facts.model import Citation, Fact, Interval
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.model import Specialty
from sitegen.plan.applying.own_list import plain_list
from sitegen.plan.card import Card, Rating
from sitegen.plan.chance.reasons import Reason
from sitegen.plan.decided import Decided, Task
from sitegen.plan.decision.model import Candidate, Cost, Counts
from sitegen.plan.stages import Scored
from sitegen.programs.model import Program
from sitegen.rules import Finding

if TYPE_CHECKING:
    from sitegen.plan.model import Plan

FORMAT = "sitegen-plan 1"

GUIDE: Mapping[str, Callable[[Plan], Any]] = {
    "algorithm": lambda plan: plan.in_season.algorithm,
    "backtest": lambda plan: plan.matching.backtest,
    "budget": lambda plan: plan.guide.budget,
    "chance": lambda plan: plan.matching.report,
    "commitment": lambda plan: plan.guide.commitment,
    "counsel": lambda plan: plan.guide.counsel,
    "disagreements": lambda plan: plan.guide.disagreements,
    "documents": lambda plan: plan.guide.documents,
    "ethics": lambda plan: plan.guide.ethics,
    "geography": lambda plan: plan.applying.geography,
    "questions": lambda plan: plan.guide.questions,
    "immigration": lambda plan: plan.guide.immigration,
    "lost_year": lambda plan: plan.guide.lost_year,
    "interviews": lambda plan: plan.in_season.interviews,
    "pathways": lambda plan: plan.guide.pathways,
    "portfolio": lambda plan: plan.applying.portfolio,
    "programs": lambda plan: plain_list(plan.applying.own_list),
    "ranking": lambda plan: plan.in_season.ranking,
    "season": lambda plan: plan.in_season.cockpit,
    "states": lambda plan: plan.guide.states,
    "what_if": lambda plan: plan.whatif,
}
"""What each page of the guide shows, by name."""


def dumps(data: dict[str, Any]) -> str:
    """JSON text with a stable layout: a line for each key, and for each item of a long list."""
    lines = []
    for key, value in data.items():
        lines.append(f"{_compact(key)}: {_block(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _block(value: Any) -> str:
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], str):
        return "[\n  " + ",\n  ".join(_compact(item) for item in value) + "\n ]"
    if isinstance(value, dict) and len(value) > 1:
        rows = [f"{_compact(key)}: {_compact(item)}" for key, item in value.items()]
        return "{\n  " + ",\n  ".join(rows) + "\n }"
    return _compact(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # What is in it comes here by itself; `asdict` would copy it first.
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_compact = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def plan_data(plan: Plan) -> dict[str, Any]:
    """The whole plan. It quotes the profile, so it is as private as the profile itself."""
    p = plan.read.profile
    return {
        "format": FORMAT,
        "sitegen": __version__,
        "as_of": plan.as_of,
        "match_year": p.season,
        "fictional": p.fictional,
        "private": "This file quotes the profile. Keep it as private as the profile itself.",
        "disclaimer": "Not legal, immigration or career advice. Ratings are judgements.",
        "profile": p,
        "first_choice": plan.primary.id if plan.primary else None,
        "choice": {
            "verdict": plan.choice.verdict,
            "backups": [c.card.id for c in plan.choice.backups],
            "runners_up": [c.card.id for c in plan.choice.runners_up],
            "missing": plan.choice.missing,
            "candidates": [_candidate(c) for c in plan.choice.candidates],
        },
        "second_specialty": {
            "possible_answers": plan.decision.possible,
            "because": [finding_data(f, plan) for f in plan.decision.triggers],
            "decision": finding_data(plan.decision.finding, plan),
            "none_needed": finding_data(plan.decision.none_needed, plan),
        },
        "counts": _counts(plan.counts) if plan.counts else None,
        "quantities": dict(sorted(plan.quantities.items())),
        "scorecard": [_card(c, plan) for c in (*plan.cards, *plan.elsewhere, *plan.bridges)],
        "guide": {name: _record(make(plan), plan) for name, make in sorted(GUIDE.items())},
        "tasks": [_task(t) for t in plan.tasks],
        "notes": plan.notes,
        "facts": {name: _fact(fact) for name, fact in sorted(plan.facts.items())},
        "season_dates": {name: plan.season_dates[name] for name in sorted(plan.season_dates)},
        "data": _record(plan.basis, plan),
        "sources": {key: plan.knowledge.sources[key] for key in sorted(plan.knowledge.sources)},
    }


def _record(value: Any, plan: Decided) -> Any:
    """A record of a page as data: findings with their words, specialties by their id."""
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, Finding):
        return finding_data(value, plan)
    if isinstance(value, (Card, Specialty)):
        return value.id
    if isinstance(value, float):
        # Six digits are more than anything here is worth, and the same on every machine.
        return float(f"{on_grid(value):.6g}")
    if isinstance(value, Program):
        return {"line": value.place.line, "name": value.name, "specialty": value.specialty}
    if isinstance(value, Location):
        # The name alone: the folder differs between machines, and tells of the user's.
        return dataclasses.replace(value, file=re.split(r"[/\\]", value.file)[-1])
    if isinstance(value, (list, tuple)):
        return [_record(each, plan) for each in value]
    kind: type = type(value)
    names = _names(kind)
    if names is not None:
        return {name: _record(getattr(value, name), plan) for name in names}
    if isinstance(value, Mapping):
        return {str(key): _record(each, plan) for key, each in value.items()}
    return value


@functools.cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a record that are told; None for anything else."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(f.name for f in dataclasses.fields(kind) if f.repr)


def scorecard_data(plan: Scored | Plan, only: str | None) -> dict[str, Any]:
    """The scorecard, or one specialty of it."""
    cards = [c for c in (*plan.cards, *plan.elsewhere, *plan.bridges) if only in (None, c.id)]
    return {
        "format": FORMAT,
        "as_of": plan.as_of,
        "first_choice": plan.primary.id if plan.primary else None,
        "backups": [c.card.id for c in plan.choice.backups],
        "verdict": plan.choice.verdict,
        "scorecard": [_card(c, plan) for c in cards],
    }


def _rating(rating: Rating, plan: Decided) -> dict[str, Any]:
    return {
        "value": rating.value,
        "range": [rating.low, rating.high],
        "open_range": [rating.open_low, rating.open_high],
        "settled": rating.settled,
        "own": rating.own,
        "points": rating.total,
        "missing": rating.missing,
        "reasons": [finding_data(f, plan) for f in rating.findings],
    }


def _likelihood(card: Card, plan: Scored | Plan) -> dict[str, Any]:
    """The rating of match likelihood. `of_100` is the middle of the chance at equal effort."""
    rated = {k: v for k, v in _rating(card.likelihood, plan).items() if k != "points"}
    c = card.chance
    if c is None:
        return {**rated, "of_100": None, "applications": None}
    return {
        **rated,
        "of_100": card.likelihood.total,
        "applications": c.applications,
        "reasons": [_reason(each, plan) for each in plan.reasons.chances[card.id]],
    }


def _reason(reason: Reason, plan: Decided) -> dict[str, Any]:
    """A part of a chance: what it says, and how many of 100 people it moves."""
    low, use, high = (half_up(n, 1) for n in dataclasses.astuple(reason.people))
    weight = reason.log_odds
    return {
        **finding_data(reason.finding, plan),
        "moved": reason.moved,
        "of_100": [low, use, high],
        "log_odds": None if weight is None else half_up(weight, 3),
    }


def _card(card: Card, plan: Scored | Plan) -> dict[str, Any]:
    return {
        "specialty": card.id,
        "name": card.specialty.name,
        "first_choice": card.is_primary,
        "priority": {
            "word": card.priority.word,
            "range": [card.priority.low, card.priority.high],
            "product": card.priority.product,
        },
        "match_likelihood": _likelihood(card, plan),
        "visa": _rating(card.visa, plan),
        "img_friendliness": _rating(card.friendliness, plan),
        "fit": _rating(card.fit, plan),
    }


def finding_data(finding: Finding, plan: Decided) -> dict[str, Any]:
    """One finding with its words and roots."""
    words = explain(finding)
    return {
        "rule": words.id,
        "title": words.title,
        "settled": words.settled,
        "outcome": finding.outcome,
        "says": words.text,
        "moved": words.moved,
        "kind": finding.rule.kind,
        "year": finding.rule.year,
        "profile": [{"path": r.path, "line": r.location.line} for r in words.profile_roots],
        "figures": [_citation(c, plan) for c in words.citations],
        "missing": words.missing,
    }


def _citation(c: Citation, plan: Decided) -> dict[str, Any]:
    return {
        "label": c.label,
        "value": c.value,
        "unit": c.unit,
        "year": c.year,
        "kind": c.kind,
        "source": c.source,
        "locator": c.locator,
        "cite": cite_words(c, plan.knowledge),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "specialty": candidate.card.id,
        "passed": candidate.passed,
        "shut": [g.rule.id for g in candidate.shut],
        "undecided": [g.rule.id for g in candidate.undecided],
        "gates": {g.rule.id: explain(g).text for g in candidate.gates},
        "pathways": [
            {"kind": p.kind, "via": p.via, "keeps": p.keeps, "loses": p.loses}
            for p in candidate.pathways
        ],
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {"specialty": cost.specialty.id, "programs": cost.programs, "usd": cost.fee}


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "options": [
            {
                "name": o.name,
                "low": [_cost(c) for c in o.low],
                "high": [_cost(c) for c in o.high],
                "transcripts_usd": o.transcripts,
                "low_total_usd": o.low_total,
                "high_total_usd": o.high_total,
            }
            for o in counts.options
        ],
        "supplies": [
            {
                "specialty": s.specialty.id,
                "programs": s.programs,
                "likely_open": [s.open_low, s.open, s.open_high],
            }
            for s in counts.supplies
        ],
        "budget_usd": counts.budget,
        "binding": counts.binding,
        "advice": [_cost(c) for c in counts.advice],
        "advice_total_usd": counts.advice_total,
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "text": task.text,
        "phase": task.phase,
        "due": task.due,
        "estimate": [task.due_low, task.due_high] if task.due_low != task.due_high else None,
        "specialty": task.specialty,
        "why": task.why,
        "profile": task.path,
        "state": task.state,
        "begin": task.begin,
        "weeks": task.takes,
        "missing": task.missing,
        "given_up": task.late if task.state == "dropped" else "",
    }


def _fact(fact: Fact) -> dict[str, Any]:
    value: Any = fact.value
    if isinstance(value, Interval):
        value = [value.low, value.high]
    elif isinstance(value, float):
        value = on_grid(value)
    return {"label": fact.label, "value": value, "unit": fact.unit, "missing": fact.missing}
