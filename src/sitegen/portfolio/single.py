"""What one application to one program brings: the typical yield, times what the row says.

A row that says nothing brings exactly the typical yield. Each thing that it does say multiplies
interviews by a judged factor with a range. What an interview is worth stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from statistics import fmean

from sitegen.chance.route import MOST_PER_INTERVIEW, Span, Yield
from sitegen.knowledge.model import Specialty
from sitegen.programs.model import Program, Setting, Signal
from sitegen.records import value_object

MOST_PER_APPLICATION = 0.9
"""No application brings more expected interviews than this, whatever the row says."""

TIERS = {
    Signal.GOLD: (("interview_gold", "signals_gold"), ("interview_signal", "signals")),
    Signal.SILVER: (("interview_silver", "signals_silver"),),
}
"""Where a tier of signals stands: its interview rate and its number. One tier counts as gold."""


@value_object(kw_only=True)
class SingleTerms:
    """Judged quantities, each a multiplier, a power or a weight with its range."""

    share_power: Span
    share_limit: float
    rate_weight: Span
    signal_part: Span
    unpublished: Mapping[Signal, Span]
    setting: Mapping[Setting, Span]


@value_object(kw_only=True)
class Usual:
    """What the rows are compared with.

    `img_shares` are all shares of IMGs that the list gives for the specialty, in per cent.
    `rate` is the national number of interviews for each 100 applications.
    """

    img_shares: tuple[float, ...] = ()
    rate: float | None = None
    _means: dict[float, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def told(self) -> bool:
        """Whether any row gives a share that is not zero."""
        return bool(self.img_shares) and self.mean(1.0) > 0

    def mean(self, power: float) -> float:
        """The mean of the shares, each to this power. It is made once, as lists can be long."""
        if power not in self._means:
            self._means[power] = fmean(each**power for each in self.img_shares)
        return self._means[power]


@value_object(kw_only=True)
class Multiplier:
    """One thing that the row says, and what it multiplies interviews by."""

    id: str
    by: Span


@value_object(kw_only=True)
class One:
    """What one application brings: expected interviews, and expected matching programs."""

    interviews: Span
    matches: Span
    parts: tuple[Multiplier, ...] = ()


def single(
    program: Program, per: Yield, usual: Usual, terms: SingleTerms, signal: Span | None = None
) -> One:
    """One application to this program, with a signal of this effect or without."""
    parts = [*_row(program, usual, terms)]
    if signal is not None:
        parts.append(Multiplier(id="signal", by=signal))
    interviews = _times(per.interviews, parts)
    interviews = Span(*(min(each, MOST_PER_APPLICATION) for each in _ends(interviews)))
    matches = _times(per.matches, parts)
    capped = zip(_ends(matches), _ends(interviews), strict=True)
    return One(
        interviews=interviews,
        matches=Span(*(min(match, MOST_PER_INTERVIEW * most) for match, most in capped)),
        parts=tuple(parts),
    )


def signal_effect(specialty: Specialty, signal: Signal, terms: SingleTerms) -> Span | None:
    """What a signal multiplies interviews by; None where the specialty has no such signal.

    Published rates hold all kinds of applicants together, and those who signal differ in other
    ways too; so only a part of the ratio counts, on the scale of its logarithm.
    """
    tiers = TIERS[signal]
    silent = specialty.figure("interview_no_signal")
    rates = [rate for rate, _ in tiers if specialty.figure(rate)]
    if silent and rates and silent.value > 0:
        found = specialty.figure(rates[0])
        assert found is not None
        ratio = max(found.value / silent.value, 1.0)
        return Span(*(ratio**part for part in _ends(terms.signal_part)))
    counted = any(specialty.figure(number) for _, number in tiers)
    return terms.unpublished[signal] if counted or rates else None


def balance(specialty: Specialty, effects: Mapping[Signal, Span], usual: float) -> float:
    """What signals multiply on the mean over a usual number of applications, at least 1.

    The national rate of interviews holds applications with and without a signal. So one without
    brings less than the mean, by this factor, and one with a signal more.
    """

    def number(*metrics: str) -> float:
        figures = (specialty.figure(metric) for metric in metrics)
        return next((figure.value for figure in figures if figure), 0.0)

    sent = {
        Signal.GOLD: number("signals_gold", "signals"),
        Signal.SILVER: number("signals_silver"),
    }
    whole = max(usual, math.fsum(sent.values()), 1.0)
    more = math.fsum(n * (effects[s].use - 1) for s, n in sent.items() if s in effects)
    return 1 + more / whole


def _row(program: Program, usual: Usual, terms: SingleTerms) -> Sequence[Multiplier]:
    """The strongest thing that the row says of invitations: its own rate, its IMGs, its kind."""
    if program.interview_rate is not None and usual.rate:
        ratio = program.interview_rate / usual.rate
        return (_sorted("interview_rate", terms.rate_weight, lambda w: w * ratio + 1 - w),)
    if program.img_share is not None and usual.told:
        share = program.img_share
        return (_sorted("img_share", terms.share_power, lambda p: _share(share, p, usual, terms)),)
    if program.setting is not None:
        return (Multiplier(id="setting", by=terms.setting[program.setting]),)
    return ()


def _share(share: float, power: float, usual: Usual, terms: SingleTerms) -> float:
    """The share against the list, so that all rows together bring the typical yield."""
    ratio = share**power / usual.mean(power)
    return float(min(max(ratio, 1 / terms.share_limit), terms.share_limit))


def _sorted(name: str, weight: Span, effect: Callable[[float], float]) -> Multiplier:
    """The effect at the three strengths of a judgement; its ends stand in order."""
    low, use, high = (effect(each) for each in _ends(weight))
    return Multiplier(id=name, by=Span(min(low, use, high), use, max(low, use, high)))


def _times(span: Span, parts: Sequence[Multiplier]) -> Span:
    """A product whose errors are independent; without parts, the span itself."""
    if not parts:
        return span
    use = span.use * math.prod(part.by.use for part in parts)
    spans = (span, *(part.by for part in parts))
    down = math.hypot(*(_log(each.use, each.low) for each in spans))
    up = math.hypot(*(_log(each.high, each.use) for each in spans))
    return Span(use * math.exp(-down), use, use * math.exp(up))


def _log(large: float, small: float) -> float:
    """Logarithm of a ratio of at least 1; an end at zero is read as one hundredth."""
    if large <= 0:
        return 0.0
    return math.log(large / small) if small > 0 else math.log(100)


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.use, span.high
