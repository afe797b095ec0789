"""The judged quantities of the model on one day, from the dated parameters `chance.*`."""

from __future__ import annotations

import datetime as dt
import functools

from sitegen.chance.listed import Judged, Terms
from sitegen.chance.luck import Luck
from sitegen.chance.odds import Weight, judged
from sitegen.chance.route import PaceTerms, Span
from sitegen.knowledge.model import Knowledge


class ModelTerms:
    """The judged quantities of the model on one day."""

    def __init__(self, knowledge: Knowledge, as_of: dt.date) -> None:
        """Read them all."""
        self._knowledge, self._as_of = knowledge, as_of
        self._spans: dict[str, Span] = {}

    @property
    def written(self) -> bool:
        """Whether every quantity is the one that is written down."""
        return True

    def span(self, name: str) -> Span:
        """One quantity with its range."""
        if name not in self._spans:
            self._spans[name] = self._read(name)
        return self._spans[name]

    def _read(self, name: str) -> Span:
        value = self._knowledge.parameter(f"chance.{name}", self._as_of)
        # Checked when data is loaded.
        assert isinstance(value.value, (int, float))
        return Span(value.low or 0.0, float(value.value), value.high or 0.0)

    def weight(self, name: str) -> Weight:
        """One quantity in log-odds."""
        span = self.span(name)
        return judged(span.use, span.low, span.high)

    def judged(self, part: str, name: str, times: int = 1) -> Judged:
        """One quantity in log-odds as a part of the chance, so many times."""
        span = self.span(name)
        return Judged(id=part, use=times * span.use, low=times * span.low, high=times * span.high)

    @property
    def luck(self) -> Luck:
        """How luck is spread."""
        return Luck(self.span("luck-shape").use, self.span("luck-shared").use)

    @functools.cached_property
    def of_list(self) -> Terms:
        """What goes into the chance with a rank order list."""
        overlap = self.span("research-overlap")
        return Terms(
            drift=self.span("drift").use,
            unseen=self.span("unseen").use,
            overlap=(overlap.use, overlap.low, overlap.high),
        )

    @functools.cached_property
    def of_route(self) -> PaceTerms:
        """What goes into the way to interviews."""
        return PaceTerms(
            shape=self.span("luck-shape"),
            shared=self.span("luck-shared"),
            pull=self.span("interview-effect"),
            rate_error=self.span("interview-rate-error"),
            spread=self.span("program-spread"),
            borrowed=self.span("borrowed"),
        )
