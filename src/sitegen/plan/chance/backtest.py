"""The model's predictions beside published figures.

Held out are tables of another year, denominator or measure than those the model reads, and once a
figure that it does read, left out in turn. Failures stay in the list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

from sitegen.chance.groups import Group, lean, plain, pooled
from sitegen.chance.luck import Luck, expected_before, hazard_of, none_of
from sitegen.chance.odds import Z80, Weight, around, chance_of, expit, judged, logit
from sitegen.chance.ranks import lengths
from sitegen.chance.route import Span, usual_length
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.figures import Spread
from sitegen.knowledge.model import Specialty
from sitegen.plan.chance.rate_trials import left_out_rates
from sitegen.plan.chance.scales import Scales
from sitegen.plan.chance.trials import Check, Trial

SECOND_YEAR = "PGY-2"
"""The note of a figure that counts first-year positions only says this word where many of the
specialty begin later; such a row is shown, and not scored."""


def backtest(scales: Scales) -> tuple[Check, ...]:
    """Every check, for some data and a day. It does not depend on the person."""
    bench = Bench(scales)
    return (
        bench.everybody_who_ranked(),
        bench.matched_anywhere(),
        bench.overall_scores(),
        left_out_rates(scales.knowledge),
        bench.left_out_scores(),
        bench.quartiles("step2", "points"),
        bench.quartiles("ranks", "programs"),
        bench.applications(),
    )


class Bench:
    """Makes the predictions from the knowledge alone."""

    def __init__(self, scales: Scales) -> None:
        """Predict with these judged quantities."""
        self.k, self.terms, self.groups = scales.knowledge, scales.terms, scales.groups

    def said(self, name: str, **slots: str) -> str:
        """Words of the data about a row."""
        return self.k.phrases[f"backtest-{name}"].format(**slots)

    def figure(self, name: str, metric: str) -> float | None:
        """A published value of a specialty."""
        found = self.k.specialties[name].figure(metric)
        return found.value if found else None

    def everybody_who_ranked(self) -> Check:
        """Share of all who ranked a first-year position anywhere, and got one, in 2025.

        Those who ranked it first match at the rate of 2026. The others must first fail at their
        first choice, and enter as people do who rank it lower. How many they are is read from 2025.
        """
        return Check(
            id="everybody",
            unit="of 100",
            built=("nrmp-charting-2026", "sitegen-judgement"),
            held=("nrmp-advance-tables-2025",),
            trials=tuple(self._everybody()),
        )

    def _everybody(self) -> Iterator[Trial]:
        backup, drift = self.terms.span("selection-backup"), self.terms.span("drift").use
        failed = 1 - self.k.overall["overall_rate_preferred"].use.value / 100
        for name, group in self.groups.items():
            specialty = self.k.specialties[name]
            ranked, filled = (specialty.figure(m) for m in ("ranked_pgy1", "filled_pgy1"))
            if ranked is None or filled is None or ranked.value < 20:
                continue
            first = min(group.people / ranked.value, 1.0)

            def share(shift: float, group: Group = group, first: float = first) -> float:
                later = failed * expit(group.steadied.use + shift)
                return first * group.steadied_rate + (1 - first) * later

            middle = share(backup.use)
            noise = math.hypot(
                drift,
                judged(0, logit(share(backup.low)), logit(share(backup.high))).sd,
                group.steadied.sd,
                1 / math.sqrt(ranked.value * middle * (1 - middle)),
            )
            late = SECOND_YEAR in (filled.note or "")
            found = chance_of(Weight(logit(middle), noise))
            yield Trial(
                name=specialty.name,
                predicted=Span(100 * found.low, 100 * found.use, 100 * found.high),
                published=half_up(100 * filled.value / ranked.value, 1),
                scored=not late,
                apart=self.said("apart") if late else "",
            )

    def matched_anywhere(self) -> Check:
        """Overall match rates of five years, from the rates of single specialties of 2026."""
        backup, luck = self.terms.span("selection-backup"), self.terms.span("luck-shared")
        people = sum(g.people for g in self.groups.values())
        matched = sum(int(g.matched) for g in self.groups.values())

        def rate(shift: float, shared: float) -> float:
            later = (self._later(n, g, shift, shared) for n, g in self.groups.items())
            return (matched + math.fsum(later)) / people

        use, drift = rate(backup.use, luck.use), self.terms.span("drift").use
        ends = (
            (rate(backup.low, luck.use), rate(backup.high, luck.use)),
            (rate(backup.use, luck.high), rate(backup.use, luck.low)),
            (expit(logit(use) - Z80 * drift), expit(logit(use) + Z80 * drift)),
        )
        low, high = around(use, ends, (logit, expit))
        predicted = Span(100 * low, 100 * use, 100 * high)
        overall = self.k.overall["rate_pgy1"]
        listed_years = (overall.use, *overall.also)
        return Check(
            id="anywhere",
            unit="of 100",
            built=("nrmp-charting-2026", "sitegen-judgement"),
            held=tuple(dict.fromkeys(f.source for f in listed_years)),
            trials=tuple(
                Trial(name=f"Match {f.year}", predicted=predicted, published=f.value)
                for f in listed_years
            ),
        )

    def _later(self, name: str, group: Group, shift: float, shared: float) -> float:
        """People who failed at their first choice and match to another specialty."""
        mean = self.figure(name, "specialties_ranked_unmatched")
        others = min(max((mean or 1.0) - 1, 0.0), 1.0)
        shape = self.terms.luck.shape
        first = hazard_of(group.rate, shape)
        overall = self.k.overall["overall_rate_preferred"].use.value / 100
        second = hazard_of(expit(logit(overall) + shift), shape)
        luck = Luck(shape, shared)
        both_fail = none_of((first, second), luck) / none_of((first,), luck)
        return (group.people - group.matched) * others * (1 - both_fail)

    def overall_scores(self) -> Check:
        """Median Step 2 CK of all matched and all unmatched, by mixing the specialties."""
        trials = []
        for side in ("matched", "unmatched"):
            median = _median_of_mixture([s for _, s in self._spreads(f"step2_{side}")])
            trials.append(
                Trial(
                    name=self.said("median", side=side),
                    predicted=Span(median - 2, median, median + 2),
                    published=self.k.overall[f"step2_{side}"].use.value,
                )
            )
        return Check(
            id="overall",
            unit="points",
            built=("nrmp-charting-2026",),
            held=("nrmp-charting-2026",),
            trials=tuple(trials),
            in_sample=True,
        )

    def left_out_scores(self) -> Check:
        """Mean Step 2 CK of the matched of one specialty, from all other specialties.

        The step between matched and unmatched is learnt elsewhere and set on the unmatched of
        the specialty. Of its own matched group only the size is used, for the range.
        """
        pairs = {
            name: (matched, unmatched)
            for name, matched in self._spreads("step2_matched")
            for other, unmatched in self._spreads("step2_unmatched")
            if name == other
        }
        leans = {name: lean(*pair) for name, pair in pairs.items()}
        trials = []
        for name, (matched, unmatched) in pairs.items():
            rest = pooled(each for other, each in leans.items() if other != name)
            noise = unmatched.sd * math.hypot(rest.between, leans[name].error)
            middle = unmatched.mean + rest.step * unmatched.sd
            trials.append(
                Trial(
                    name=self.k.specialties[name].name,
                    predicted=Span(middle - Z80 * noise, middle, middle + Z80 * noise),
                    published=matched.mean,
                )
            )
        return Check(
            id="left-out",
            unit="points",
            built=("nrmp-charting-2026",),
            held=("nrmp-charting-2026",),
            trials=tuple(trials),
        )

    def quartiles(self, measure: str, unit: str) -> Check:
        """Printed quartiles, from the mean and the standard deviation that the model reads."""
        trials = []
        for side in ("matched", "unmatched"):
            for name, spread in self._spreads(f"{measure}_{side}"):
                for share, (value, called) in _printed_quartiles(spread).items():
                    if value is None or spread.people < 20:
                        continue
                    middle, error = _quartile(measure, spread, share)
                    field = self.k.specialties[name].name
                    trials.append(
                        Trial(
                            name=self.said(called, field=field, side=side),
                            predicted=Span(middle - error, middle, middle + error),
                            published=value,
                        )
                    )
        return Check(
            id=f"quartiles-{measure}",
            unit=unit,
            built=("nrmp-charting-2026",),
            held=("nrmp-charting-2026",),
            trials=tuple(trials),
            in_sample=True,
        )

    def applications(self) -> Check:
        """How many applications people must have sent, beside the mean that AAMC counted.

        Interviews for each application (2024) and lengths of lists (2026) give it, in one
        specialty. AAMC's mean is over all specialties of a person, US citizens among them.
        """
        totals = {"low": 0.0, "use": 0.0, "high": 0.0}
        people = 0
        terms = self.terms.of_route
        for name, group in self.groups.items():
            rate = self.figure(name, "interview_rate")
            length = usual_length(group)
            if length is None or not rate:
                continue
            usual = expected_before(max(length, 1.05), terms.shape.use) / (rate / 100)
            people += group.people
            totals["use"] += group.people * usual
            totals["low"] += group.people * usual / terms.rate_error.high
            totals["high"] += group.people * usual / terms.rate_error.low
        published = self.k.overall["applications_img"].use
        return Check(
            id="applications",
            unit="applications",
            built=("nrmp-charting-2026", "aamc-explorer-2024"),
            held=(published.source,),
            trials=(
                Trial(
                    name=self.said("together"),
                    predicted=Span(*(totals[end] / people for end in ("low", "use", "high"))),
                    published=published.value,
                ),
            ),
        )

    def _spreads(self, metric: str) -> Iterator[tuple[str, Spread]]:
        for name, specialty in self.k.specialties.items():
            spread = _spread(specialty, metric)
            if spread:
                yield name, spread


def _spread(specialty: Specialty, metric: str) -> Spread | None:
    figure = specialty.figure(metric)
    return figure.spread if figure else None


def _median_of_mixture(spreads: list[Spread]) -> float:
    """The median of normal groups mixed in their sizes."""
    people = sum(s.people for s in spreads)
    groups = [(s.people, NormalDist(s.mean, s.sd).cdf) for s in spreads]
    low, high = 150.0, 300.0
    for _ in range(50):
        middle = (low + high) / 2
        below = math.fsum(size * cdf(middle) for size, cdf in groups) / people
        low, high = (middle, high) if below < 0.5 else (low, middle)
    return (low + high) / 2


def _printed_quartiles(spread: Spread) -> dict[float, tuple[float | None, str]]:
    """Each quartile by the share of people below it, with the phrase that names it."""
    return {
        0.25: (spread.q1, "first-quarter"),
        0.5: (spread.median, "half"),
        0.75: (spread.q3, "last-quarter"),
    }


def _quartile(measure: str, spread: Spread, share: float) -> tuple[float, float]:
    """A predicted quartile, and how far sampling may move it in 8 of 10 groups."""
    density = NormalDist().pdf(NormalDist().inv_cdf(share))
    sampling = Z80 * math.sqrt(share * (1 - share) / spread.people) / density * max(spread.sd, 0.5)
    if measure == "step2":
        mean, sd = plain(spread)
        return NormalDist(mean, sd).inv_cdf(share), max(sampling, 0.5)
    chances = lengths(spread)
    for length in range(1, len(chances) + 1):
        if on_grid(math.fsum(chances[:length])) >= share:
            return float(length), max(sampling, 0.5)
    return float(len(chances)), sampling
