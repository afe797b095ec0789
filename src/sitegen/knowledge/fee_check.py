"""Whether the steps of application fees follow each other, each with one price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.model import FeeStep


def check_steps(steps: Sequence[FeeStep], where: Location, problems: Problems) -> None:
    """Record a step that leaves a hole or an overlap, or that has no price or two (`D208`)."""

    def tell(message: str, hint: str) -> None:
        problems.add("D208", where, message, hint)

    if steps and steps[0].first != 1:
        tell(f"the first step begins at application {steps[0].first}", "write first: 1")
    for before, after in pairwise(steps):
        _follow(before, after, tell)
    for step in steps:
        if step.last is not None and step.last < step.first:
            tell(f"a step goes from {step.first} to {step.last}", "write first and last in order")
        if step.each is None and step.flat is None:
            tell(f"the step from {step.first} on has no price", "add each: or flat:")
        elif step.each is not None and step.flat is not None:
            tell(f"the step from {step.first} on has two prices", "keep each: or flat:, not both")


def _follow(before: FeeStep, after: FeeStep, tell: Callable[[str, str], None]) -> None:
    if before.last is None:
        tell(
            f"a step follows the one from {before.first} on, which has no last",
            f"write last: {after.first - 1} there",
        )
    elif after.first != before.last + 1:
        tell(
            f"fee steps must follow each other: one ends at {before.last}, and the next begins at "
            f"{after.first}",
            f"write first: {before.last + 1}, or correct last",
        )
