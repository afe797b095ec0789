"""What to find out first: each answer that a conclusion waits for is a task."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.plan.decided import Decided, Task
from sitegen.plan.stakes import at_stake

FIND_OUT = "find-out"
"""The phase of what is to find out first; it has no day."""


def find_out(plan: Decided) -> Iterator[Task]:
    """One task for each answer that a conclusion waits for; what most hangs on comes first."""
    for stake in at_stake(plan):
        yield Task(
            id=f"find-out.{stake.path}",
            text=stake.question.order,
            phase=FIND_OUT,
            path=stake.path,
            why=stake.question.hangs,
            state="now",
        )
