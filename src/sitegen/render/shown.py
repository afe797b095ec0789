"""Values that templates show, as finished words."""

from __future__ import annotations

from sitegen.explain import Piece
from sitegen.records import value_object


@value_object
class FigureView:
    """One cited value with everything a doubter needs."""

    label: str
    value: str
    cite: str
    source: str
    locator: str
    whose: str
    explain: str
    note: str


@value_object
class ReasonView:
    """One finding in words.

    `weight` is how far it moves what it is a reason for, up or down; while it is open, how far it
    could; and infinite where a count begins.
    """

    id: str
    title: str
    why: str
    pieces: tuple[Piece, ...]
    moved: str
    direction: str
    weight: float
    settled: bool
    outcome: str
    profile: tuple[str, ...]
    cites: tuple[tuple[str, str], ...]
    parameters: tuple[str, ...]
    missing: tuple[str, ...]


@value_object
class RatingView:
    """One rating with its range and its reasons."""

    key: str
    name: str
    value: int
    shown: str
    word: str
    range: str
    open: str
    own: bool
    reasons: tuple[ReasonView, ...]
    total: str


@value_object
class CardView:
    """One specialty in the scorecard and on its page."""

    id: str
    page: str
    title: str
    name: str
    one_line: str
    likelihood: RatingView
    visa: RatingView
    friendliness: RatingView
    doors_value: str
    doors_key: str
    doors_open: str
    fit: RatingView
    priority: str
    priority_open: str
    priority_class: str
    product: str
    mark: str

    @property
    def ratings(self) -> tuple[RatingView, ...]:
        """The four ratings, in order."""
        return (self.likelihood, self.visa, self.friendliness, self.fit)


@value_object
class EvidenceView:
    """Figures of one metric."""

    label: str
    explain: str
    use: FigureView
    also: tuple[FigureView, ...]
    why: str


@value_object
class PathwayView:
    """A road back to the first choice."""

    kind: str
    via: str
    keeps: str
    loses: str
    years: str
    strength: int
    span: str


@value_object
class CandidateView:
    """A possible backup."""

    card: CardView
    gates: tuple[ReasonView, ...]
    shut: tuple[ReasonView, ...]
    undecided: tuple[ReasonView, ...]
    passed: bool
    pathways: tuple[PathwayView, ...]


@value_object
class OptionView:
    """One reading of the guide's counts."""

    name: str
    rows: tuple[tuple[str, str, str], ...]
    total_programs: str
    total: str
    transcripts: str
    chance: str


@value_object
class CountsView:
    """Programs and cost."""

    options: tuple[OptionView, ...]
    budget: str
    advice: tuple[tuple[str, str, str], ...]
    advice_programs: str
    advice_total: str
    transcripts: str
    schedules: tuple[tuple[str, int, str, str, str], ...]
    knee: tuple[int, str] | None
