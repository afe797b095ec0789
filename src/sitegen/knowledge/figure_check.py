"""Checks between the figures of one specialty."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.model import Specialty

PARTS = (
    ("matched_preferred", "applicants_preferred"),
    ("programs_interviewing", "programs_reporting"),
)
"""Figures of which the first counts a part of the second."""


def check_parts(
    specialty: Specialty, at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record each part that is larger than its whole."""
    for part, whole in PARTS:
        small, large = specialty.figure(part), specialty.figure(whole)
        if small and large and small.value > large.value:
            problems.add(
                "D212",
                at(f"specialties/{specialty.id}.yaml", f"figures.{part}"),
                f"{part} ({small.value:g}) is larger than {whole} ({large.value:g})",
                "correct one of the two",
            )
