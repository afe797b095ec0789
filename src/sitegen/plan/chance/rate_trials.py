"""The rate of each field, as all other fields predict it from what is known of the field."""

from __future__ import annotations

from sitegen.chance.borrowing import observed
from sitegen.chance.odds import Weight, chance_of
from sitegen.chance.regression import left_out
from sitegen.chance.route import Span
from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.trials import Check, Trial


def left_out_rates(known: Knowledge) -> Check:
    """The share that matched in a field that the regression has not seen.

    The error holds that of the regression, how fields differ, and that of the printed group.
    """
    fields, trials = observed(known.specialties), []
    for name, guess in left_out(fields).items():
        own = known.specialties[name]
        error = (guess.sd**2 + fields[name].error ** 2) ** 0.5
        found = chance_of(Weight(guess.use, error))
        people, matched = (own.figure(m) for m in ("applicants_preferred", "matched_preferred"))
        # A field is observed by them.
        assert people is not None and matched is not None
        trials.append(
            Trial(
                name=own.name,
                predicted=Span(100 * found.low, 100 * found.use, 100 * found.high),
                published=round(100 * matched.value / people.value, 1),
            )
        )
    return Check(
        id="rates",
        unit="of 100",
        built=("nrmp-charting-2026", "aamc-explorer-2024"),
        held=("nrmp-charting-2026",),
        trials=tuple(trials),
    )
