"""Problems and open answers for machines: as JSON, and as a build on GitHub marks lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.diagnostics import Problem, Severity
from sitegen.plan.stakes import Stake

FORMAT = "sitegen-check 1"


def check_data(
    profile: str, problems: Iterable[Problem], stakes: Iterable[Stake]
) -> dict[str, Any]:
    """What is wrong, and what is missing in the order of how much of the plan hangs on it.

    Lines and columns count from 1; line 0 means the whole file. Chances count people of 100.
    """
    return {
        "format": FORMAT,
        "profile": profile,
        "problems": [_problem(each) for each in problems],
        "missing": [_missing(each) for each in stakes],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    at = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": at.file,
        "sheet": at.sheet,
        "line": at.line,
        "column": at.column,
        "message": problem.message,
        "next_step": problem.hint,
    }


def _missing(stake: Stake) -> dict[str, Any]:
    found: dict[str, Any] = {
        "path": stake.path,
        "ask": stake.question.ask,
        "why": stake.question.why,
        "example": stake.question.example,
        "hangs": stake.question.hangs,
    }
    if stake.people:
        found["chance"] = {
            "specialty": stake.specialty,
            "low": stake.low,
            "high": stake.high,
        }
    if stake.steps:
        found["rating_steps"] = stake.steps
    return found


def marked_on_github(problems: Iterable[Problem]) -> Iterator[str]:
    """A line for each problem, as workflow commands of GitHub Actions are written."""
    for problem in problems:
        at = problem.location
        place = {"file": at.file, "line": str(at.line or 1), "col": str(at.column or 1)}
        place["title"] = problem.code
        said = problem.message + f". Next step: {problem.hint}" * bool(problem.hint)
        kind = "error" if problem.severity is Severity.ERROR else "warning"
        named = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
        yield f"::{kind} {named}::{_escaped(said)}"


def _escaped(text: str, signs: str = "") -> str:
    """A text in which a workflow command reads no sign of its own."""
    for sign in f"%\r\n{signs}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
