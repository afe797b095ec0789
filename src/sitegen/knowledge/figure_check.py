"""Checks between the figures of one specialty."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.figures import Evidence, Figure
from sitegen.knowledge.model import Specialty
from sitegen.knowledge.units import ValueKind

PARTS = (
    ("matched_preferred", "applicants_preferred"),
    ("programs_interviewing", "programs_reporting"),
)
"""Figures of which the first counts a part of the second."""

ROUNDING = 0.06
"""Per cent by which a share with one decimal may differ from its counts."""

COMPARE = "compare them with their source, and correct the one that differs"

HALF = 0.5
"""Per cent by which a share without decimals may."""


def check_parts(
    specialty: Specialty, at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record each part that is larger than its whole, and a rate that does not follow from both."""
    _check_rate(specialty, at, problems)
    for i, track in enumerate(specialty.about.tracks):
        if track.filled > min(track.ranked, track.positions or track.ranked):
            problems.add(
                "D212",
                at(f"specialties/{specialty.id}.yaml", f"tracks[{i}].filled"),
                f"{track.filled} positions of {track.name} were filled, and fewer people ranked it "
                "or fewer were offered",
                COMPARE,
            )
    for part, whole in PARTS:
        small, large = specialty.figure(part), specialty.figure(whole)
        if small and large and small.value > large.value:
            problems.add(
                "D212",
                at(f"specialties/{specialty.id}.yaml", f"figures.{part}"),
                f"{part} ({small.value:g}) is larger than {whole} ({large.value:g})",
                COMPARE,
            )


def _check_rate(
    specialty: Specialty, at: Callable[[str, str], Location], problems: Problems
) -> None:
    names = ("rate_preferred", "matched_preferred", "applicants_preferred")
    rate, part, whole = (specialty.figure(name) for name in names)
    if not (rate and part and whole and whole.value):
        return
    same = (rate.year, rate.source) == (part.year, part.source) == (whole.year, whole.source)
    due = 100 * part.value / whole.value
    if same and abs(rate.value - due) > ROUNDING and rate.value != round(due):
        problems.add(
            "D212",
            at(f"specialties/{specialty.id}.yaml", "figures.rate_preferred"),
            f"rate_preferred is {rate.value:g}, and its counts make {due:.1f}",
            COMPARE,
        )


def check_derived(figure: Figure, where: Location, problems: Problems) -> None:
    """Record a derived value that does not say from what, and any other that does."""
    if (figure.kind is ValueKind.DERIVED) == bool((figure.derived_from or "").strip()):
        return
    told = "is derived, and does not say from what" if not figure.derived_from else "is not derived"
    hint = "write derived_from: and what it was counted or computed from"
    other = "write kind: derived, or take derived_from away"
    problems.add("D206", where, f"this value {told}", other if figure.derived_from else hint)


def check_total(
    specialties: Iterable[Specialty], rate: Evidence | None, where: Location, problems: Problems
) -> None:
    """Record a rate over all specialties that does not follow from their counts."""
    if rate is None or rate.use.kind is not ValueKind.DERIVED:
        return
    pairs = [(s.figure("matched_preferred"), s.figure("applicants_preferred")) for s in specialties]
    of_one = [
        (part.value, whole.value)
        for part, whole in pairs
        if part and whole and (part.source, part.year) == (rate.use.source, rate.use.year)
    ]
    parts = math.fsum(part for part, _ in of_one)
    wholes = math.fsum(whole for _, whole in of_one)
    if wholes and abs(rate.use.value - 100 * parts / wholes) > HALF:
        problems.add(
            "D212",
            where,
            f"the rate is {rate.use.value:g}, and {parts:,.0f} of {wholes:,.0f} people make "
            f"{100 * parts / wholes:.1f}",
            "add the counts up again, and correct the rate or the count that is wrong",
        )
