"""The view of the back-test: predictions beside what was published, failures first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sitegen.chance.groups import groups_of
from sitegen.plan.chance.trials import Check, Trial
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.chance.chance_words import share
from sitegen.render.guide.immigration_view import cite
from sitegen.render.pictures.interval_picture import Ranged, interval_picture

EXPECTED = 0.8
"""Share of trials that should lie in ranges of 8 of 10."""

ENOUGH = 10
"""From so many trials on, their number in range says something about the ranges."""

MOST_ROWS = 30
"""Checks with more trials than this show their failures only."""

SORTED = {"everybody", "left-out", "rates"}
"""Checks whose rows have no order of their own."""

WORDS = {
    "everybody": (
        "Everybody who ranked it, not only those who ranked it first",
        "The model knows the rate of people who ranked a specialty first in 2026. Another table "
        "counts everybody who ranked it anywhere in 2025. Does the model reach those numbers?",
        "This tests the change of a year and, in fields that many rank lower, the backup.",
        "The table of 2025 was not read for the rates. But its number of people who ranked the "
        "field is used, to see how many had it first. And what it costs to rank a field lower was "
        "set with the rates of the large fields in view. For those it is no blind test.",
    ),
    "anywhere": (
        "A match to any specialty, in five years",
        "From the rates of single specialties of 2026, how many people match somewhere?",
        "This tests the second specialty and the luck that is shared between two.",
        "The five rates are no input. But matches to a first choice are read, not predicted: "
        "{first}. Only the rest is tested. One prediction stands for all five years, and "
        "the rate of 2026 is of the same Match. And the change from year to year was judged with "
        "these rates in view.",
    ),
    "overall": (
        "The score over all specialties together",
        "The model reads scores by specialty. Mixed together, do they give the medians that the "
        "report prints for everybody? Two points of difference count as a hit. That is a choice, "
        "not a computed range.",
        "This tests whether the groups of single specialties add up to the whole.",
        "The two medians are not read by the model. But they are of the same people, in the same "
        "report. So this is a test of reading, not of another year.",
    ),
    "rates": (
        "The rate of a field, from all other fields",
        "The model draws the rate of a small group to what such fields have. Two things tell "
        "which: how many programs interview non-US IMGs, and how many ask for each position. Left "
        "out in turn, is the rate of each field where the others say?",
        "This tests what small groups borrow.",
        "The model reads this rate, in the same report. It is left out for this test alone. Of its "
        "own group only the size is used, for the range. Which two things are known of a field was "
        "chosen because they did best in this test, so it flatters them a little.",
    ),
    "left-out": (
        "One specialty at a time, left out",
        "How much higher do the matched score? The model learns it from all other specialties, "
        "and predicts the mean of the one that was left out.",
        "This tests the part of the score where the printed group is small.",
        "The model does read this mean, in the same report. It is left out for this test alone. "
        "The unmatched of the field, and the size of both its groups, are used.",
    ),
    "quartiles-step2": (
        "The shape of the scores",
        "The model reads a mean and a standard deviation as a bell curve. The report also prints "
        "quartiles. Do they fit?",
        "Where they do not fit, the ends of the curve are off, so the model reads nothing past "
        "two standard deviations.",
        "Quartiles of scores are not read by the model. But they are of the same people as the "
        "means. So this tests the shape alone. Half a point is allowed for rounding.",
    ),
    "quartiles-ranks": (
        "The shape of the rank order lists",
        "The model makes a whole curve of list lengths from a mean and a standard deviation. The "
        "report also prints quartiles. Do they fit?",
        "This tests what the number of interviews says during the season.",
        "Quartiles of list lengths are not read by the model. But they are of the same people as "
        "the means. So this tests the shape alone. Half a program is allowed for rounding.",
    ),
    "applications": (
        "How many applications people must have sent",
        "Interviews for each application and the length of lists tell how many applications the "
        "printed groups must have sent. AAMC counted a mean over all IMGs.",
        "This tests the way from applications to interviews.",
        "The mean is not read by the model. But it is of 2023, counts US citizens too, and adds "
        "up all fields of a person, while the model counts one. And the range is a judgement, "
        "and a long one. So this is a weak test.",
    ),
}
"""Of each check: its title, its question, what it tests, and what exactly was held out."""


def backtest_view(plan: Plan) -> dict[str, Any]:
    """Every check with its verdict, its picture or table, and where it failed."""
    checks = plan.matching.backtest
    return {
        "all": coverage(checks),
        "sample": coverage([c for c in checks if c.in_sample]),
        "held": coverage([c for c in checks if not c.in_sample]),
        "untested": background("back-test"),
        "same": next(len(c.trials) for c in checks if c.id == "anywhere"),
        "checks": [_check(c, plan) for c in checks],
    }


def coverage(checks: Sequence[Check]) -> dict[str, int]:
    """How many predictions of these checks lie in their range, of how many, and how many should."""
    scored = [t for c in checks for t in c.scored]
    return {
        "trials": len(scored),
        "inside": sum(t.inside for t in scored),
        "expected": round(EXPECTED * len(scored)),
    }


def _check(check: Check, plan: Plan) -> dict[str, Any]:
    title, question, tests, blind = WORDS[check.id]
    few = len(check.trials) <= MOST_ROWS
    shown = check.trials if few else check.failures
    if check.id in SORTED:
        shown = tuple(sorted(shown, key=lambda t: (not t.scored, -t.predicted.use)))
    apart = [t for t in check.trials if not t.scored]
    ends = [v for t in shown for v in (t.predicted.low, t.predicted.high, t.published)]
    return {
        "id": check.id,
        "title": title,
        "question": question,
        "tests": tests,
        "blind": blind.format(first=_first(plan)) if check.id == "anywhere" else blind,
        "unit": check.unit,
        "built": [cite(key, plan.knowledge) for key in check.built],
        "held": [cite(key, plan.knowledge) for key in check.held],
        "verdict": _verdict(check),
        "lean": _lean(check),
        "rows_title": "Predictions and what was published"
        if few
        else f"The {len(shown)} predictions that failed, of {len(check.scored)}",
        "rows": [_row(t) for t in shown],
        "apart": [t.name for t in apart],
        "apart_why": apart[0].apart if apart else "",
        "picture": interval_picture(
            [
                Ranged(
                    t.name,
                    t.predicted.low,
                    t.predicted.use,
                    t.predicted.high,
                    t.published,
                    not t.scored,
                )
                for t in shown
            ],
            *_axis(min(ends), max(ends), check.unit),
        )
        if few and len(shown) > 2
        else None,
    }


def _first(plan: Plan) -> str:
    """Matches to a first choice, over all fields with a printed group."""
    groups = groups_of(plan.knowledge.specialties).values()
    return share(sum(int(g.matched) for g in groups), sum(g.people for g in groups))


def _verdict(check: Check) -> str:
    count, inside = len(check.scored), check.inside
    if count == 1:
        return "It lies in its range." if inside else "It lies outside its range."
    wanted = round(EXPECTED * count)
    text = f"{inside} of {count} lie in their range. About {wanted} were to be expected."
    if count < ENOUGH:
        return text
    luck = math.sqrt(count * EXPECTED * (1 - EXPECTED))
    if inside < EXPECTED * count - luck:
        text += " So these ranges are too narrow."
    if inside > EXPECTED * count + luck:
        text += " So these ranges may be wider than they need to be."
    return text


def _lean(check: Check) -> str:
    """Whether the predictions are too high or too low, and by how much."""
    size = f"The mean miss is {_number(check.mean_miss)} {_unit(check)}."
    if abs(check.lean) < check.mean_miss / 4:
        return f"{size} Predictions are too high about as much as too low."
    way = "high" if check.lean > 0 else "low"
    return f"{size} On the whole the predictions are {_number(abs(check.lean))} too {way}."


def _unit(check: Check) -> str:
    return "people of 100" if check.unit == "of 100" else check.unit


def _row(trial: Trial) -> dict[str, Any]:
    span = trial.predicted
    return {
        "name": trial.name,
        "range": f"{_number(span.low)} to {_number(span.high)}",
        "middle": _number(span.use),
        "published": _number(trial.published),
        "word": "not scored" if not trial.scored else "in range" if trial.inside else "outside",
        "out": trial.scored and not trial.inside,
    }


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _axis(low: float, high: float, unit: str) -> tuple[float, float]:
    """Round ends of an axis."""
    if unit == "of 100":
        return 0, min(100, 20 * -(-high // 20))
    return 10 * (low // 10), 10 * -(-high // 10)
