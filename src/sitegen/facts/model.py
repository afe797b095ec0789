"""A fact: one named quantity with its value and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.diagnostics import Location
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.records import value_object
from sitegen.shape import Plain


@value_object
class Interval:
    """A value known only between two ends. Equal ends are a settled value."""

    low: float
    high: float

    @property
    def settled(self) -> bool:
        """Whether the value is known exactly."""
        return self.low == self.high


Value = Plain | dt.date | Interval | None


@value_object
class Citation:
    """Where a shown value was read."""

    source: str
    year: int
    locator: str
    kind: ValueKind
    label: str
    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    note: str | None = None

    @classmethod
    def of(cls, figure: Figure, label: str, unit: Unit) -> Citation:
        """The citation of a figure."""
        return cls(
            figure.source,
            figure.year,
            figure.locator,
            figure.kind,
            label,
            figure.value,
            unit,
            figure.low,
            figure.high,
            figure.note,
        )


@value_object
class Origin:
    """One root of a fact: a line of the profile (`path`, `place`), or a cited figure."""

    path: str = ""
    place: Location | None = None
    citation: Citation | None = None


@value_object
class Fact:
    """A named value. `value` None means *not known*, which is neither "no" nor zero.

    `missing` names what would make it known: profile paths, or figures nobody published.
    """

    name: str
    value: Value
    unit: Unit
    label: str
    origins: tuple[Origin, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is any value to compare."""
        return self.value is not None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The cited figures among the origins."""
        return tuple(o.citation for o in self.origins if o.citation)


Facts = Mapping[str, Fact]
