"""Checks that what moves has a day to look again."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.aging import without_day
from sitegen.knowledge.model import Knowledge


def check_aging(
    knowledge: Knowledge, at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record each source of a moving value without a day to look again, or with one long past."""
    for key, what in without_day(knowledge).items():
        problems.add(
            "D218",
            at("sources", key),
            f"{what} moves, and its source {key} says no day to look again",
            "add look_again: and the day by which somebody has to read it again",
        )
    for key, source in knowledge.sources.items():
        if source.look_again is not None and source.look_again <= source.read_on:
            problems.add(
                "D218",
                at("sources", f"{key}.look_again"),
                f"{key} is to be looked at again on {source.look_again}, which is not after the "
                f"day it was read, {source.read_on}",
                "write a later day in look_again",
            )
