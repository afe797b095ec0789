"""What several pages say of the answer, from the sentences of the data. No decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sitegen.explain import filled
from sitegen.plan.model import Plan
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated, marked
from sitegen.written import long_date, number


def decision_key(plan: Plan) -> str:
    """The answer, or `open` where several are still possible."""
    possible = plan.decision.possible
    return possible[0] if len(possible) == 1 else "open"


def decision_word(plan: Plan) -> str:
    """The decision in a word or two, or the span of those that are still possible."""
    possible = plan.decision.possible
    most, least = (phrase(plan, f"decision-{name}") for name in (possible[0], possible[-1]))
    if len(possible) == 1:
        return most
    return phrase(plan, "decision-open", least=least.lower(), most=most.lower())


def decision_text(plan: Plan) -> str:
    """The decision in a sentence."""
    if decision_key(plan) == "open":
        return phrase(plan, "decision-open-text")
    step = plan.decision.finding.told or plan.decision.finding.step
    assert step is not None
    return step.say


def sponsored(plan: Plan) -> bool:
    """Whether a program has to sponsor a visa, or may have to while it is not told."""
    return plan.facts["applicant.needs_visa"].value is not False


def lead(plan: Plan) -> str:
    """The answer of the whole plan, in two or three sentences."""
    found = plan.reasons.verdicts["choice"]
    assert found.step is not None, "the plan knows its own answer"
    return " ".join((filled(found.step.say, plan.facts), *_gates(plan)))


def _gates(plan: Plan) -> Iterator[str]:
    """What the gates said of life in the backup, and of its doors."""
    if plan.choice.verdict != "recommended":
        return
    facts = plan.choice.backups[0].card.facts
    life = "not-ruled-out"
    if plan.choice.provisional:
        life = "waits"
    elif facts["fit.own"].value is not None:
        life = "for-life"
    elif facts["fit.named"].value is True:
        life = "named"
    yield phrase(plan, f"lead-{life}", doors=phrase(plan, f"lead-doors-{_doors(plan)}"))


def _doors(plan: Plan) -> str:
    """How far the doors of the backup are open: a rating from 2 on, or why none counts."""
    if not sponsored(plan):
        return "free"
    if plan.facts["applicant.entry_closed"].value is True:
        return "entry"
    return str(max(2, plan.choice.backups[0].card.visa.value))


def binding_text(plan: Plan) -> str:
    """What sets the number of programs, in one or two sentences."""
    if plan.counts is None:
        return ""
    found = plan.reasons.verdicts["binding"]
    return filled(found.step.say, plan.facts) if found.step else found.rule.unknown


def missing_words(plan: Plan, paths: Sequence[str]) -> tuple[str, ...]:
    """What would settle a finding, as short phrases, each once.

    Each part of a profile has its own words, or those of the part that it belongs to.
    """
    return tuple(dict.fromkeys(_missing(plan, path) for path in paths))


def _missing(plan: Plan, path: str) -> str:
    words, part = plan.knowledge.phrases, path
    while part and f"missing-{part}" not in words:
        part = part.rpartition(".")[0]
    return words[f"missing-{part}"] if part else path


def years_words(plan: Plan, low: float, high: float) -> str:
    """Extra years as words."""
    if high == 0:
        return phrase(plan, "years-none")
    years = number(low) if low == high else f"{number(low)} to {number(high)}"
    return phrase(plan, "years-one" if low == high == 1 else "years-more", years=years)


def date_span(low: dt.date, high: dt.date, key: str = "") -> str:
    """Two days without saying the month or the year twice. With a key, both carry their marks."""
    first = long_date(low)
    if low.year == high.year:
        first = str(low.day) if low.month == high.month else first.rsplit(" ", 1)[0]
    return f"{marked(key and f'{key}.low', low, first)} to {dated(key and f'{key}.high', high)}"
