"""Where today stands in the season of a plan: what somebody who opens it has to know first."""

from __future__ import annotations

from enum import StrEnum

from sitegen.plan.decided import Decided


class Moment(StrEnum):
    """A part of the way to the Match, in the order in which they come.

    Applications are not open yet; they are open and none is out; they are out; rank order lists
    are closed; the Match is over.
    """

    BEFORE = "before"
    OPEN = "open"
    INTERVIEWS = "interviews"
    CLOSED = "closed"
    OVER = "over"


def moment(plan: Decided) -> Moment:
    """The moment of this plan on its day; before, where no season is chosen."""

    def holds(name: str) -> bool:
        return plan.facts[name].value is True

    if holds("season.over"):
        return Moment.OVER
    if holds("season.lists_closed"):
        return Moment.CLOSED
    if not holds("season.begun"):
        return Moment.BEFORE
    out = holds("applicant.applied") or bool(plan.read.interviews)
    return Moment.INTERVIEWS if out else Moment.OPEN
