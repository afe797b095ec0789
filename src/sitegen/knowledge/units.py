"""Units with their bounds, and the kinds of values and sources."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class SourceKind(StrEnum):
    """How close a source stands to the body that owns the figure."""

    PRIMARY = "primary"
    TRANSCRIPTION = "transcription"
    SECONDARY = "secondary"
    JUDGEMENT = "judgement"


class ValueKind(StrEnum):
    """Published by somebody, derived from what was published, or this project's own judgement."""

    PUBLISHED = "published"
    DERIVED = "derived"
    JUDGEMENT = "judgement"


class Unit(StrEnum):
    """Units of figures; each has bounds that a value must respect."""

    PEOPLE = "people"
    POSITIONS = "positions"
    PROGRAMS = "programs"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    SCALE = "scale"
    YEARS = "years"
    WEEKS = "weeks"
    USD = "USD"
    SIGNALS = "signals"
    LOG_ODDS = "log_odds"
    RATIO = "ratio"
    YES_NO = "yes_no"
    WORD = "word"


BOUNDS: Mapping[Unit, tuple[float, float]] = {
    Unit.PEOPLE: (0, 100_000),
    Unit.POSITIONS: (0, 100_000),
    Unit.PROGRAMS: (0, 2_000),
    Unit.PERCENT: (0, 100),
    Unit.POINTS: (1, 300),
    Unit.COUNT: (0, 1_000),
    Unit.LOG_ODDS: (-5, 5),
    Unit.RATIO: (0, 10),
    Unit.SCALE: (1, 5),
    Unit.YEARS: (0, 80),
    Unit.WEEKS: (0, 1_000),
    Unit.USD: (0, 1_000_000),
    Unit.SIGNALS: (0, 60),
}
