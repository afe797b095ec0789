"""How far the printed groups lie apart in each measure that they were asked for."""

from __future__ import annotations

from sitegen.chance.groups import pooled, printed
from sitegen.plan.chance.parts import FLAT
from sitegen.plan.decided import Decided
from sitegen.records import record

MEASURES = ("step2", "publications")
"""What the printed groups were asked for."""


@record
class Pull:
    """How far the matched lie above the unmatched in one measure, in standard deviations.

    `own` is what NRMP printed for the field, None where a group is missing; `all_fields` is the
    step over all fields; `used` is drawn from the one towards the other, and never below 0.
    """

    own: float | None
    all_fields: float
    used: float

    @property
    def silent(self) -> bool:
        """Whether the two groups do not differ, so that nothing is used."""
        return self.used < FLAT

    @property
    def borrowed(self) -> bool:
        """Whether something is used that the groups of the field do not show."""
        return self.own is not None and self.own < FLAT <= self.used


def pulls(plan: Decided, measure: str) -> dict[str, Pull]:
    """The pull of a measure, step2 or publications, in every field that has one."""
    specialties = plan.knowledge.specialties
    raw = printed(specialties, measure)
    everywhere = pooled(raw.values()).step
    found = {}
    for name, group in plan.scales.groups.items():
        lean = group.score if measure == "step2" else group.research
        if lean:
            own = raw[name].step if name in raw else None
            found[name] = Pull(own=own, all_fields=everywhere, used=lean.step)
    return found
